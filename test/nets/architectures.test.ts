import { describe, expect, it } from 'vitest';
import { fromRows, type Matrix, zeros } from 'agop/linalg/matrix';
import { matmul } from 'agop/linalg/matmul';
import { Random } from 'agop/linalg/random';
import {
  type Attention,
  attention,
  attentionAgops,
  attentionForward,
  attentionLoss,
  mix,
} from 'agop/nets/attention';
import { linearRnn, type LinearRnn, rnnAgops, rnnForward, rnnLoss } from 'agop/nets/linear-rnn';
import { cnnAgops, cnnLoss, CnnPass, smallCnn } from 'agop/nets/small-cnn';

const random = new Random(0);
const words = Array.from({ length: 3 }, () => Uint8Array.from({ length: 6 }, () => random.integer(4)));
const H = 1e-6;

/** Compares every entry of a gradient with central differences of the loss. */
function expectGradient(w: Matrix, gradient: Matrix, loss: () => number): void {
  for (let i = 0; i < w.data.length; i++) {
    const kept = w.data[i];
    w.data[i] = kept + H;
    const above = loss();
    w.data[i] = kept - H;
    const below = loss();
    w.data[i] = kept;
    // Losses are near 10: up to 2e-15 / 2e-6 of rounding in each of some terms.
    expect(Math.abs(gradient.data[i] - (above - below) / (2 * H))).toBeLessThan(2e-8);
  }
}

/** Relative to the largest entry: differences of step 1e-6 leave 1e-9 or so in each factor. */
function expectClose(got: Matrix, want: Matrix): void {
  const largest = Math.max(...want.data.map(Math.abs));
  got.data.forEach((value: number, i: number) =>
    expect(Math.abs(value - want.data[i]) / largest).toBeLessThan(1e-7),
  );
}

/** The AGOP of a function of the inputs `u` by central differences, one input row at a time. */
function numericAgop(u: Matrix, outputs: (u: Matrix) => Matrix): Matrix {
  const sum = zeros(u.cols, u.cols);
  for (let row = 0; row < u.rows; row++) {
    const columns = Array.from({ length: u.cols }, (_, k) => {
      const [above, below] = [H, -H].map((h) => {
        const moved = u.clone();
        moved.set(row, k, moved.get(row, k) + h);
        return outputs(moved).data;
      });
      return Array.from(above, (value, i) => (value - below[i]) / (2 * H));
    });
    matmul(fromRows(columns), fromRows(columns), { transB: true, beta: 1, out: sum });
  }
  return sum;
}

describe('the small convolutional network', () => {
  const net = smallCnn({ side: 6, filters: [3, 4], outputs: 2, scales: [2, 2, 2], random });
  const [x, y] = [random.normalMatrix(3, 36), random.normalMatrix(3, 2)];

  it('has the gradient that central differences have', () => {
    const pass = new CnnPass(net, 3);
    const { gradients } = cnnLoss(pass, x, y);
    net.weights.forEach((w, l) => expectGradient(w, gradients[l], () => cnnLoss(pass, x, y).loss));
  });

  it('has the AGOP of its patches that central differences of one patch at a time have', () => {
    const [, second] = cnnAgops(net, x);
    const pass = new CnnPass(net, 3);
    pass.forward(x);
    const patches = pass.patches(1);
    const outputs = (moved: Matrix): Matrix => {
      const z = matmul(moved, net.weights[1], { transB: true });
      const h = z.data.map((value: number) => Math.max(value, 0));
      return matmul(
        fromRows(Array.from({ length: 3 }, (_, i) => h.slice(i * 16, (i + 1) * 16))),
        net.weights[2],
        {
          transB: true,
        },
      );
    };
    const want = numericAgop(patches, outputs);
    want.data.forEach((value, i) => (want.data[i] = value / 3));
    expectClose(second, want);
  });
});

describe('the network with a linear hidden state', () => {
  const net = linearRnn({ categories: 2, letters: 4, hidden: 3 }, { gain: 1, random });
  const batch = { categories: Uint8Array.from([0, 1, 1]), letters: words };

  it('has the gradient that central differences have', () => {
    const { gradients } = rnnLoss(net, batch);
    for (const name of Object.keys(net) as (keyof LinearRnn)[]) {
      expectGradient(net[name], gradients[name], () => rnnLoss(net, batch).loss);
    }
  });

  it.each(['i2h', 'i2o'] as const)(
    'has the AGOP by the input of %s that central differences have',
    (name) => {
      const want = zeros(net.i2h.cols, net.i2h.cols);
      for (const { z } of rnnForward(net, batch)) {
        const outputs = (moved: Matrix): Matrix => {
          const part = (w: Matrix, of: Matrix): number[][] => matmul(of, w, { transB: true }).toRows();
          const h = part(net.i2h, name === 'i2h' ? moved : z);
          const o = part(net.i2o, name === 'i2o' ? moved : z);
          const s = matmul(fromRows(h.map((row, b) => [...row, ...o[b]])), net.o2o, {
            transB: true,
          }).toRows();
          return fromRows(
            s.map((row) => row.map((v) => v - Math.log(row.reduce((a, u) => a + Math.exp(u), 0)))),
          );
        };
        numericAgop(z, outputs).data.forEach((value, i) => (want.data[i] += value));
      }
      expectClose(rnnAgops(net, batch)[name], want);
    },
  );
});

describe('the attention head', () => {
  const net = attention({ letters: 4, length: 5, dim: 3 }, { std: 1, random });

  it('has the gradient that central differences have', () => {
    const { gradients } = attentionLoss(net, words);
    for (const name of Object.keys(net) as (keyof Attention)[]) {
      expectGradient(net[name], gradients[name], () => attentionLoss(net, words).loss);
    }
  });

  it.each(['query', 'key', 'value'] as const)(
    'has the AGOP of the path to %s that central differences have',
    (name) => {
      const { u, x } = attentionForward(net, words);
      const outputs = (moved: Matrix): Matrix => {
        const [q, k, v] = (['query', 'key', 'value'] as const).map((one) =>
          matmul(one === name ? moved : u, net[one], { transB: true }),
        );
        const y = mix(q, k, v, 5).mixed;
        for (let i = 0; i < y.data.length; i++) y.data[i] += x.data[i];
        return matmul(y, net.unembedding, { transB: true });
      };
      expectClose(attentionAgops(net, words)[name], numericAgop(u, outputs));
    },
  );

  it('sees nothing of later letters', () => {
    const changed = words.map((word) =>
      Uint8Array.from(word, (letter, t) => (t === 4 ? 3 - letter : letter)),
    );
    const [before, after] = [words, changed].map((w) => attentionForward(net, w).p);
    for (let row = 0; row < before.rows; row++) {
      if (row % 5 < 4) expect(after.row(row)).toEqual(before.row(row));
    }
  });
});
