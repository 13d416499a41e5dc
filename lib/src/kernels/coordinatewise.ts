import {
  type CoordinateShape,
  coordinateGradients,
  coordinatePairs,
} from '../elementwise/coordinate-maps.js';
import { Matrix, type Real, zeros } from '../linalg/matrix.js';
import { rowView } from '../linalg/row-view.js';
import { mirrorLower } from '../elementwise/triangles.js';
import { checkCoefficients, checkPoints, checkRows, kernelStorage } from './arguments.js';
import type { Kernel, KernelSpec } from './kernel.js';
import { pairStorage } from './pair-storage.js';
import { symmetricRoot } from './symmetric-root.js';

export interface CoordinatewiseKernel {
  readonly spec: KernelSpec;
  readonly bandwidth: number;
  withBandwidth(bandwidth: number): Kernel;
  /** The shape for points of d coordinates. */
  shape(d: number): CoordinateShape;
}

/**
 * A kernel of the coordinate differences of Sx and Sz, S the symmetric root of M: n m d operations that are no matrix
 * product, done by threads. Without a metric, S = I.
 */
export function coordinatewiseKernel({
  spec,
  bandwidth,
  withBandwidth,
  shape,
}: CoordinatewiseKernel): Kernel {
  const { name } = spec;
  return {
    spec,
    bandwidth,
    withBandwidth: (other) => withBandwidth(other),

    matrix(x, z, { metric, out } = {}) {
      const fn = `${name}.matrix`;
      checkPoints(fn, x, z);
      const values = kernelStorage(fn, x, z ?? x, out);
      const apply = symmetricRoot(fn, metric, x.cols, x.precision);
      const u = apply(x);
      coordinatePairs(shape(x.cols), u, z === undefined ? u : apply(z), { values, lower: z === undefined });
      if (z === undefined) mirrorLower(values.data, x.rows);
      return values;
    },

    gradients(x, alpha, z, { metric } = {}) {
      const fn = `${name}.gradients`;
      checkPoints(fn, x, z);
      checkCoefficients(fn, x, alpha);
      const apply = symmetricRoot(fn, metric, x.cols, x.precision);
      const [u, v] = [apply(x), apply(z)];
      const slopes = (target: Real, from: number, to: number): void => {
        const values = zeros(to - from, x.rows, x.precision);
        const block = new Matrix(to - from, x.rows, target);
        coordinatePairs(shape(x.cols), rowView(v, from, to), u, { values, slopes: block });
      };
      const sums = zeros(z.rows * alpha.cols, x.cols, x.precision);
      coordinateGradients(shape(x.cols), u, v, alpha, { out: sums, slopes });
      return new Matrix(z.rows, alpha.cols * x.cols, apply(sums).data);
    },

    trainingPair(x, { metric, storage } = {}) {
      const fn = `${name}.trainingPair`;
      checkPoints(fn, x);
      const apply = symmetricRoot(fn, metric, x.cols, x.precision);
      const u = apply(x);
      const [values, slopes] = [0, 1].map((k) => pairStorage(storage, k, x.rows, x.precision));
      coordinatePairs(shape(x.cols), u, u, { values, slopes, lower: true });
      mirrorLower(values.data, x.rows);
      mirrorLower(slopes.data, x.rows);
      return {
        upper: values,
        storage: [values, slopes],
        gradients(alpha, from = 0, to = x.rows) {
          checkCoefficients(`${name}.gradients`, x, alpha);
          checkRows(`${name}.gradients`, from, to, x.rows);
          const sums = zeros((to - from) * alpha.cols, x.cols, x.precision);
          coordinateGradients(shape(x.cols), u, rowView(u, from, to), alpha, {
            out: sums,
            slopes: (target, first, last) => target.set(rowView(slopes, from + first, from + last).data),
          });
          return new Matrix(to - from, alpha.cols * x.cols, apply(sums).data);
        },
      };
    },
  };
}
