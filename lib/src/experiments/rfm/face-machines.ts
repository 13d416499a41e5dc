import { type Attributes, type FaceAttribute, faces } from '../../data/synthetic/faces.js';
import { type RfmRound, rfmRounds } from '../../features/rfm.js';
import { laplace } from '../../kernels/laplace.js';
import type { Matrix, Real } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';
import { oneHot, unitRows } from './classify.js';

export interface FaceSettings {
  /** Training and test faces. */
  n: number;
  test: number;
  bandwidth: number;
  ridge: number;
}

export interface FaceTask {
  train: { x: Matrix; labels: number[] };
  test: { x: Matrix; labels: number[] };
}

/** Faces whose label is one attribute; images of length 1, as the authors' scripts have them. */
export function labelledFaces(
  attribute: FaceAttribute,
  n: number,
  random: Random,
  couple?: (drawn: Attributes) => Attributes,
): { x: Matrix; labels: number[] } {
  const { x, attributes } = faces(n, random, couple);
  return { x: unitRows(x), labels: attributes.map((one) => Number(one[attribute])) };
}

/** Training and test faces. */
export function faceTask(
  attribute: FaceAttribute,
  { n, test }: FaceSettings,
  random: Random,
  couple?: (drawn: Attributes) => Attributes,
): FaceTask {
  return {
    train: labelledFaces(attribute, n, random.fork('train'), couple),
    test: labelledFaces(attribute, test, random.fork('test'), couple),
  };
}

/** The rounds 0 to `rounds` of RFM on one-hot labels. */
export async function machines(
  { x, labels }: FaceTask['train'],
  { bandwidth, ridge }: Pick<FaceSettings, 'bandwidth' | 'ridge'>,
  rounds: number,
  classes = 2,
): Promise<RfmRound[]> {
  const made: RfmRound[] = [];
  const options = { kernel: laplace({ bandwidth }), ridge, rounds };
  for await (const one of rfmRounds(x, oneHot(labels, classes), options)) made.push(one);
  return made;
}

/** Sums over the three channels of each pixel. */
export function byPixel(diagonal: Real | Float64Array): Float64Array {
  return Float64Array.from(
    { length: diagonal.length / 3 },
    (_, pixel) => diagonal[3 * pixel] + diagonal[3 * pixel + 1] + diagonal[3 * pixel + 2],
  );
}
