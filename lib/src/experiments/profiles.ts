/** Settings of an experiment: `quick` for a laptop, `paper` at the paper's or a larger size. */
export interface Profiles<S> {
  quick: S;
  paper: S;
}

/** The same settings in both profiles. */
export const same = <S>(settings: S): Profiles<S> => ({ quick: settings, paper: settings });
