import { checkInteger, checkNonNegative } from '../../check.js';
import { InputError } from '../../errors.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';

export interface DrugScreenOptions {
  /** The first is the reference, measured with every drug. Default 10. */
  cells?: number;
  /** Default 60. */
  drugs?: number;
  /** Default 50. */
  genes?: number;
  /** r. Default 5. */
  rank?: number;
  /** How much a cell's response to a drug is its own. Default 0.3. */
  interaction?: number;
  /** Default 0.5. */
  noise?: number;
}

/** Profiles of drugs in cells, one a row: cell 0 is complete, each further one has fewer drugs. */
export interface DrugScreen {
  cells: Int32Array;
  drugs: Int32Array;
  /** `(samples, genes)`, rows of length 1. */
  values: Matrix;
}

// Cell c ≥ 1 keeps drugs e^(-0.4 c) of the drugs, at least 12.
const [DECAY, LEAST] = [0.4, 12];

/**
 * profile(c, d) ∝ μ_c + A_d Q_c V + noise N(0, I), divided by its length: a stand-in for a screen of gene expression. V
 * `(r, genes)` = N(0, 1)/√r, A `(drugs, r)` = N(0, 1), μ_c = 0.4 N(0, I), Q_c = I + interaction N(0, 1), Q_0 = I.
 * @throws InputError on counts that are not integers, or fewer than 12 drugs or 2 cells.
 */
export function drugScreen(random: Random, options: DrugScreenOptions = {}): DrugScreen {
  const { cells = 10, drugs = 60, genes = 50, rank = 5, interaction = 0.3, noise = 0.5 } = options;
  const fn = 'drugScreen';
  checkInteger(fn, 'cells', cells, 2);
  checkInteger(fn, 'drugs', drugs, LEAST);
  checkInteger(fn, 'genes', genes, 2);
  checkInteger(fn, 'rank', rank, 1);
  checkNonNegative(fn, 'interaction', interaction);
  checkNonNegative(fn, 'noise', noise);
  const v = random.normalMatrix(rank, genes);
  for (let i = 0; i < v.data.length; i++) v.data[i] /= Math.sqrt(rank);
  const a = random.normalMatrix(drugs, rank);
  const samples: { cell: number; drug: number; profile: Float64Array }[] = [];
  for (let cell = 0; cell < cells; cell++) {
    const shift = Float64Array.from({ length: genes }, () => 0.4 * random.normal());
    const q = zeros(rank, rank);
    for (let i = 0; i < rank; i++) {
      for (let j = 0; j < rank; j++)
        q.set(i, j, (i === j ? 1 : 0) + (cell === 0 ? 0 : interaction * random.normal()));
    }
    const responses = matmul(matmul(a, q), v);
    const kept = cell === 0 ? drugs : Math.max(LEAST, Math.floor(drugs * Math.exp(-DECAY * cell)));
    for (const drug of random.choice(drugs, kept).sort()) {
      const profile = shift.map((value, g) => value + responses.get(drug, g) + noise * random.normal());
      samples.push({ cell, drug, profile });
    }
  }
  const values = zeros(samples.length, genes);
  samples.forEach(({ profile }, i) => {
    const length = Math.hypot(...profile);
    if (!(length > 0)) throw new InputError(fn, 'noise', `is ${noise}`, 'a profile is zero');
    values.row(i).set(profile.map((value) => value / length));
  });
  return {
    cells: Int32Array.from(samples, ({ cell }) => cell),
    drugs: Int32Array.from(samples, ({ drug }) => drug),
    values,
  };
}
