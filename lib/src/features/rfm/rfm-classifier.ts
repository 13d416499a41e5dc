import { InputError } from '../../errors.js';
import type { Matrix, Precision } from '../../linalg/matrix.js';
import { checkCount, checkName } from './checks.js';
import { type ClassCoding, encodeClasses } from './class-coding.js';
import {
  argmax,
  type ClassificationMetric,
  classificationMetrics,
  type ClassOutput,
} from './classification-metrics.js';
import { type Category, encodeTable, learnEncoder } from './feature-encoder.js';
import { fitModel } from './fit-model.js';
import { type FitOptions, type Fitted, fittedOnly } from './fitted.js';
import { classesOf, classNumbers, labelList, type Labels } from './labels.js';
import { logisticCodes } from './logistic-codes.js';
import { type ModelOptions, type ModelSettings, modelSettings } from './model-options.js';
import { loadModel, saveModel } from './model-file.js';
import { gradients, predict } from './predict.js';
import { inColumns } from './in-columns.js';
import { prevalenceCodes } from './prevalence-codes.js';
import { precisionOf, type Table } from './table.js';
import { zeroOneCodes } from './zero-one-codes.js';

export interface ClassifierOptions extends ModelOptions {
  /** `zero-one` (default): one-hot targets. `prevalence`: a simplex whose zero output is the class prior. */
  classCoding?: 'zero-one' | 'prevalence';
  /** What the round is chosen by: `brier` (default), `accuracy`, `logloss`, `f1` or `auc`. */
  tuningMetric?: ClassificationMetric;
}

export interface FittedClassifier extends Fitted {
  /** The labels, sorted: the columns of `predictProba`. */
  readonly classes: readonly Category[];
  /** Their shares of the training points. */
  readonly prior: readonly number[];
}

const defaults = {
  classCoding: 'zero-one' as 'zero-one' | 'prevalence',
  tuningMetric: 'brier' as ClassificationMetric,
};

/**
 * argmax_l f_l(z), f(z) = Σ_i α_i k_M(x_i, z): a recursive feature machine for classes, two or more, in scikit-learn's
 * habits: `fit`, `predict`, `predictProba`, `score`. Radhakrishnan et al., Science 2024.
 *
 * Labels are texts, booleans or integers. The rest is as `RFMRegressor` has it.
 * @throws InputError on an option that is unknown or out of range.
 * @example
 * ```ts
 * const x = new Random(0).normalMatrix(200, 3);
 * const labels = x.toRows().map(([first]) => (Math.abs(first) < 0.7 ? 'inside' : 'outside'));
 * const model = await new RFMClassifier({ kernel: laplace({ bandwidth: 3 }) }).fit(x, labels);
 * model.predict(fromRows([[0, 1, 1], [2, 0, 0]])); // ['inside', 'outside']
 * ```
 */
export class RFMClassifier {
  readonly options: ModelSettings<typeof defaults>;
  #fitted: FittedClassifier | undefined;

  /** @throws InputError on an option that is unknown or out of range. */
  constructor(options: ClassifierOptions = {}) {
    this.options = modelSettings(NAME, defaults, options);
    checkName(NAME, 'tuningMetric', this.options.tuningMetric, classificationMetrics);
    checkName(NAME, 'classCoding', this.options.classCoding, codings);
    if (this.options.solver === 'logistic' && this.options.classCoding !== 'zero-one') {
      throw new InputError(
        NAME,
        'classCoding',
        `is ${this.options.classCoding}`,
        'the solver logistic has zero-one',
      );
    }
  }

  /** A model from its saved bytes. @throws DataError on bytes that are none, were cut off or changed. */
  static load(bytes: Uint8Array): RFMClassifier {
    const { options, fitted } = loadModel<RFMClassifier['options'], FittedClassifier>(NAME, bytes);
    const model = new RFMClassifier(options);
    model.#fitted = fitted;
    return model;
  }

