import type { Matrix, Real } from '../linalg/matrix.js';

/**
 * The feature matrix M of the distance r² = (x - z)ᵀ M (x - z), M positive semidefinite, in the form it is kept in:
 * full `(d, d)`; its diagonal, `(d)`; or low rank as a factor A `(r, d)` with M = AᵀA. M itself, never its root.
 */
export type Metric = Matrix | Real | { readonly factor: Matrix };
