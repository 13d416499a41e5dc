// How many claims of each paper hold, do not hold or are reports without a bound, and how many are ours.

export const tallyColumns = [
  'notebook',
  'claims of the paper',
  'hold',
  'do not hold',
  'reports without a bound',
  'ours, beyond the paper',
  'of these hold',
];

const held = (claims) => claims.filter(({ holds }) => holds).length;
const isReport = ({ status }) => status === 'report';

/** Counts of one notebook, in the order of the columns. */
export function tally({ name, title, claims }) {
  const paper = claims.filter(({ ours }) => !ours);
  const ours = claims.filter((claim) => claim.ours);
  const reports = paper.filter(isReport).length;
  return {
    name,
    title,
    paper: paper.length,
    holds: held(paper),
    open: paper.length - reports - held(paper),
    reports,
    ours: ours.length,
    oursHold: held(ours),
  };
}

/** Sums over the notebooks. */
export function total(tallies) {
  const sum = (key) => tallies.reduce((all, one) => all + one[key], 0);
  const numbers = ['paper', 'holds', 'open', 'reports', 'ours', 'oursHold'].map((key) => [key, sum(key)]);
  return { name: '', title: 'all', ...Object.fromEntries(numbers) };
}

/** `171 of 180 claims of the papers hold (95.0 %)`, of those with a bound. */
export function standingOf({ paper, holds, reports }) {
  const bounded = paper - reports;
  const percent = bounded ? ` (${((100 * holds) / bounded).toFixed(1)} %)` : '';
  return `${holds} of ${bounded} claims of the papers hold${percent}`;
}
