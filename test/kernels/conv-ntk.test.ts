import { describe, expect, it } from 'vitest';
import { convNtk } from 'agop/kernels/conv-ntk';
import { imagePatches } from 'agop/kernels/image-patches';
import { laplace } from 'agop/kernels/laplace';
import { meanPatchKernel } from 'agop/kernels/mean-patch-kernel';
import type { PatchKernel } from 'agop/kernels/patch-kernel';
import { matmul } from 'agop/linalg/matmul';
import { Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';

const image = { channels: 2, height: 7, width: 8 };
const pixels = image.channels * image.height * image.width;
const draw = (rows: number, seed: number): Matrix => new Random(seed).normalMatrix(rows, pixels);
const symmetric = (size: number, seed: number): Matrix => {
  const a = new Random(seed).normalMatrix(size, size);
  return matmul(a, a, { transB: true, alpha: 1 / size });
};
const close = (got: ArrayLike<number>, want: ArrayLike<number>, tolerance: number): void => {
  const most = Math.max(...Array.from(want, Math.abs));
  expect(got.length).toBe(want.length);
  for (let i = 0; i < got.length; i++)
    expect(Math.abs(got[i] - want[i])).toBeLessThanOrEqual(tolerance * most);
};

/** The recursion of the brief, pair by pair, position by position. */
function plainNtk(x: ArrayLike<number>, z: ArrayLike<number>, depth: number, patch = 3): number {
  const { channels, height, width } = image;
  const products = (a: ArrayLike<number>, b: ArrayLike<number>): number[][] =>
    Array.from({ length: height }, (_, r) =>
      Array.from({ length: width }, (_, s) => {
        let sum = 0;
        for (let c = 0; c < channels; c++) {
          const at = (c * height + r) * width + s;
          sum += a[at] * b[at];
        }
        return sum / channels;
      }),
    );
  const box = (map: number[][]): number[][] =>
    Array.from({ length: map.length - patch + 1 }, (_, r) =>
      Array.from({ length: map[0].length - patch + 1 }, (_, s) => {
        let sum = 0;
        for (let i = 0; i < patch; i++) for (let j = 0; j < patch; j++) sum += map[r + i][s + j];
        return sum;
      }),
    );
  let n = box(products(x, z));
  let [q, p] = [box(products(x, x)), box(products(z, z))];
  let t = n.map((row) => [...row]);
  for (let l = 0; l < depth; l++) {
    if (l > 0) {
      [n, q, p, t] = [n, q, p, t].map(box);
      t = t.map((row, i) => row.map((value, j) => value + n[i][j]));
    }
    for (let i = 0; i < n.length; i++) {
      for (let j = 0; j < n[0].length; j++) {
        const s = Math.sqrt(q[i][j] * p[i][j]);
        const height = Math.sqrt(Math.max(0, s * s - n[i][j] ** 2));
        const angle = Math.PI - Math.atan2(height, n[i][j]);
        t[i][j] *= angle / Math.PI;
        n[i][j] = (height + n[i][j] * angle) / Math.PI;
      }
    }
  }
  const mean = (map: number[][]): number => map.flat().reduce((a, b) => a + b, 0) / map.flat().length;
  return mean(n) + mean(t);
}

/** ∂f_l(z)/∂z by central differences, `(c, pixels)`. */
function finiteDifferences(kernel: PatchKernel, x: Matrix, alpha: Matrix, z: Matrix, step: number): Matrix {
  const gradient = zeros(alpha.cols, z.cols);
  for (let k = 0; k < z.cols; k++) {
    const moved = [1, -1].map((sign) => {
      const copy = z.clone();
      copy.data[k] += sign * step;
      return matmul(kernel.matrix(copy, x), alpha);
    });
    for (let l = 0; l < alpha.cols; l++)
      gradient.set(l, k, (moved[0].data[l] - moved[1].data[l]) / (2 * step));
  }
  return gradient;
}

describe('convNtk', () => {
  it.each([
    [1, 3],
    [2, 3],
    [3, 3],
    [3, 2],
    [2, 1],
    [2, 4],
  ])('is the recursion at depth %i with windows of side %i', (depth, patch) => {
    const [x, z] = [draw(5, 1), draw(3, 2)];
    const k = convNtk({ image, depth, patch }).matrix(x, z);
    const want = Array.from({ length: 15 }, (_, i) =>
      plainNtk(x.row(Math.floor(i / 3)), z.row(i % 3), depth, patch),
    );
    close(k.data, want, 1e-12);
  });

  it.each([2, 3])('is the same under a held side, in either order, with windows of side %i', (patch) => {
    const [x, z] = [draw(140, 1), draw(30, 2)];
    const kernel = convNtk({ image, depth: 2, patch });
    const transform = symmetric(image.channels * patch ** 2, 3);
    const held = kernel.holding!(x, transform);
    const k = kernel.matrix(z, x, transform);
    close(held.matrix(z, x, transform).data, k.data, 1e-12);
    close(held.matrix(x, undefined, transform).data, kernel.matrix(x, x.clone(), transform).data, 1e-12);
    close(held.matrix(x, x, transform).data, kernel.matrix(x, undefined, transform).data, 1e-7);
    const turned = held.matrix(x, z, transform);
    for (let i = 0; i < x.rows; i++)
      for (let j = 0; j < z.rows; j++)
        expect(Math.abs(turned.get(i, j) - k.get(j, i))).toBeLessThan(1e-12 * k.get(0, 0));
  });

  it('is symmetric with its exact diagonal, of degree 1 in each image, and the same in blocks', () => {
    const x = draw(300, 3);
    const kernel = convNtk({ image, depth: 2 });
    const k = kernel.matrix(x);
    const other = kernel.matrix(x, x.clone());
    close(k.data, other.data, 1e-12);
    for (let i = 0; i < x.rows; i++) for (let j = 0; j < i; j++) expect(k.get(i, j)).toBe(k.get(j, i));
    const twice = x.clone();
    for (let i = 0; i < twice.data.length; i++) twice.data[i] *= 2;
    close(kernel.matrix(twice, x).data, k.data.map((value) => 2 * value) as Float64Array, 1e-12);
    const one = kernel.matrix(new Matrix(1, x.cols, x.row(7)), x);
    close(one.data, k.row(7), 1e-12);
  });

  it('agrees in single precision', () => {
    const x = draw(12, 4);
    const single = new Matrix(x.rows, x.cols, Float32Array.from(x.data));
    const kernel = convNtk({ image, depth: 3 });
    close(kernel.matrix(single).data, kernel.matrix(x).data, 2e-6);
  });

  it.each([
    ['float64', 3, 1e-12],
    ['float64', 1, 1e-12],
    ['float32', 3, 2e-6],
  ] as const)(
    'takes one channel as it takes two equal ones, %s, windows of side %i',
    (precision, patch, tolerance) => {
      // Short patches are multiplied by the kernel itself, longer ones by BLAS; an odd number of images on either side.
      const [x, z] = [37, 21].map((rows, seed) => new Random(seed).normalMatrix(rows, 56, precision));
      const doubled = (a: Matrix): Matrix => {
        const both = zeros(a.rows, 112, precision);
        for (let i = 0; i < a.rows; i++) [0, 56].forEach((at) => both.row(i).set(a.row(i), at));
        return both;
      };
      const [one, two] = [1, 2].map((channels) =>
        convNtk({ image: { ...image, channels }, depth: 3, patch }),
      );
      close(one.matrix(x, z).data, two.matrix(doubled(x), doubled(z)).data, tolerance);
      close(one.matrix(x).data, two.matrix(doubled(x)).data, tolerance);
    },
  );

  it.each([2, 3])(
    'has gradients that agree in single precision, in blocks and with windows of side %i',
    (patch) => {
      const [x, z, alpha] = [draw(70, 1), draw(9, 2), new Random(3).normalMatrix(70, 4)];
      const single = (a: Matrix): Matrix => new Matrix(a.rows, a.cols, Float32Array.from(a.data));
      const kernel = convNtk({ image, depth: 3, patch });
      const products = kernel.gradientProducts(x, alpha, z);
      const rough = kernel.gradientProducts(single(x), single(alpha), single(z));
      close(rough.data, products.data, 1e-5);
      const sum = zeros(products.rows, products.cols);
      for (let i = 0; i < z.rows; i++) {
        const one = kernel.gradientProducts(x, alpha, new Matrix(1, z.cols, z.row(i)));
        for (let k = 0; k < sum.data.length; k++) sum.data[k] += one.data[k];
      }
      close(sum.data, products.data, 1e-12);
    },
  );

  it.each([1, 2, 5])('cuts patches of side %i in the order channel, row, column', (patch) => {
    const x = draw(3, 4);
    const { rows, cols } = { rows: image.height - patch + 1, cols: image.width - patch + 1 };
    for (const images of [x, new Matrix(x.rows, x.cols, Float32Array.from(x.data))]) {
      const u = imagePatches(images, image, { patch });
      for (let k = 0; k < u.data.length; k++) {
        const [row, entry] = [Math.floor(k / u.cols), k % u.cols];
        const [a, i] = [Math.floor(row / x.rows), row % x.rows];
        const [c, p] = [Math.floor(entry / patch ** 2), entry % patch ** 2];
        const [r, s] = [Math.floor(a / cols) + Math.floor(p / patch), (a % cols) + (p % patch)];
        expect(u.data[k]).toBe(images.get(i, (c * image.height + r) * image.width + s));
      }
      expect(u.rows).toBe(rows * cols * x.rows);
    }
  });

  it('gives 0 for an image of zeros', () => {
    const z = zeros(1, pixels);
    expect(Array.from(convNtk({ image, depth: 2 }).matrix(draw(2, 5), z).data)).toEqual([0, 0]);
  });

  it('has an energy whose sum is the trace of the gradient products', () => {
    const [x, z, alpha] = [draw(4, 6), draw(2, 7), new Random(8).normalMatrix(4, 3)];
    for (const kernel of [
      convNtk({ image, depth: 3 }),
      convNtk({ image, depth: 2, kind: 'nngp' }),
      meanPatchKernel(laplace({ bandwidth: 3 }), { image }),
    ]) {
      const energy = Array.from(kernel.gradientEnergy(x, alpha, z).data).reduce((a, b) => a + b, 0);
      const products = kernel.gradientProducts(x, alpha, z);
      let trace = 0;
      for (let i = 0; i < products.rows; i++) trace += products.get(i, i);
      expect(energy / trace).toBeCloseTo(1, 12);
    }
  });

  it('has the gradient of finite differences where the image is one patch', () => {
    const one = { channels: 2, height: 3, width: 3 };
    const draws = (rows: number, seed: number): Matrix => new Random(seed).normalMatrix(rows, 18);
    const alpha = new Random(11).normalMatrix(5, 2);
    const [x, z] = [draws(5, 9), draws(1, 10)];
    for (const kernel of [
      convNtk({ image: one, depth: 1 }),
      meanPatchKernel(laplace({ bandwidth: 3 }), { image: one }),
    ]) {
      const g = finiteDifferences(kernel, x, alpha, z, 1e-5);
      close(kernel.gradientProducts(x, alpha, z).data, matmul(g, g, { transA: true }).data, 1e-7);
    }
  });

  it('moves patches by a transform', () => {
    const one = { channels: 2, height: 3, width: 3 };
    const [x, z] = [new Random(1).normalMatrix(4, 18), new Random(2).normalMatrix(3, 18)];
    const s = symmetric(18, 3);
    const kernel = convNtk({ image: one, depth: 1 });
    close(kernel.matrix(x, z, s).data, kernel.matrix(matmul(x, s), matmul(z, s)).data, 1e-12);
  });

  it('names what is wrong', () => {
    expect(() => convNtk({ image, depth: 0 })).toThrow(/convNtk.*depth/);
    expect(() => convNtk({ image, depth: 4 })).toThrow(/convNtk: image is 7 x 8/);
    expect(() => convNtk({ image: { ...image, channels: 0 }, depth: 1 })).toThrow(/image.channels/);
    expect(() => convNtk({ image, depth: 1, kind: 'other' as never })).toThrow(/kind/);
    const kernel = convNtk({ image, depth: 1 });
    expect(() => kernel.matrix(zeros(2, 5))).toThrow(/has 5 columns/);
    expect(() => kernel.matrix(draw(2, 1), zeros(1, 5))).toThrow(/has 5 columns/);
    expect(() => kernel.matrix(draw(2, 1), undefined, zeros(3, 3))).toThrow(/transform/);
    const bad = draw(2, 1);
    bad.data[3] = NaN;
    expect(() => kernel.matrix(bad)).toThrow(/NaN/);
    expect(() => kernel.gradientProducts(draw(2, 1), zeros(3, 1), draw(1, 2))).toThrow(/alpha/);
    expect(() => imagePatches(draw(1, 1), image, { patch: 9 })).toThrow(/9 x 9/);
  });
});
