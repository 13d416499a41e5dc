import { type Attributes, faceRegion } from '../../data/synthetic/faces.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { accuracy } from './accuracy.js';
import { diagonalOf, minMax, shareOf } from './classify.js';
import { byPixel, type FaceSettings, faceTask, labelledFaces, machines } from './face-machines.js';

export interface SpuriousSettings extends FaceSettings {
  /** Probability that eye make-up follows lipstick in the training faces. */
  correlations: number[];
  /** Faces without the attribute whose pixels are put in, one after another. */
  templates: number;
}

export type SpuriousRow = {
  correlation: number;
  part: 'eye share' | 'kept' | 'accuracy';
  /** Of an accuracy: on which test faces, or what was replaced in them. Else empty. */
  test: string;
  value: number;
};

/**
 * "Lipstick" where eye make-up goes with it: what M looks at, and what the predictor is worth once that is taken away.
 */
export async function spurious(settings: SpuriousSettings, seed: number, step: Step): Promise<SpuriousRow[]> {
  const rows: SpuriousRow[] = [];
  for (const correlation of settings.correlations) {
    const random = new Random(seed);
    const coin = random.fork('coupling');
    const coupled = (drawn: Attributes): Attributes =>
      coin.uniform() < correlation ? { ...drawn, makeup: drawn.lipstick } : drawn;
    const { train, test } = faceTask('lipstick', settings, random, coupled);
    const [, machine] = await machines(train, settings, 1);
    const add = (part: SpuriousRow['part'], name: string, value: number): void => {
      rows.push({ correlation, part, test: name, value });
    };
    const on = (x: Matrix, labels: number[]): number => accuracy(machine.predict(x), labels);

    const diagonal = diagonalOf(machine.metric, train.x.cols);
    add('eye share', '', shareOf(byPixel(diagonal), faceRegion('eyes')));
    add('accuracy', 'as in training', on(test.x, test.labels));
    const free = labelledFaces('lipstick', settings.test, random.fork('uncorrelated'));
    add('accuracy', 'make-up independent', on(free.x, free.labels));
    const against = (drawn: Attributes): Attributes => ({ ...drawn, makeup: !drawn.lipstick });
    const opposed = labelledFaces('lipstick', settings.test, random.fork('opposed'), against);
    add('accuracy', 'make-up opposed', on(opposed.x, opposed.labels));

    // The authors' mask: entries of the stretched diagonal between 0.05 and 1, a pixel being taken with all its
    // channels.
    const stretched = minMax(diagonal);
    const top = pixelsOf((k) => stretched[k] > 0.05 && stretched[k] < 1, stretched.length);
    add('kept', '', top.length / (stretched.length / 3));
    const masks = {
      'top of M replaced': top,
      'lips replaced': faceRegion('mouth'),
      'eyes replaced': faceRegion('eyes'),
    };
    const without = test.labels.flatMap((label, i) => (label === 0 ? [i] : [])).slice(0, settings.templates);
    for (const [name, pixels] of Object.entries(masks)) {
      const all = stacked(without.map((from) => replaced(test.x, pixels, from)));
      add(
        'accuracy',
        name,
        on(
          all,
          without.flatMap(() => test.labels),
        ),
      );
      await step(rows.length, settings.correlations.length * 8, name);
    }
  }
  return rows;
}

function pixelsOf(taken: (channel: number) => boolean, channels: number): number[] {
  return Array.from({ length: channels / 3 }, (_, pixel) => pixel).filter((pixel) =>
    [0, 1, 2].some((c) => taken(3 * pixel + c)),
  );
}

/** Every image with these pixels taken from image `from`. */
function replaced(x: Matrix, pixels: number[], from: number): Matrix {
  const out = x.clone();
  for (let i = 0; i < x.rows; i++) {
    for (const pixel of pixels)
      for (let c = 0; c < 3; c++) out.set(i, 3 * pixel + c, x.get(from, 3 * pixel + c));
  }
  return out;
}

/** The rows of all, one matrix after another: one prediction costs less than many. */
function stacked(parts: Matrix[]): Matrix {
  const [{ rows, cols }] = parts;
  const out = zeros(rows * parts.length, cols);
  parts.forEach(({ data }, k) => out.data.set(data, k * rows * cols));
  return out;
}
