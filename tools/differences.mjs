// What differs between two sets of figure sidecars and claims, beyond rounding.

// Sidecars keep six digits; iterations that stop at a tolerance differ by more than rounding from processor to processor.
const RELATIVE = 1e-3;
// Below this a number is rounding noise: an exact identity may read 1e-15 here and 4e-15 there.
const ABSOLUTE = 1e-9;

const close = (a, b) => Math.abs(a - b) <= ABSOLUTE + RELATIVE * Math.max(Math.abs(a), Math.abs(b));

function compare(before, after, where, report) {
  if (typeof before === 'number' && typeof after === 'number') {
    if (!close(before, after)) report(where, `${before} -> ${after}`);
  } else if (before === null || after === null || typeof before !== 'object' || typeof after !== 'object') {
    if (before !== after) report(where, `${JSON.stringify(before)} -> ${JSON.stringify(after)}`);
  } else if (Array.isArray(before) && before.length !== after.length) {
    report(where, `${before.length} -> ${after.length} entries`);
  } else {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(before[key] ?? null, after[key] ?? null, `${where}.${key}`, report);
    }
  }
}

// Engine and code may differ; what they give may not. Texts that quote numbers move with the numbers.
function comparable({ id, claims, spec, rows, provenance }) {
  const { settings, seeds, profile, dataHashes } = provenance;
  return { id, claims, spec, rows, settings, seeds, profile, dataHashes };
}

const byId = (claims) => Object.fromEntries(claims.map((claim) => [claim.id, claim]));

/** `{ where, text, measured }` a difference; both arguments map file names to parsed JSON. */
export function differences(before, after) {
  const found = [];
  const figures = Object.values({ ...before, ...after }).filter((content) => !Array.isArray(content));
  const timed = new Set(figures.filter((f) => f.provenance.measured).flatMap((f) => f.claims));
  for (const file of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!(file in after))
      found.push({ where: file, text: 'is committed, but no longer made', measured: false });
    else if (!(file in before))
      found.push({ where: file, text: 'is made, but not committed', measured: false });
    else if (file === 'claims.json') {
      compare(byId(before[file]), byId(after[file]), file, (where, text) => {
        const [, , id, key] = where.split('.');
        // A number that was timed may move; whether its claim holds may not.
        if (key !== 'why') found.push({ where, text, measured: timed.has(id) && key === 'got' });
      });
    } else {
      const measured = after[file].provenance.measured;
      compare(comparable(before[file]), comparable(after[file]), file, (where, text) =>
        found.push({ where, text, measured: measured && where.startsWith(`${file}.rows`) }),
      );
    }
  }
  return found;
}
