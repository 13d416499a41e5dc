import type { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { type ActivationName } from '../../nets/activations.js';
import { autoencoder, encode } from '../../nets/autoencoders/autoencoder.js';
import { stretchedEncoder } from '../../nets/autoencoders/stretched-encoder.js';
import { trainAutoencoder } from '../../nets/autoencoders/train-autoencoder.js';
import type { Step } from '../../step.js';
import { alignment, questionCosines, type Words } from './word-space.js';

export interface WordNetworksSettings {
  nets: { activation: ActivationName; width: number; start: 'default' | 'degree 2' }[];
  learningRate: number;
  momentum: number;
  batchSize: number;
  epochs: number;
  /** Every so many epochs the alignment is measured. */
  every: number;
}

export type WordNetworksRow = {
  activation: string;
  width: number;
  start: string;
  epoch: number;
  loss: number | null;
  aboveHalf: number;
  meanSize: number;
  signKept: number;
};

/** Alignment of analogies in the embeddings of trained autoencoders, along their training. */
export function wordNetworks(words: Words) {
  return async function networks(
    { nets, learningRate, momentum, batchSize, epochs, every }: WordNetworksSettings,
    seed: number,
    step: Step,
  ): Promise<WordNetworksRow[]> {
    const original = questionCosines(words, words.x);
    const rows: WordNetworksRow[] = [];
    for (const [k, { activation, width, start }] of nets.entries()) {
      const random = new Random(seed).fork(`width ${width}`);
      const net = autoencoder({ inputs: words.x.cols, hidden: width, activation, random });
      if (start === 'degree 2') setStretchingStart(net, words.x);
      const measure = (epoch: number, loss: number | null): void => {
        const { aboveHalf, meanSize, signKept } = alignment(
          questionCosines(words, encode(net, words.x)),
          original,
        );
        rows.push({ activation, width, start, epoch, loss, aboveHalf, meanSize, signKept });
      };
      measure(0, null);
      await trainAutoencoder(net, words.x, {
        learningRate,
        momentum,
        batchSize,
        epochs,
        onEpoch: (epoch, loss) => {
          if (epoch % every === 0 || epoch === epochs) measure(epoch, loss);
        },
        step: (done, total) => step(k + done / total, nets.length),
      });
    }
    return rows;
  };
}

/** B = [(Xᵀ X/n + I)²; 0] and no biases, A = 0. */
function setStretchingStart({ w1, w2, b1, b2 }: ReturnType<typeof autoencoder>, x: Matrix): void {
  const { initial } = stretchedEncoder(x, { start: (value) => (value + 1) ** 2 });
  w1.data.fill(0);
  w1.data.set(initial.data);
  w2.data.fill(0);
  b1?.fill(0);
  b2?.fill(0);
}
