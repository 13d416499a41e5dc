// Check of the UCI protocol's reference vectors: "accuracy exact up to one sample; M_rel".
import { uciProtocol } from 'agop/experiments/rfm/uci-protocol';
import { fromRows } from 'agop/linalg/matrix';
import { scoped } from '../../../tools/reference-tolerance.mjs';

/** What the file allows: an accuracy may be one sample of its rows away, and rounding. */
const oneSample = (rows) => ({ abs: 1 / rows + 1e-12 });
const flag = (value) => [value ? 1 : 0];

export const checks = [
  {
    names: ['Hyper-parameter search and 4-fold evaluation used on the 121 UCI data sets'],
    async *run({ cases }, clauses) {
      const { rel } = scoped(clauses, (scope) => scope === 'M');
      for (const { id, inputs, params, expected } of cases) {
        const table = {
          x: fromRows(inputs.X),
          labels: inputs.y,
          classes: params.classes,
          tuning: { train: inputs.train_ids, validation: inputs.val_ids },
          folds: inputs.folds,
        };
        const grid = {
          bandwidth: params.bandwidth,
          ridges: params.regs,
          unitRows: params.normalize,
          rounds: params.max_iter - 1,
        };
        const { trials, rfm, folds } = await uciProtocol(table, grid);
        const validation = oneSample(inputs.val_ids.length);
        for (const [k, { reg, normalize, val_acc_per_iter: want }] of expected.grid.entries()) {
          const { ridge, unitRows, validation: got } = trials[k];
          const setting = `${id}, reg ${reg}, normalize ${normalize}`;
          const exact = { abs: 1e-12 };
          yield { what: `${setting}, place in the grid`, got: [ridge, ...flag(unitRows)], want: [reg, ...flag(normalize)], tolerance: exact }; // prettier-ignore
          yield { what: `${setting}, validation`, got, want, tolerance: validation };
        }
        const { best } = expected;
        yield { what: `${id}, best validation`, got: [rfm.validation], want: [best.val_acc], tolerance: validation }; // prettier-ignore
        yield {
          what: `${id}, chosen setting`,
          got: [rfm.ridge, ...flag(rfm.unitRows), rfm.round],
          want: [best.reg, ...flag(best.normalize), best.iteration],
          tolerance: { abs: 1e-12 },
        };
        // Relative to the largest entry: those near 0 carry its rounding.
        const scale = Math.max(...best.M.flat().map(Math.abs));
        const got = rfm.metric?.toRows() ?? best.M.map((row, i) => row.map((_, j) => Number(i === j)));
        yield { what: `${id}, M`, got, want: best.M, tolerance: { abs: rel * scale } };

        const sizes = inputs.folds.map(({ test }) => test.length);
        for (const [name, key] of [
          ['published', 'fold_accuracy_M_from_tuning_split'],
          ['leakFree', 'fold_accuracy_M_relearned_per_fold'],
        ]) {
          for (const [k, rows] of sizes.entries()) {
            yield { what: `${id}, ${name}, fold ${k}`, got: [folds[name][k]], want: [expected[key][k]], tolerance: oneSample(rows) }; // prettier-ignore
          }
        }
      }
    },
  },
];
