import { gram } from '../../linalg/gram.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, zeros } from '../../linalg/matrix.js';

/** What the tangent kernel needs of samples with P rows each: their rows `(nP, q)`, H = A ⊙ Z and A ⊙ v `(nP, m)`. */
export interface GatedSide {
  x: Matrix;
  h: Matrix;
  gatedReadout: Matrix;
}

/**
 * The tangent kernel of s Σ_{i,p} v_{ip} a_{ip} u_i·x_p, between two sides or of one with itself,
 *
 *     K_jk = s² [Σ_{i,p} h_{jip} h_{kip} + Σ_i ⟨Σ_p a_{jip} v_{ip} x_{jp}, Σ_p a_{kip} v_{ip} x_{kp}⟩];
 *
 * with one row a sample the second sum is (X Xᵀ) ⊙ (A ∘ v)(A ∘ v)ᵀ (Zhu et al., ICLR 2024, Sec. 2).
 */
export function gatedKernel(
  left: GatedSide,
  right: GatedSide,
  { positions, scale, out }: { positions: number; scale: number; out?: Matrix },
): Matrix {
  const same = left === right;
  const square = scale * scale;
  const products = (a: Matrix, b: Matrix, alpha: number, into?: Matrix): Matrix =>
    same
      ? gram(a, { alpha, beta: into ? 1 : 0, out: into })
      : matmul(a, b, { transB: true, alpha, beta: into ? 1 : 0, out: into });
  const samples = [left, right].map(({ h }) => h.rows / positions);
  const k = out ?? zeros(samples[0], samples[1], left.x.precision);
  if (positions > 1) {
    const gradients = same ? unitGradients(left, positions) : undefined;
    k.data.fill(0);
    products(
      gradients ?? unitGradients(left, positions),
      gradients ?? unitGradients(right, positions),
      square,
      k,
    );
  } else {
    const inner = products(left.x, right.x, square);
    const gates = products(left.gatedReadout, right.gatedReadout, 1);
    for (let i = 0; i < k.data.length; i++) k.data[i] = inner.data[i] * gates.data[i];
  }
  return products(perSample(left.h, positions), perSample(right.h, positions), square, k);
}

/** Σ_p a_{ip} v_{ip} x_p of every sample, `(n, mq)`: what a filter's weights move the output by. */
export function unitGradients({ x, gatedReadout }: Omit<GatedSide, 'h'>, positions: number): Matrix {
  const n = x.rows / positions;
  const m = gatedReadout.cols;
  const gradients = zeros(n, m * x.cols, x.precision);
  for (let i = 0; i < n; i++) {
    matmul(sample(gatedReadout, i, positions), sample(x, i, positions), {
      transA: true,
      out: new Matrix(m, x.cols, gradients.row(i)),
    });
  }
  return gradients;
}

const perSample = (a: Matrix, positions: number): Matrix =>
  new Matrix(a.rows / positions, a.cols * positions, a.data);

function sample(a: Matrix, i: number, positions: number): Matrix {
  const size = positions * a.cols;
  return new Matrix(positions, a.cols, a.data.subarray(i * size, (i + 1) * size));
}
