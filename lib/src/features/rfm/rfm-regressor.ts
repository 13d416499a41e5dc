import { InputError } from '../../errors.js';
import type { Matrix, Precision, Real } from '../../linalg/matrix.js';
import { checkCount, checkName, checkTargets } from './checks.js';
import { encodeTable, type FeatureEncoder, learnEncoder } from './feature-encoder.js';
import { fitModel } from './fit-model.js';
import { fittedOnly, type FitOptions, type Fitted } from './fitted.js';
import { type ModelOptions, type ModelSettings, modelSettings } from './model-options.js';
import { loadModel, saveModel } from './model-file.js';
import { gradients, predict } from './predict.js';
import { inColumns } from './in-columns.js';
import { type RegressionMetric, r2, regressionMetrics } from './regression-metrics.js';
import { scaled, type Scaling, scalingOf, unscaled } from './standardise.js';
import { type Frame, numbers, precisionOf, type Table } from './table.js';

/** Numbers to be met: a vector, or a table of several outputs. */
export type Targets = Matrix | Real | Frame | ArrayLike<number> | ArrayLike<ArrayLike<number>>;

export interface RegressorOptions extends ModelOptions {
  /** What the round is chosen by: `mse` (default), `rmse` or `mae`. */
  tuningMetric?: RegressionMetric;
}

/**
 * f(z) = Σ_i α_i k_M(x_i, z), a recursive feature machine for numbers, in scikit-learn's habits: `fit`, `predict`,
 * `score`; `fitted.metric` is M, and `gradients`, `save` and `load` are there too. Radhakrishnan et al., Science 2024.
 *
 * Columns are taken as they are: standardise numbers first. Targets are not centred. With validation points the best
 * round's α, M and bandwidth are kept, else the last round's.
 * @throws InputError on an option that is unknown or out of range.
 * @example
 * ```ts
 * const x = new Random(0).normalMatrix(200, 3);
 * const y = x.toRows().map(([first]) => Math.sin(3 * first));
 * const model = await new RFMRegressor({ kernel: laplace({ bandwidth: 3 }) }).fit(x, y);
 * model.score(x, y) > 0.99; // true
 * RFMRegressor.load(model.save()).score(x, y) === model.score(x, y); // true
 * ```
 */
export class RFMRegressor {
  readonly options: ModelSettings<{ tuningMetric: RegressionMetric }>;
  #fitted: Fitted | undefined;

  /** @throws InputError on an option that is unknown or out of range. */
  constructor(options: RegressorOptions = {}) {
    this.options = modelSettings('RFMRegressor', { tuningMetric: 'mse' as RegressionMetric }, options);
    if (this.options.solver === 'logistic') {
      throw new InputError('RFMRegressor', 'solver', 'is logistic', 'RFMClassifier has it');
    }
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
    const encoder = learnEncoder(`${NAME}.fit`, x, this.options);
    const points = encodeTable(`${NAME}.fit`, encoder, x, precision);
    const targets = targetsOf('fit', 'y', y, precision);
    checkCount(`${NAME}.fit`, 'y', targets.rows, points.rows);
    const { tuningMetric, standardise } = this.options;
    const scaling = standardise
      ? scalingOf({ rows: targets.rows, cols: targets.cols, at: (i, j) => targets.get(i, j) }, 1)
      : undefined;
    const metric = regressionMetrics[tuningMetric];
    // Judged in the units of the targets as they came.
    const value = (outputs: Matrix, truth: Matrix): number => metric.value(restored(outputs, scaling), truth);
    const judge = {
      better: metric.better,
      training: (outputs: Matrix) => value(outputs, targets),
      validation: validation && judgeAt(encoder, validation, targets, value),
    };
    const learned = scaling ? scaled(targets, scaling) : targets;
    const fitted = await fitModel(points, learned, judge, encoder, this.options, progress);
    this.#fitted = { ...fitted, targetScaling: scaling };
    return this;
  }

  /** f(Z), `(m, c)` for points `(m, d)`. */
  predict(z: Table): Matrix {
    return restored(predict(this.fitted, this.#points('predict', z)), this.fitted.targetScaling);
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
    return inColumns(gradients(this.fitted, this.#points('gradients', z)), this.fitted);
  }

  /** The fitted model as bytes with a checksum: `load` gives the same predictions to the bit. */
  save(): Uint8Array {
    return saveModel(NAME, this.options, this.fitted);
  }

  #points(method: string, z: Table): Matrix {
    const { encoder, x } = this.fitted;
    return encodeTable(`${NAME}.${method}`, encoder, z, x.precision, 'z');
  }
}

const NAME = 'RFMRegressor';

const restored = (outputs: Matrix, scaling: Scaling | undefined): Matrix =>
  scaling ? unscaled(outputs, scaling) : outputs;

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
