import { gram } from 'agop/linalg/gram';
import { fromRows, Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { cnnModel } from 'agop/nets/cnn-model';
import { cnnLoss, CnnPass, smallCnn } from 'agop/nets/small-cnn';
import { describe, expect, it } from 'vitest';

function problem(outputs = 1) {
  const random = new Random(0);
  const net = smallCnn({ side: 7, filters: [3, 4], outputs, random: random.fork('net') });
  return { net, x: random.normalMatrix(6, 49), z: random.normalMatrix(2, 49), random };
}

/** Gradients of f at each image by all weights, `(n, p)`, by the backward pass of one image at a time. */
function jacobian(net: ReturnType<typeof problem>['net'], x: Matrix): Matrix {
  const rows = Array.from({ length: x.rows }, (_, i) => {
    const pass = new CnnPass(net, 1);
    pass.forward(new Matrix(1, x.cols, x.row(i)));
    const one = zeros(1, 1);
    one.data[0] = 1;
    return pass.backward(one).flatMap(({ data }) => [...data]);
  });
  return fromRows(rows);
}

/** Sums of some hundred products near 1. */
const ROUNDING = 1e-12;

function gap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (v, i) => Math.abs(v - b[i]))) / Math.max(...Array.from(b, Math.abs));
}

describe('a convolutional network as a model under gradient steps', () => {
  it('has the tangent kernel J Jᵀ, of all images and of some', () => {
    const { net, x } = problem();
    const model = cnnModel(net, x);
    const want = gram(jacobian(net, x));
    expect(gap(model.tangentKernel().data, want.data)).toBeLessThan(ROUNDING);
    const rows = Int32Array.of(4, 1, 5);
    const part = model.tangentKernel({ rows });
    expect(
      gap(
        part.data,
        [...rows].flatMap((i) => [...rows].map((j) => want.get(i, j))),
      ),
    ).toBeLessThan(ROUNDING);
  });

  it('steps along the gradient of the loss, of all images and of a batch', () => {
    for (const rows of [undefined, Int32Array.of(3, 0)]) {
      const { net, x } = problem();
      const model = cnnModel(net, x);
      const picked = fromRows(Array.from(rows ?? Int32Array.of(0, 1, 2, 3, 4, 5), (i) => [...x.row(i)]));
      const { gradients } = cnnLoss(new CnnPass(net, picked.rows), picked, zeros(picked.rows, 1));
      const want = net.weights.flatMap((w, l) =>
        Array.from(w.data, (v, i) => v - 0.1 * gradients[l].data[i]),
      );
      const f = model.outputs(rows);
      model.step(
        Float64Array.from(f, (v) => (2 * v) / f.length),
        0.1,
      );
      const got = net.weights.flatMap(({ data }) => [...data]);
      expect(gap(got, want)).toBeLessThan(ROUNDING);
    }
  });

  it('predicts other images as their own outputs would be', () => {
    const { net, x, z } = problem();
    expect([...cnnModel(net, x).predict(z)]).toEqual([...cnnModel(net, z).outputs()]);
  });

  it('names several outputs, other images, and numbers that are not finite', () => {
    const { net, x } = problem(2);
    expect(() => cnnModel(net, x)).toThrow('cnnModel: net has 2 outputs; one is needed');
    const one = problem();
    expect(() => cnnModel(one.net, zeros(2, 48))).toThrow('cnnModel: x has 48 columns; 49 are needed');
    one.x.set(0, 0, NaN);
    expect(() => cnnModel(one.net, one.x)).toThrow('cnnModel: x has NaN at position 0');
  });
});
