import type { AnnotatedMatrix } from '../../data/gct.js';
import type { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { ActivationName } from '../../nets/activations.js';
import { autoencoder, encode } from '../../nets/autoencoders/autoencoder.js';
import { trainAutoencoder } from '../../nets/autoencoders/train-autoencoder.js';
import type { Step } from '../../step.js';
import { mean } from '../summary.js';
import { cosine } from './drug-signatures.js';
import { averaged, profilesOf } from './drug-stretch.js';

export interface DrugNetworksSettings {
  activations: ActivationName[];
  learningRate: number;
  momentum: number;
  epochs: number;
  /** Every so many epochs the alignment is measured. */
  every: number;
}

export type DrugNetworksRow = {
  activation: string;
  drug: string;
  epoch: number;
  loss: number | null;
  /** Of the cosines of one drug's signatures in two cell lines, all pairs; of embeddings without the biases. */
  meanCosine: number;
  meanSize: number;
  signKept: number;
};

/**
 * Autoencoders as wide as the genes, trained on expression signatures from PyTorch's default start: alignment of each
 * drug's embedded signatures along the training. Epoch 0 is the start; `original` the signatures as they are.
 */
export function drugNetworks(table: AnnotatedMatrix) {
  return async function networks(
    { activations, learningRate, momentum, epochs, every }: DrugNetworksSettings,
    seed: number,
    step: Step,
  ): Promise<DrugNetworksRow[]> {
    const profiles = profilesOf(table);
    const { pert_iname: drugs, cell_id: cells } = table.columnFields;
    const signatures = averaged(profiles, drugs, cells).map(({ drug, x }) => ({ drug, x, before: pairs(x) }));
    const rows: DrugNetworksRow[] = [];
    const add = (
      about: { activation: string; epoch: number; loss: number | null },
      embed: typeof same,
    ): void => {
      for (const { drug, x, before } of signatures) {
        const after = pairs(embed(x));
        rows.push({
          ...about,
          drug,
          meanCosine: mean(after),
          meanSize: mean(after.map(Math.abs)),
          signKept: mean(after.map((value, i) => Number(Math.sign(value) === Math.sign(before[i])))),
        });
      }
    };
    add({ activation: 'original', epoch: 0, loss: null }, same);
    for (const [k, activation] of activations.entries()) {
      const genes = profiles.cols;
      const net = autoencoder({ inputs: genes, hidden: genes, activation, random: new Random(seed) });
      // A signature is a difference of profiles: the bias cancels.
      const measure = (epoch: number, loss: number | null): void => {
        add({ activation, epoch, loss }, (x) => encode({ w1: net.w1, w2: net.w2, activation }, x));
      };
      measure(0, null);
      await trainAutoencoder(net, profiles, {
        learningRate,
        momentum,
        epochs,
        onEpoch: (epoch, loss) => {
          if (epoch % every === 0) measure(epoch, loss);
        },
        step: (done, total) => step(k + done / total, activations.length),
      });
    }
    return rows;
  };
}

const same = (x: Matrix): Matrix => x;

/** Cosines of all pairs of rows. */
function pairs(x: Matrix): number[] {
  const cosines: number[] = [];
  for (let i = 0; i < x.rows; i++) for (let j = 0; j < i; j++) cosines.push(cosine(x.row(i), x.row(j)));
  return cosines;
}
