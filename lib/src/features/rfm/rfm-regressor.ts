import type { Matrix, Precision, Real } from '../../linalg/matrix.js';
import { checkCount, checkName, checkTargets } from './checks.js';
import { encodeTable, type FeatureEncoder, learnEncoder } from './feature-encoder.js';
import { fitModel } from './fit-model.js';
import { fittedOnly, type FitOptions, type Fitted } from './fitted.js';
import { type ModelOptions, type ModelSettings, modelSettings } from './model-options.js';
import { loadModel, saveModel } from './model-file.js';
import { gradients, predict } from './predict.js';
import { type RegressionMetric, r2, regressionMetrics } from './regression-metrics.js';
import { type Frame, numbers, precisionOf, type Table } from './table.js';

/** Numbers to be met: a vector, or a table of several outputs. */
export type Targets = Matrix | Real | Frame | ArrayLike<number> | ArrayLike<ArrayLike<number>>;

export interface RegressorOptions extends ModelOptions {
  /** What the round is chosen by: `mse` (default), `rmse` or `mae`. */
  tuningMetric?: RegressionMetric;
}

/**
 * A recursive feature machine for numbers, in scikit-learn's habits:
 *
 *   const model = await new RFMRegressor({ kernel: laplace({ bandwidth: 10 }) }).fit(x, y, { validation });
 *   model.predict(z); model.score(z, w); model.fitted.metric;
 *
 * Columns are taken as they are: standardise numbers first. Targets are not centred. With validation points the best
 * round's α, M and bandwidth are kept, else the last round's.
 */
export class RFMRegressor {
  readonly options: ModelSettings<{ tuningMetric: RegressionMetric }>;
  #fitted: Fitted | undefined;

  /** @throws InputError on an option that is unknown or out of range. */
  constructor(options: RegressorOptions = {}) {
    this.options = modelSettings('RFMRegressor', { tuningMetric: 'mse' as RegressionMetric }, options);
    checkName('RFMRegressor', 'tuningMetric', this.options.tuningMetric, regressionMetrics);
  }

  /** A model from its saved bytes. @throws DataError on bytes that are none, were cut off or changed. */
  static load(bytes: Uint8Array): RFMRegressor {
    const { options, fitted } = loadModel<RFMRegressor['options'], Fitted>(NAME, bytes);
    const model = new RFMRegressor(options);
    model.#fitted = fitted;
    return model;
  }

  /** What `fit` has learned. @throws InputError before. */
  get fitted(): Fitted {
    return fittedOnly('RFMRegressor', this.#fitted);
  }

  /**
   * Learns from x `(n, d)` and y `(n, c)`; resolves to the model itself.
   * @throws InputError on tables that do not fit each other, or a cell that is missing or no number.
   */
  async fit(x: Table, y: Targets, { validation, ...progress }: FitOptions<Targets> = {}): Promise<this> {
    const precision = this.options.precision ?? precisionOf(x);
    const encoder = learnEncoder(`${NAME}.fit`, x, this.options.categorical);
    const points = encodeTable(`${NAME}.fit`, encoder, x, precision);
    const targets = targetsOf('fit', 'y', y, precision);
    checkCount(`${NAME}.fit`, 'y', targets.rows, points.rows);
    const metric = regressionMetrics[this.options.tuningMetric];
    const judge = {
      better: metric.better,
      training: (outputs: Matrix) => metric.value(outputs, targets),
      validation: validation && judgeAt(encoder, validation, targets, metric.value),
    };
    this.#fitted = await fitModel(points, targets, judge, encoder, this.options, progress);
    return this;
  }

  /** f(Z), `(m, c)` for points `(m, d)`. */
  predict(z: Table): Matrix {
    return predict(this.fitted, this.#points('predict', z));
  }

  /** R² at points `(m, d)` with targets `(m, c)`, the mean over the outputs. */
  score(z: Table, y: Targets): number {
    const outputs = this.predict(z);
    const targets = targetsOf('score', 'y', y, outputs.precision);
    checkTargets(`${NAME}.score`, 'y', targets, outputs.rows, outputs.cols);
    return r2(outputs, targets);
  }

  /** ∇f at Z, `(m, c·d)`, output after output; the columns of an output are `fitted.featureNames`. */
  gradients(z: Table): Matrix {
    return gradients(this.fitted, this.#points('gradients', z));
  }

  /** The fitted model as bytes with a checksum: `load` gives the same predictions to the bit. */
  save(): Buffer {
    return saveModel(NAME, this.options, this.fitted);
  }

  #points(method: string, z: Table): Matrix {
    const { encoder, x } = this.fitted;
    return encodeTable(`${NAME}.${method}`, encoder, z, x.precision, 'z');
  }
}

const NAME = 'RFMRegressor';

function targetsOf(method: string, argument: string, y: Targets, precision: Precision): Matrix {
  return numbers(`${NAME}.${method}`, argument, y as Table, precision);
}

function judgeAt(
  encoder: FeatureEncoder,
  { x, y }: { x: Table; y: Targets },
  { precision, cols }: Matrix,
  value: (outputs: Matrix, targets: Matrix) => number,
): { x: Matrix; value(outputs: Matrix): number } {
  const points = encodeTable(`${NAME}.fit`, encoder, x, precision, 'validation.x');
  const targets = targetsOf('fit', 'validation.y', y, precision);
  checkTargets(`${NAME}.fit`, 'validation.y', targets, points.rows, cols);
  return { x: points, value: (outputs) => value(outputs, targets) };
}
