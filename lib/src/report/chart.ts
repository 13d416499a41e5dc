import type { Spec } from './figure.js';
import type { Row } from './row.js';

/** What a figure draws, to be spread into it: `nb.figure({ id, title, ..., ...chart })`. */
export interface Chart {
  rows: readonly Row[];
  spec: Spec;
}
