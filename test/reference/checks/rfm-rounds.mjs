// Checks of the RFM trajectories. Each yields { what, got, want, tolerance }.
import { rfmRounds } from 'agop/features/rfm';
import { gaussian } from 'agop/kernels/gaussian';
import { generalisedLaplace } from 'agop/kernels/generalised-laplace';
import { laplace } from 'agop/kernels/laplace';
import { fromRows, Matrix } from 'agop/linalg/matrix';

function kernelOf({ kernel = 'laplace', bandwidth, exponent }) {
  if (exponent !== undefined) return generalisedLaplace({ bandwidth, exponent });
  if (/^gauss/.test(kernel)) return gaussian({ bandwidth });
  if (/^lap/.test(kernel)) return laplace({ bandwidth });
  throw new Error(`no check knows the kernel ${kernel}`);
}

const options = (params) => ({
  kernel: kernelOf(params),
  rounds: params.iters,
  ridge: params.reg,
  center: params.centering ?? false,
  diagonal: params.diag ?? false,
  normalise: params.normalize_M === 'max_entry',
  bandwidthMode: params.bandwidth_mode ?? 'constant',
});

const numbers = (metric) => (metric instanceof Matrix ? metric.toRows() : Array.from(metric));
const trace = (metric) =>
  metric instanceof Matrix
    ? Array.from({ length: metric.rows }, (_, i) => metric.get(i, i)).reduce((a, b) => a + b)
    : metric.reduce((a, b) => a + b);

/** A relative tolerance that the files mean relative to the largest entry of an array. */
const ofLargest = ({ rel, abs = 0 }, want) => ({
  abs: Math.max(abs, (rel ?? 0) * Math.max(...want.flat(Infinity).map(Math.abs))),
});

async function* trajectory({ cases }, [tolerance]) {
  for (const { id, inputs, params, expected } of cases) {
    const [x, y, test] = [inputs.X, inputs.y, inputs.X_test].map((rows) => fromRows(rows));
    const found = { M_per_iteration: [], trace_M: [x.cols], bandwidth_per_solve: [] };
    for await (const { round, metric, alpha, kernel, predict } of rfmRounds(x, y, options(params))) {
      const [coefficients, predictions] = [alpha.toRows(), predict(test).toRows()];
      if (round === 0) Object.assign(found, { alpha_first: coefficients, pred_first: predictions });
      else {
        found.M_per_iteration.push(numbers(metric));
        found.trace_M.push(trace(metric));
      }
      found.bandwidth_per_solve.push(kernel.bandwidth);
      Object.assign(found, { alpha_final: coefficients, pred_final: predictions });
    }
    for (const [what, want] of Object.entries(expected)) {
      if (!(what in found)) throw new Error(`no check knows ${what}`);
      // Each M by its own largest entry: those of later rounds can be larger by orders.
      const parts = what === 'M_per_iteration' ? want.map((m, t) => [`${what}[${t}]`, found[what][t], m]) : [[what, found[what], want]];
      for (const [name, got, array] of parts) {
        yield { what: `${id}, ${name}`, got, want: array, tolerance: ofLargest(tolerance, array) };
      }
    }
  }
}

export const checks = [
  {
    names: [
      'RFM trajectory without normalising M (reference algorithm)',
      'RFM as in the pip package: M divided by its largest entry each iteration',
      'Leaf-RFM options of the follow-up package: exponent, adaptive bandwidth, diagonal M',
    ],
    run: trajectory,
  },
];
