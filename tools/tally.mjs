// How many claims of each paper hold, do not hold or are not coded, and how many are ours.

export const tallyColumns = [
  'notebook',
  'claims of the paper',
  'hold',
  'do not hold',
  'not coded',
  'ours, beyond the paper',
  'of these hold',
];

const held = (claims) => claims.filter(({ holds }) => holds).length;

/** Counts of one notebook, in the order of the columns. */
export function tally({ name, title, claims, notCoded }) {
  const paper = claims.filter(({ ours }) => !ours);
  const ours = claims.filter((claim) => claim.ours);
  return {
    name,
    title,
    paper: paper.length + notCoded.length,
    holds: held(paper),
    open: paper.length - held(paper),
    notCoded: notCoded.length,
    ours: ours.length,
    oursHold: held(ours),
  };
}

/** Sums over the notebooks. */
export function total(tallies) {
  const sum = (key) => tallies.reduce((all, one) => all + one[key], 0);
  const numbers = ['paper', 'holds', 'open', 'notCoded', 'ours', 'oursHold'].map((key) => [key, sum(key)]);
  return { name: '', title: 'all', ...Object.fromEntries(numbers) };
}
