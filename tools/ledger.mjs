// Prints every claim with its outcome, writes figures/README.md, and fails if an established claim does not hold.
import path from 'node:path';
import { claimNumbers, verdict } from 'agop/report/claim';
import { standing } from 'agop/report/status-box';
import { writeAtomic } from 'agop/report/write-atomic';
import { folders, readCollection } from './collection.mjs';
import { reportDiskProblems } from './disk-problem.mjs';

reportDiskProblems();
const collection = readCollection();

for (const { name, claims } of collection.filter(({ claims }) => claims.length > 0)) {
  console.log(`\n${name}: ${standing(claims).sentence}`);
  const width = Math.max(0, ...claims.map(({ id }) => id.length));
  for (const claim of claims) {
    const mark = claim.holds ? '✓' : '✗';
    console.log(`  ${mark} ${claim.id.padEnd(width)}  ${claimNumbers(claim)}  ${claim.says}`);
    if (verdict(claim) !== 'holds') console.log(`    ${verdict(claim)}${claim.why ? `: ${claim.why}` : ''}`);
  }
}

const cell = (text) =>
  String(text ?? '')
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ');

function section({ name, title, claims, figures }) {
  const rows = figures.map((figure) => {
    const image = `[<img src="${name}/${figure.id}.png" width="280" alt="${cell(figure.alt).replaceAll('"', '&quot;')}">](${name}/${figure.id}.png)`;
    const outcome = figure.claims
      .map((id) => claims.find((claim) => claim.id === id))
      .filter(Boolean)
      .map((claim) => `${claim.holds ? '✓' : '✗'} ${claim.id}`);
    return `| ${image} | **${cell(figure.title)}**<br>${cell(figure.question)} | ${outcome.join('<br>')} |`;
  });
  const claimRows = claims.map((claim) => {
    const statement = `${claim.says}${claim.ours ? ' (ours)' : ''}${claim.why ? ` *${claim.why}*` : ''}`;
    const cells = [claim.id, statement, claim.paper ?? '', claimNumbers(claim), verdict(claim)];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  return [
    `## [${title}](../notebooks/${name}.ipynb)`,
    standing(claims).sentence,
    ...(rows.length ? [['| figure | question | claims |', '| --- | --- | --- |', ...rows].join('\n')] : []),
    ...(claimRows.length
      ? [
          [
            '| claim | says | paper | ours (bound) | outcome |',
            '| --- | --- | --- | --- | --- |',
            ...claimRows,
          ].join('\n'),
        ]
      : []),
  ].join('\n\n');
}

const intro = '# Figures and claims\n\nWritten by `node tools/ledger.mjs`; do not edit.';
const shown = collection.filter(({ claims, figures }) => claims.length + figures.length > 0);
writeAtomic(path.join(folders.figures, 'README.md'), `${[intro, ...shown.map(section)].join('\n\n')}\n`);

const failed = collection.flatMap(({ name, claims }) =>
  claims
    .filter((claim) => !claim.holds && claim.status === 'established')
    .map((claim) => `${name} ${claim.id}`),
);
if (failed.length > 0) {
  console.error(`\nEstablished claims that do not hold: ${failed.join(', ')}`);
  process.exit(1);
}
