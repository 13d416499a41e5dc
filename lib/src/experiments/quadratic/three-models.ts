import { criticalLearningRate } from '../../nets/critical-learning-rate.js';
import { type ActivationName } from '../../nets/activations.js';
import { copyMlp, mlp } from '../../nets/mlp.js';
import { networkModel } from '../../nets/network-model.js';
import { jetLinearStart } from '../../nets/quadratic/jet-linear.js';
import { jetQuadratic } from '../../nets/quadratic/jet-quadratic.js';
import { linearModel } from '../../nets/quadratic/linear-model.js';
import {
  type ConvShape,
  twoLayerConvModels,
  twoLayerConvStart,
} from '../../nets/quadratic/two-layer-conv-models.js';
import { type TaylorModels, twoLayerModels, twoLayerStart } from '../../nets/quadratic/two-layer-models.js';
import type { TangentModel } from '../../nets/tangent-model.js';
import { Random } from '../../linalg/random.js';
import type { Matrix } from '../../linalg/matrix.js';

export type ModelName = 'network' | 'quadratic model' | 'linear model';

export interface ModelSettings {
  /** Hidden layers' widths. */
  hidden: number[];
  /**
   * `signs`: two ReLU layers, second weights ±1, output over √(md), in closed form. `ntk`, the default: N(0, 1) weights
   * and scales √2/√m in the NTK's parametrisation, by jets.
   */
  start?: 'signs' | 'ntk';
  activation?: ActivationName;
  /** One convolution of `hidden` ReLU filters and a linear readout, started by `signs`, on images of this shape. */
  conv?: ConvShape;
}

interface ThreeModels {
  /** Each call makes one, to be freed where it says so. */
  models: Record<ModelName, () => TangentModel>;
  critical: number;
}

/** A network and its Taylor models at one start, and η_crit of the loss (1/2n) Σ e², 2n over λ_max of the kernel. */
export function threeModels(
  { hidden, activation = 'relu', start: kind = 'ntk', conv }: ModelSettings,
  x: Matrix,
  seed: number,
): ThreeModels {
  const random = new Random(seed).fork('network');
  if (conv !== undefined) {
    const start = twoLayerConvStart({ ...conv, filters: hidden[0], random });
    return closedForm(twoLayerConvModels({ ...start, ...conv, images: x }));
  }
  if (kind === 'signs') {
    const start = twoLayerStart(hidden[0], x.cols, random);
    return closedForm(twoLayerModels({ ...start, x }));
  }
  const net = mlp({ widths: [x.cols, ...hidden, 1], parametrisation: 'ntk', activation, random });
  const linear = jetLinearStart(net, x);
  return {
    models: {
      network: () => networkModel(copyMlp(net), x),
      'quadratic model': () => jetQuadratic(net, x),
      'linear model': () => linearModel(linear),
    },
    critical: 2 * criticalLearningRate(linear.kernel),
  };
}

function closedForm({ network, quadratic, linear }: TaylorModels): ThreeModels {
  return {
    models: { network, 'quadratic model': quadratic, 'linear model': linear },
    critical: 2 * criticalLearningRate(linear().tangentKernel()),
  };
}
