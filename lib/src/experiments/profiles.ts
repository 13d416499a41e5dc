/** Settings of an experiment: `quick` for a laptop, `paper` at the paper's or a larger size. */
export interface Profiles<S> {
  quick: S;
  paper: S;
}

/** The same settings in both profiles. */
export const same = <S>(settings: S): Profiles<S> => ({ quick: settings, paper: settings });

/** The settings with some of them replaced, in both profiles. */
export const replaced = <S extends object>({ quick, paper }: Profiles<S>, by: Partial<S>): Profiles<S> => ({
  quick: { ...quick, ...by },
  paper: { ...paper, ...by },
});
