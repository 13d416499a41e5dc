import { type AnsatzScores, mlpAnsatz } from '../../features/nfa.js';
import { converted } from '../../features/rfm/converted.js';
import type { Matrix } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';
import { copyMlp, type LayerInit, mlp, type Mlp } from '../../nets/mlp.js';
import { trainMlp } from '../../nets/train-mlp.js';
import type { Step } from '../../step.js';

/** A network and how it is trained. */
export interface NetworkSettings {
  hidden: number;
  width: number;
  /** Deviation of the first layer's normal start; undefined: the default U(±1/√fan_in). */
  firstStd?: number;
  /** Factor of the default start in all layers. */
  initScale?: number;
  learningRate: number;
  batchSize: number;
  epochs: number;
  weightDecay: number;
  /** Only the first weight is trained. */
  firstOnly?: boolean;
}

/** Scores of one weight after training, and beside them the same scores at the start, `start...`. */
export type AnsatzRow = { layer: number; loss: number; diverged: number } & AnsatzScores & {
    startPearsonRoot: number;
    startPearsonRootCentred: number;
    startCosine: number;
    startPearsonPowerOne: number;
  };

/**
 * Trains a ReLU network in float32 and scores the ansatz of each hidden weight in float64 on `points`; a high score is
 * a finding only beside the one at the start.
 */
export async function ansatzRows(
  settings: NetworkSettings,
  { x, y, points }: { x: Matrix; y: Matrix; points: Matrix },
  random: Random,
  step: Step,
): Promise<{ net: Mlp; rows: AnsatzRow[] }> {
  const { start, net, loss, diverged } = await trainedNetwork(settings, { x, y }, random, step);
  const [first, last] = [start, net].map((one) => copyMlp(one, 'float64'));
  const before = mlpAnsatz(first, first, points);
  const rows = mlpAnsatz(last, first, points).map((scores, l) => ({
    layer: l + 1,
    loss,
    diverged: Number(diverged),
    ...scores,
    startPearsonRoot: before[l].pearsonRoot,
    startPearsonRootCentred: before[l].pearsonRootCentred,
    startCosine: before[l].cosine,
    startPearsonPowerOne: before[l].pearsonPowerOne,
  }));
  return { net, rows };
}

/** A ReLU network trained in float32, and its start; `stopLoss`: training ends when the training loss falls to it. */
export async function trainedNetwork(
  settings: NetworkSettings & { stopLoss?: number },
  { x, y }: { x: Matrix; y: Matrix },
  random: Random,
  step: Step,
): Promise<{ start: Mlp; net: Mlp; epochs: number; loss: number; diverged: boolean }> {
  const { hidden, width, firstStd, initScale = 1, learningRate, epochs, weightDecay, stopLoss } = settings;
  const first: LayerInit = firstStd === undefined ? { scale: initScale } : { std: firstStd };
  const start = mlp({
    widths: [x.cols, ...Array<number>(hidden).fill(width), y.cols],
    init: [first, ...Array<LayerInit>(hidden).fill({ scale: initScale })],
    random: random.fork('network'),
    precision: 'float32',
  });
  const net = copyMlp(start);
  const result = await trainMlp(net, converted(x, 'float32'), converted(y, 'float32'), {
    learningRate,
    epochs,
    weightDecay,
    batchSize: Math.min(settings.batchSize, x.rows),
    frozen: settings.firstOnly ? Array.from({ length: hidden }, (_, l) => l + 1) : [],
    random: random.fork('batches'),
    onEpoch: ({ loss }) => stopLoss !== undefined && loss <= stopLoss,
    step,
  });
  return { start, net, ...result };
}
