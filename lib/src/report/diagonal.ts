import type { Layer } from './seed-band.js';

/** A rule from (from, from) to (to, to): where two things drawn on x and y are equal. */
export function diagonal([from, to]: readonly [number, number], mark: object = {}): Layer {
  const ends = { x: { datum: from }, y: { datum: from }, x2: { datum: to }, y2: { datum: to } };
  return { mark: { type: 'rule', ...mark }, encoding: ends };
}
