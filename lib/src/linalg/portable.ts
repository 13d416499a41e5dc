import { EigenvalueDecomposition, LuDecomposition, Matrix as Dense, QrDecomposition, SVD } from 'ml-matrix';
import { type Backend, runNow } from './backend.js';
import { portableBlocks } from './blocks.js';
import type { Real } from './matrix.js';
import { piece, portableGemm, portableProduct } from './portable-product.js';

/**
 * Engine without any native library: products in WebAssembly SIMD, factorisations by ml-matrix, in float64
 * throughout and rounded at the end for float32.
 */
export const portable: Backend = {
  engine: 'portable',
  library: 'WebAssembly SIMD, ml-matrix',
  version: 'built in',
  core: 'wasm simd128',
  threads: () => 1,
  setThreads: () => {},
  blocks: () => portableBlocks,

  gemm: portableGemm,

  preparedGemm(...args) {
    return () => runNow(portableGemm(...args));
  },

  syrk(trans, n, k, alpha, a, beta, c) {
    const left = trans ? { data: a, row: 1, col: n } : { data: a, row: k, col: 1 };
    const right = { data: a, row: left.col, col: left.row };
    return portableProduct(left, right, c, n, n, k, alpha, beta, true);
  },

  *gemv(trans, m, n, alpha, a, x, beta, y) {
    yield piece(() => {
      const products = new Float64Array(y.length);
      for (let i = 0; i < m; i++) {
        if (trans) for (let j = 0; j < n; j++) products[j] += a[i * n + j] * x[i];
        else for (let j = 0; j < n; j++) products[i] += a[i * n + j] * x[j];
      }
      for (let i = 0; i < y.length; i++) y[i] = alpha * products[i] + (beta === 0 ? 0 : beta * y[i]);
    });
  },

  // ml-matrix does not say which pivot failed, hence by hand.
  *potrf(n, a) {
    let info = 0;
    yield piece(() => {
      for (let p = 0; p < n; p++) {
        const pivot = a[p * n + p];
        if (!(pivot > 0)) {
          info = p + 1;
          return;
        }
        const root = Math.sqrt(pivot);
        for (let j = p; j < n; j++) a[p * n + j] /= root;
        for (let i = p + 1; i < n; i++) {
          const factor = a[p * n + i];
          for (let j = i; j < n; j++) a[i * n + j] -= factor * a[p * n + j];
        }
      }
    });
    return info;
  },

  *trsm(upper, trans, n, k, t, b, stride = n) {
    yield piece(() => {
      const down = upper === trans;
      for (let step = 0; step < n; step++) {
        const i = down ? step : n - 1 - step;
        const pivot = t[i * stride + i];
        for (let c = 0; c < k; c++) b[i * k + c] /= pivot;
        const [from, to] = down ? [i + 1, n] : [0, i];
        for (let j = from; j < to; j++) {
          const factor = trans ? t[i * stride + j] : t[j * stride + i];
          for (let c = 0; c < k; c++) b[j * k + c] -= factor * b[i * k + c];
        }
      }
    });
  },

  *symm(from, to, n, k, s, b, c) {
    const rows = s instanceof Float64Array ? new Float64Array(SOME * n) : new Float32Array(SOME * n);
    for (let first = from; first < to; first += SOME) {
      const last = Math.min(first + SOME, to);
      for (let i = first; i < last; i++) {
        const at = (i - first) * n;
        rows.set(s.subarray(i * n, i * n + i + 1), at);
        for (let j = i + 1; j < n; j++) rows[at + j] = s[j * n + i];
      }
      yield* portable.gemm(false, false, last - first, k, n, 1, rows, b, 0, c.subarray((first - from) * k));
    }
  },

  *gesv(n, k, a, b) {
    let info = 0;
    yield piece(() => {
      const lu = new LuDecomposition(dense(n, n, a));
      const zero = lu.upperTriangularMatrix.diagonal().indexOf(0);
      if (zero >= 0) info = zero + 1;
      else store(lu.solve(dense(n, k, b)), b);
    });
    return info;
  },

  *syevd(n, a, w) {
    yield piece(() => {
      const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(dense(n, n, a, true), {
        assumeSymmetric: true,
      });
      w.set(realEigenvalues);
      store(eigenvectorMatrix.transpose(), a);
    });
    return 0;
  },

  *syevr(n, k, a, w, z) {
    const values = new Float64Array(n);
    yield* portable.syevd(n, a, values);
    w.set(values.subarray(n - k));
    z.set(a.subarray((n - k) * n));
    return 0;
  },

  *gesdd(thin, m, n, a, u, s, vt) {
    yield piece(() => {
      const { diagonal, leftSingularVectors, rightSingularVectors } = new SVD(dense(m, n, a), {
        autoTranspose: true,
      });
      s.set(diagonal);
      store(thin ? leftSingularVectors : completed(leftSingularVectors), u);
      store((thin ? rightSingularVectors : completed(rightSingularVectors)).transpose(), vt);
    });
    return 0;
  },

  *geqrf(m, n, a, q, r) {
    yield piece(() => {
      const p = Math.min(m, n);
      // A wide A = [A₁ A₂] has the Q of its square part, and R = Qᵀ A.
      const all = dense(m, n, a);
      const factors = new QrDecomposition(all.subMatrix(0, m - 1, 0, p - 1));
      const orthogonal = factors.orthogonalMatrix;
      store(orthogonal, q);
      const upper = orthogonal.transpose().mmul(all);
      for (let i = 0; i < p; i++) for (let j = 0; j < Math.min(i, n); j++) upper.set(i, j, 0);
      store(upper, r);
    });
  },
};

// Rows of a symmetric matrix that are written out at once.
const SOME = 128;

function dense(rows: number, cols: number, data: Real, mirrored = false): Dense {
  const out = Dense.zeros(rows, cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) out.set(i, j, mirrored && j > i ? data[j * cols + i] : data[i * cols + j]);
  }
  return out;
}

function store(from: Dense, to: Real): void {
  for (let i = 0; i < from.rows; i++) {
    for (let j = 0; j < from.columns; j++) to[i * from.columns + j] = from.get(i, j);
  }
}

/** Q with further orthonormal columns until it is square; by Gram-Schmidt, twice, from the axis least covered. */
function completed(q: Dense): Dense {
  const n = q.rows;
  const out = Dense.zeros(n, n);
  out.setSubMatrix(q, 0, 0);
  for (let col = q.columns; col < n; col++) {
    const covered = Array.from({ length: n }, (_, i) =>
      out.getRow(i).reduce((sum, entry) => sum + entry * entry, 0),
    );
    const basis = out.subMatrix(0, n - 1, 0, col - 1);
    let vector = Dense.zeros(n, 1);
    vector.set(covered.indexOf(Math.min(...covered)), 0, 1);
    for (let pass = 0; pass < 2; pass++) vector = vector.sub(basis.mmul(basis.transpose().mmul(vector)));
    out.setSubMatrix(vector.div(vector.norm()), 0, col);
  }
  return out;
}
