// The tolerances that reference files state in words: "abs 1e-9", "1e-9 relative", "abs 1e-7 up to T=10; abs 1e-5 at
// T=30", "abs 1e-8 (power 0.25: abs 1e-7)", "M,P: abs 1e-9; objective rel 1e-9", { abs, rel }, { M_rel } or { abs_over_max }.

const NUMBER = String.raw`\d+(?:\.\d+)?(?:[eE][-+]?\d+)?`;
const CLAUSE = new RegExp(
  String.raw`\b(abs|rel)[a-z]*\s+(?:error\s+)?(?:<=?\s*)?(${NUMBER})|(${NUMBER})\s+(abs|rel)[a-z]*`,
);

// "1e-9", "formula 1e-12": a number alone is absolute.
const BARE = new RegExp(String.raw`^(?:[a-z]+\s+)?(${NUMBER})$`);

/** Clauses `{ abs | rel, scope }` in the order of the text; `scope` is the text beside the number. */
export function toleranceClauses(stated) {
  if (typeof stated === 'number') return [{ abs: stated, scope: '' }];
  if (stated !== null && typeof stated === 'object') {
    const clauses = [];
    const { abs, rel } = stated;
    if (stated.abs_over_max > 0) return [{ overMax: stated.abs_over_max, scope: '' }];
    if (abs >= 0 || rel >= 0) clauses.push({ ...(abs >= 0 && { abs }), ...(rel >= 0 && { rel }), scope: '' });
    for (const [key, value] of Object.entries(stated)) {
      const named = /^(.+)_(abs|rel)$/.exec(key);
      if (named && value > 0) clauses.push({ [named[2]]: value, scope: named[1] });
    }
    if (clauses.length === 0) throw new Error(`tolerance ${JSON.stringify(stated)} has no abs or rel`);
    return clauses;
  }
  const clauses = [];
  for (const part of String(stated ?? '').split(/[;()]/)) {
    const match = CLAUSE.exec(part);
    const bare = match === null ? BARE.exec(part.trim()) : null;
    if (bare !== null) clauses.push({ abs: Number(bare[1]), scope: part.replace(bare[1], ' ').trim() });
    if (match === null) continue;
    const kind = match[1] ?? match[4];
    clauses.push({ [kind]: Number(match[2] ?? match[3]), scope: part.replace(match[0], ' ').trim() });
  }
  if (clauses.length === 0)
    throw new Error(`states no tolerance that can be read: ${JSON.stringify(stated)}`);
  return clauses;
}

/** The first clause whose scope matches, else the first of all. */
export function scoped(clauses, matches) {
  return clauses.find(({ scope }) => matches(scope)) ?? clauses[0];
}

/** The clause for iteration T, of clauses "up to T=10", "at T=30": the first whose T is not below it, else the last. */
export function atIteration(clauses, iteration) {
  const dated = clauses
    .map((clause) => ({ clause, last: /\bT\s*(?:<=|=)\s*(\d+)/.exec(clause.scope)?.[1] }))
    .filter(({ last }) => last !== undefined)
    .sort((a, b) => Number(a.last) - Number(b.last));
  if (dated.length === 0) return clauses[0];
  return (dated.find(({ last }) => Number(last) >= iteration) ?? dated.at(-1)).clause;
}

/** The clause for a power, of clauses "power 0.25: ...". */
export function atPower(clauses, power) {
  return scoped(clauses, (scope) => {
    const stated = /power\s+([\d.]+)(?:\/(\d+))?/.exec(scope);
    return stated !== null && Math.abs(Number(stated[1]) / Number(stated[2] ?? 1) - power) < 1e-3;
  });
}

/** Tolerances in fields of their own: `tolerance_relative`, `tolerance_relative_training_points`, as `{ rel, training_points_rel }`. */
export function toleranceFields(reference) {
  const stated = {};
  for (const [key, value] of Object.entries(reference)) {
    const [, kind, scope] = /^tolerance_(relative|absolute)(?:_(.+))?$/.exec(key) ?? [];
    if (kind) stated[`${scope ? `${scope}_` : ''}${kind.slice(0, 3)}`] = value;
  }
  return Object.keys(stated).length > 0 ? stated : undefined;
}

function flat(value) {
  if (typeof value === 'number') return [value];
  return ArrayBuffer.isView(value) ? Array.from(value) : value.flatMap(flat);
}

/**
 * Largest error over the allowed one; an entry passes if it is within `abs`, or within `rel` of its expected value, or within
 * `overMax` of the largest one.
 */
export function deviation(got, want, { abs = 0, rel = 0, overMax = 0 }) {
  const [a, b] = [flat(got), flat(want)];
  if (a.length !== b.length) return { excess: NaN, text: `has ${a.length} numbers, ${b.length} expected` };
  if (b.length === 0) return { excess: NaN, text: 'expects no number' };
  const least = overMax > 0 ? overMax * b.reduce((most, value) => Math.max(most, Math.abs(value)), 0) : abs;
  let [excess, text] = [0, ''];
  for (let i = 0; i < a.length; i++) {
    const error = Math.abs(a[i] - b[i]);
    const allowed = Math.max(least, rel * Math.abs(b[i]));
    const ratio = error === 0 ? 0 : error / allowed;
    if (!(ratio <= excess))
      [excess, text] = [ratio, `got ${a[i]}, expected ${b[i]} ± ${allowed} (number ${i})`];
    if (Number.isNaN(excess)) break;
  }
  return { excess, text };
}
