// Prints every claim with its outcome, writes figures/README.md, and fails if an established claim does not hold.
import path from 'node:path';
import { claimNumbers, mark, verdict } from 'agop/report/claim';
import { standing } from 'agop/report/status-box';
import { writeAtomic } from 'agop/report/write-atomic';
import { folders, readCollection } from './collection.mjs';
import { reportDiskProblems } from './disk-problem.mjs';
import { standingOf, tally, tallyColumns, total } from './tally.mjs';

reportDiskProblems();
const collection = readCollection();

for (const { name, claims } of collection.filter(({ claims }) => claims.length > 0)) {
  console.log(`\n${name}: ${standing(claims).sentence}`);
  const width = Math.max(0, ...claims.map(({ id }) => id.length));
  for (const claim of claims) {
    console.log(`  ${mark(claim)} ${claim.id.padEnd(width)}  ${claimNumbers(claim)}  ${claim.says}`);
    if (!claim.holds || claim.status === 'open')
      console.log(`    ${verdict(claim)}${claim.why ? `: ${claim.why}` : ''}`);
  }
}

const cell = (text) =>
  String(text ?? '')
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ');

const table = (columns, rows) =>
  [columns, columns.map(() => '---'), ...rows.map((row) => row.map(cell))]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

const claimRow = (claim) => [
  claim.id,
  `${claim.says}${claim.why ? ` *${claim.why}*` : ''}`,
  claim.ours ? 'ours' : (claim.paper ?? ''),
  claimNumbers(claim),
  verdict(claim),
];

function section({ name, title, claims, figures }) {
  const pictures = figures.map((figure) => {
    const alt = cell(figure.alt).replaceAll('"', '&quot;');
    const image = `[<img src="${name}/${figure.id}.png" width="280" alt="${alt}">](${name}/${figure.id}.png)`;
    const outcome = figure.claims
      .map((id) => claims.find((claim) => claim.id === id))
      .filter(Boolean)
      .map((claim) => `${mark(claim)} ${claim.id}${claim.ours ? ' (ours)' : ''}`);
    return [image, `**${figure.title}**<br>${figure.question}`, outcome.join('<br>')];
  });
  const columns = ['claim', 'says', 'paper', 'ours (bound)', 'outcome'];
  const ofPaper = claims.filter(({ ours }) => !ours).map(claimRow);
  const ours = claims.filter((claim) => claim.ours).map(claimRow);
  return [
    `## [${title}](../notebooks/${name}.ipynb)`,
    standing(claims).sentence,
    ...(pictures.length ? [table(['figure', 'question', 'claims'], pictures)] : []),
    ...(ofPaper.length ? [table(columns, ofPaper)] : []),
    ...(ours.length ? ['Beyond the paper (ours):', table(columns, ours)] : []),
  ].join('\n\n');
}

const shown = collection.filter(({ claims, figures }) => claims.length + figures.length > 0);
const counts = shown.map(tally);
const row = ({ name, title, ...numbers }) => [
  name ? `[${title}](../notebooks/${name}.ipynb)` : `**${title}**`,
  ...Object.values(numbers),
];
const intro = [
  '# Figures and claims',
  'Written by `node tools/ledger.mjs`; do not edit.',
  table(tallyColumns, [...counts, total(counts)].map(row)),
];
writeAtomic(path.join(folders.figures, 'README.md'), `${[...intro, ...shown.map(section)].join('\n\n')}\n`);

const all = total(counts);
console.log(
  `\n${standingOf(all)}, reported without a bound: ${all.reports}; of our own ${all.oursHold} of ${all.ours} hold`,
);

const failed = collection.flatMap(({ name, claims }) =>
  claims
    .filter((claim) => !claim.holds && claim.status === 'established')
    .map((claim) => `${name} ${claim.id}`),
);
if (failed.length > 0) {
  console.error(`\nEstablished claims that do not hold: ${failed.join(', ')}`);
  process.exit(1);
}
