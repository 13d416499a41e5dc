import { criticalLearningRate } from '../../nets/critical-learning-rate.js';
import { type ActivationName } from '../../nets/activations.js';
import { copyMlp, mlp } from '../../nets/mlp.js';
import { networkModel } from '../../nets/network-model.js';
import { jetLinear } from '../../nets/quadratic/jet-linear.js';
import { jetQuadratic } from '../../nets/quadratic/jet-quadratic.js';
import { twoLayerModels, twoLayerStart } from '../../nets/quadratic/two-layer-models.js';
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
}

/** A network and its Taylor models at one start, and η_crit of the loss (1/2n) Σ e², 2n over λ_max of the kernel. */
export function threeModels(
  { hidden, activation = 'relu', start: kind = 'ntk' }: ModelSettings,
  x: Matrix,
  seed: number,
): { models: Record<ModelName, () => TangentModel>; critical: number } {
  const random = new Random(seed).fork('network');
  if (kind === 'signs') {
    const start = twoLayerStart(hidden[0], x.cols, random);
    const make = (): ReturnType<typeof twoLayerModels> => twoLayerModels({ ...start, x });
    return {
      models: {
        network: () => make().network,
        'quadratic model': () => make().quadratic,
        'linear model': () => make().linear,
      },
      critical: 2 * criticalLearningRate(make().quadratic.tangentKernel()),
    };
  }
  const net = mlp({ widths: [x.cols, ...hidden, 1], parametrisation: 'ntk', activation, random });
  return {
    models: {
      network: () => networkModel(copyMlp(net), x),
      'quadratic model': () => jetQuadratic(net, x),
      'linear model': () => jetLinear(net, x),
    },
    critical: 2 * criticalLearningRate(networkModel(copyMlp(net), x).tangentKernel()),
  };
}
