import { checkFinite, checkInteger, checkMatrix, checkPositive } from '../check.js';
import { InputError } from '../errors.js';
import { allocate, Matrix, type Precision } from '../linalg/matrix.js';
import type { Random } from '../linalg/random.js';
import { type ActivationName, activations } from './activations.js';
import { MlpPass } from './mlp-pass.js';
import type { Mlp } from './mlp-weights.js';

export type { Mlp };

/** How a start is scaled: by the entries of its weights, or, in the NTK's way, by factors before N(0, 1) entries. */
export type Parametrisation = 'standard' | 'ntk';

/** Entries of one weight at the start: N(0, std²), or the default U(±1/√fan_in) times `scale`. */
export type LayerInit = { std: number } | { scale: number };

export interface MlpOptions {
  /** [d, k₁, ..., c]. */
  widths: readonly number[];
  activation?: ActivationName;
  /** One for all layers, or one a layer; what is undefined is U(±1/√fan_in), PyTorch's default for `Linear`. */
  init?: LayerInit | readonly (LayerInit | undefined)[];
  /**
   * `ntk`: entries N(0, 1) unless `init` says otherwise, s_0 = 1/√d, s_l = gain/√k_{l-1}. Default `standard`: s_l = 1.
   */
  parametrisation?: Parametrisation;
  /** c of the NTK's scales. Default √2, which keeps the variance of ReLU layers. */
  gain?: number;
  random: Random;
  precision?: Precision;
}

/**
 * A network at its random start: W_l ~ U(±1/√k_{l-1}) unless `init` says otherwise. Layers draw from streams of their
 * own, so that a wider layer does not move the others.
 * @throws InputError on fewer than two widths, an empty layer, an unknown activation or a start that is not positive.
 * @example
 * ```ts
 * const net = mlp({ widths: [3, 8, 1], random: new Random(0) });
 * net.weights.map(({ rows, cols }) => [rows, cols]); // [[8, 3], [1, 8]]
 * ```
 */
export function mlp(options: MlpOptions): Mlp {
  const {
    widths,
    activation = 'relu',
    random,
    precision = 'float64',
    parametrisation = 'standard',
  } = options;
  const { gain = Math.SQRT2, init = parametrisation === 'ntk' ? { std: 1 } : undefined } = options;
  if (!Array.isArray(widths) || widths.length < 2) {
    throw new InputError('mlp', 'widths', `is ${JSON.stringify(widths)}`, 'give [inputs, ..., outputs]');
  }
  widths.forEach((width, l) => checkInteger('mlp', `widths[${l}]`, width, 1));
  checkActivation('mlp', activation);
  const layers = widths.length - 1;
  const of = (l: number): LayerInit | undefined => (isList(init) ? init[l] : init);
  if (isList(init) && init.length !== layers) {
    throw new InputError('mlp', 'init', `has ${init.length} entries`, `there are ${layers} weights`);
  }
  const weights = Array.from({ length: layers }, (_, l) => {
    const w = new Matrix(widths[l + 1], widths[l], allocate(widths[l + 1] * widths[l], precision));
    fill(w, of(l), random.fork(`layer ${l}`), l);
    return w;
  });
  if (parametrisation === 'standard') return { weights, activation };
  if (parametrisation !== 'ntk') {
    throw new InputError('mlp', 'parametrisation', `is ${String(parametrisation)}`, 'give standard or ntk');
  }
  checkPositive('mlp', 'gain', gain);
  return { weights, activation, scales: weights.map((w, l) => (l === 0 ? 1 : gain) / Math.sqrt(w.cols)) };
}

/** The same network in storage of its own, in another precision if that is asked for. */
export function copyMlp(net: Mlp, precision: Precision = net.weights[0].precision): Mlp {
  const copy = ({ rows, cols, data }: Matrix): Matrix => {
    const into = allocate(rows * cols, precision);
    into.set(data);
    return new Matrix(rows, cols, into);
  };
  return { ...net, weights: net.weights.map(copy) };
}

/**
 * f(x) for every row of x `(n, d)`; result `(n, c)`.
 * @throws InputError if x has another width or precision than the first weight, or a number that is not finite.
 * @example
 * ```ts
 * const net = { weights: [fromRows([[1], [-1]]), fromRows([[2, 3]])], activation: 'relu' as const };
 * predictMlp(net, fromRows([[1], [-1]])); // [[2], [3]]
 * ```
 */
export function predict(net: Mlp, x: Matrix): Matrix {
  checkMlp('predict', net);
  checkInputs('predict', net, x);
  return new MlpPass(net, x.rows).forward(x);
}

/** Throws unless the activation is known, and the weights are finite, of one precision and fit each other. */
export function checkMlp(fn: string, { weights, activation, scales }: Mlp): void {
  checkActivation(fn, activation);
  if (scales !== undefined) {
    if (scales.length !== weights.length) {
      throw new InputError(
        fn,
        'scales',
        `has ${scales.length} numbers`,
        `there are ${weights.length} weights`,
      );
    }
    scales.forEach((scale, l) => checkPositive(fn, `scales[${l}]`, scale));
  }
  weights.forEach((w, l) => {
    checkMatrix(fn, `weights[${l}]`, w, l === 0 ? {} : { cols: weights[l - 1].rows });
    if (w.precision !== weights[0].precision) {
      throw new InputError(fn, `weights[${l}]`, `is ${w.precision}`, `weights[0] is ${weights[0].precision}`);
    }
    checkFinite(fn, `weights[${l}]`, w.data);
  });
  if (weights.length === 0) throw new InputError(fn, 'weights', 'is empty', 'give at least one matrix');
}

/** Throws unless x is `(n, d)`, finite and of the precision of the weights. */
export function checkInputs(fn: string, { weights }: Mlp, x: Matrix): void {
  checkMatrix(fn, 'x', x, { cols: weights[0].cols });
  if (x.precision !== weights[0].precision) {
    throw new InputError(fn, 'x', `is ${x.precision}`, `the weights are ${weights[0].precision}`);
  }
  checkFinite(fn, 'x', x.data);
}

export function checkActivation(fn: string, activation: string): void {
  if (!Object.hasOwn(activations, activation)) {
    const known = Object.keys(activations).join(', ');
    throw new InputError(fn, 'activation', `is ${String(activation)}`, `give one of ${known}`);
  }
}

function isList(init: MlpOptions['init']): init is readonly (LayerInit | undefined)[] {
  return Array.isArray(init);
}

function fill(w: Matrix, init: LayerInit = { scale: 1 }, random: Random, layer: number): void {
  const { data } = w;
  if ('std' in init) {
    checkPositive('mlp', `init[${layer}].std`, init.std);
    for (let i = 0; i < data.length; i++) data[i] = init.std * random.normal();
  } else {
    checkPositive('mlp', `init[${layer}].scale`, init.scale);
    const bound = init.scale / Math.sqrt(w.cols);
    for (let i = 0; i < data.length; i++) data[i] = bound * (2 * random.uniform() - 1);
  }
}
