import { convAgops } from '../../features/cnfa.js';
import { imagePatches } from '../../kernels/image-patches.js';
import { gram } from '../../linalg/gram.js';
import { matmul } from '../../linalg/matmul.js';
import { identity, type Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { type ConvNet, convNet, layerShapes } from '../../nets/conv-net.js';
import { convPredict } from '../../nets/conv-predict.js';

export interface PatchIdentitySettings {
  images: number;
  side: number;
  channels: number;
  filters: readonly number[];
  outputs: number;
  patch: number;
}

export type PatchIdentityRow = { layer: number; difference: number };

// The network is piecewise linear, so that a difference is exact but for rounding while no ReLU changes its side.
const STEP = 1e-5;

/**
 * Largest entry of the difference between the patch AGOP WᵀBW and the one of gradients by each patch's entries, these
 * by central differences of the network from that layer on, each patch a variable of its own.
 */
export async function patchIdentity(
  settings: PatchIdentitySettings,
  seed: number,
): Promise<PatchIdentityRow[]> {
  const { images, side, channels, filters, outputs, patch } = settings;
  const random = new Random(seed);
  const net = convNet({
    image: { channels, height: side, width: side },
    layers: filters.map((count) => ({ filters: count, patch })),
    padding: 'valid',
    outputs,
    random: random.fork('weights'),
  });
  let x = random.fork('images').normalMatrix(images, channels * side * side);
  const shapes = layerShapes(net);
  return convAgops(net, x).map(({ agop }, l) => {
    const z = matmul(imagePatches(x, shapes[l], { patch }), net.weights[l], { transB: true });
    const explicit = patchwise(net, l, planesOf(z, images));
    x = planesOf(z, images);
    for (let k = 0; k < x.data.length; k++) x.data[k] = Math.max(x.data[k], 0);
    const gaps = Array.from(agop.data, (value, k) => Math.abs(value - explicit.data[k]));
    return { layer: l + 1, difference: Math.max(...gaps) };
  });
}

/** Rows in the order (position, image), a channel a column, as images `(n, channels · positions)`. */
function planesOf(z: Matrix, n: number): Matrix {
  const positions = z.rows / n;
  const planes = zeros(n, z.cols * positions);
  for (let row = 0; row < z.rows; row++) {
    const [a, i] = [Math.floor(row / n), row % n];
    for (let c = 0; c < z.cols; c++) planes.set(i, c * positions + a, z.get(row, c));
  }
  return planes;
}

/** (1/n) Σ g gᵀ with g by differences: an entry d of patch a moves z_a along column d of W. */
function patchwise({ layers, padding, weights, head, image }: ConvNet, l: number, z: Matrix): Matrix {
  const w = weights[l];
  const shape = layerShapes({ layers, padding, image })[l + 1];
  const positions = shape.height * shape.width;
  // From z on: the identity stands for the layer whose ReLU comes first.
  const rest: ConvNet = {
    image: shape,
    layers: [{ filters: w.rows, patch: 1 }, ...layers.slice(l + 1)],
    padding,
    weights: [identity(w.rows), ...weights.slice(l + 1)],
    head,
  };
  const sum = zeros(w.cols, w.cols);
  for (let a = 0; a < positions; a++) {
    const sides = [STEP, -STEP].map((step) => {
      const moved = zeros(z.rows * w.cols, z.cols);
      for (let i = 0; i < z.rows; i++) {
        for (let d = 0; d < w.cols; d++) {
          const row = moved.row(i * w.cols + d);
          row.set(z.row(i));
          for (let f = 0; f < w.rows; f++) row[f * positions + a] += step * w.get(f, d);
        }
      }
      return convPredict(rest, moved);
    });
    // Rows (image, output), a column an entry of the patch.
    const g = zeros(z.rows * head.rows, w.cols);
    for (let i = 0; i < z.rows; i++) {
      for (let d = 0; d < w.cols; d++) {
        for (let o = 0; o < head.rows; o++) {
          const [up, down] = sides.map((f) => f.get(i * w.cols + d, o));
          g.set(i * head.rows + o, d, (up - down) / (2 * STEP));
        }
      }
    }
    gram(g, { of: 'columns', alpha: 1 / z.rows, beta: 1, out: sum });
  }
  return sum;
}