  /** What `fit` has learned. @throws InputError before. */
  get fitted(): FittedClassifier {
    return fittedOnly(NAME, this.#fitted);
  }

  /**
   * Learns from x `(n, d)` and n labels; resolves to the model itself.
   * @throws InputError on a single class, a validation label that is none of the training points', or a bad cell.
   */
  async fit(x: Table, y: Labels, { validation, ...progress }: FitOptions<Labels> = {}): Promise<this> {
    const fn = `${NAME}.fit`;
    const precision = this.options.precision ?? precisionOf(x);
    const encoder = learnEncoder(fn, x, this.options);
    const points = encodeTable(fn, encoder, x, precision);
    const labels = labelList(fn, 'y', y);
    checkCount(fn, 'y', labels.length, points.rows);
    const classes = classesOf(fn, 'y', labels);
    const numbers = classNumbers(fn, 'y', labels, classes);
    if (this.options.solver === 'logistic' && classes.length > 2) {
      throw new InputError(fn, 'y', `has ${classes.length} classes`, 'the solver logistic is for two');
    }
    const prior = classes.map(
      (_, k) => numbers.reduce((sum, at) => sum + Number(at === k), 0) / numbers.length,
    );
    const coding = codingOf(this.options, prior, precision);
    const metric = classificationMetrics[this.options.tuningMetric];
    const valueAt = (truth: Int32Array) => (outputs: Matrix) =>
      metric.value(classOutput(coding, outputs), truth);
    let judged: { x: Matrix; value(outputs: Matrix): number } | undefined;
    if (validation) {
      const held = encodeTable(fn, encoder, validation.x, precision, 'validation.x');
      const truth = classNumbers(fn, 'validation.y', labelList(fn, 'validation.y', validation.y), classes);
      checkCount(fn, 'validation.y', truth.length, held.rows);
      judged = { x: held, value: valueAt(truth) };
    }
    const judge = { better: metric.better, training: valueAt(numbers), validation: judged };
    const targets = encodeClasses(coding, numbers);
    const fitted = await fitModel(points, targets, judge, encoder, this.options, progress);
    this.#fitted = { ...fitted, classes, prior };
    return this;
  }

  /** The likeliest class of each point `(m, d)`: the largest weight, before any clipping. */
  predict(z: Table): Category[] {
    return this.#numbers('predict', z).map((k) => this.fitted.classes[k]);
  }

  /** Probabilities, `(m, K)`, columns as `fitted.classes`; each at least about 1e-3, as the Python package has it. */
  predictProba(z: Table): Matrix {
    return this.#coding().decode(this.#outputs('predictProba', z));
  }

  /** The share of points `(m, d)` whose label is met; a label that is no class is not. */
  score(z: Table, y: Labels): number {
    const labels = labelList(`${NAME}.score`, 'y', y);
    const predicted = this.predict(z);
    checkCount(`${NAME}.score`, 'y', labels.length, predicted.length);
    return labels.filter((label, i) => label === predicted[i]).length / labels.length;
  }

  /** ∇f at Z, `(m, c·d)`, of the c outputs that code the classes; an output's columns are `fitted.featureNames`. */
  gradients(z: Table): Matrix {
    return inColumns(gradients(this.fitted, this.#points('gradients', z)), this.fitted);
  }

  /** The fitted model as bytes with a checksum: `load` gives the same predictions to the bit. */
  save(): Uint8Array {
    return saveModel(NAME, this.options, this.fitted);
  }

  #numbers(method: string, z: Table): number[] {
    return Array.from(argmax(this.#coding().weights(this.#outputs(method, z))));
  }

  #coding(): ClassCoding {
    const { prior, x } = this.fitted;
    return codingOf(this.options, prior, x.precision);
  }

  #outputs(method: string, z: Table): Matrix {
    return predict(this.fitted, this.#points(method, z));
  }

  #points(method: string, z: Table): Matrix {
    const { encoder, x } = this.fitted;
    return encodeTable(`${NAME}.${method}`, encoder, z, x.precision, 'z');
  }
}

const NAME = 'RFMClassifier';

const codings: Record<
  ClassifierOptions['classCoding'] & string,
  (prior: readonly number[], precision: Precision) => ClassCoding
> = {
  'zero-one': (prior, precision) => zeroOneCodes(prior.length, precision),
  prevalence: prevalenceCodes,
};

function codingOf(
  { solver, classCoding }: Pick<RFMClassifier['options'], 'solver' | 'classCoding'>,
  prior: readonly number[],
  precision: Precision,
): ClassCoding {
  return solver === 'logistic' ? logisticCodes(precision) : codings[classCoding](prior, precision);
}

function classOutput(coding: ClassCoding, outputs: Matrix): ClassOutput {
  return { probabilities: coding.decode(outputs), weights: coding.weights(outputs) };
}
