import { describe, expect, it } from 'vitest';
import { agop } from 'agop/features/agop';
import { rfmRounds, type RfmOptions } from 'agop/features/rfm';
import { prevalenceCodes } from 'agop/features/rfm/prevalence-codes';
import { type ClassifierOptions, RFMClassifier } from 'agop/features/rfm/rfm-classifier';
import { type RegressorOptions, RFMRegressor } from 'agop/features/rfm/rfm-regressor';
import { zeroOneCodes } from 'agop/features/rfm/zero-one-codes';
import { laplace } from 'agop/kernels/laplace';
import { sumPower } from 'agop/kernels/sum-power';
import { reluNtk } from 'agop/kernels/relu-ntk';
import { fromRows, Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';

const kernel = laplace({ bandwidth: 3 });
const x = new Random(0).normalMatrix(12, 3);
const y = Array.from({ length: 12 }, (_, i) => x.get(i, 0));
const labels = y.map((value) => (value > 0 ? 'plus' : 'minus'));
const column = new Matrix(12, 1, Float64Array.from(y));

const withCell = (value: unknown, from = x): (number | string)[][] => {
  const rows: unknown[][] = from.toRows();
  rows[5][2] = value;
  return rows as number[][];
};
const regressor = (options: RegressorOptions = {}) => new RFMRegressor({ kernel, rounds: 1, ...options });
const classifier = (options: ClassifierOptions = {}) => new RFMClassifier({ kernel, rounds: 1, ...options });
const first = (options: Partial<RfmOptions>, a = x, b = column) =>
  rfmRounds(a, b, { kernel, ...options }).next();
const any = (options: object): never => options as never;

describe('wrong options', () => {
  const wrong: [string, () => unknown, RegExp][] = [
    [
      'misspelt',
      () => regressor(any({ bandwith: 3 })),
      /RFMRegressor: bandwith is no option; there are agopPoints, /,
    ],
    [
      'an unknown metric',
      () => regressor(any({ tuningMetric: 'r3' })),
      /tuningMetric is r3; give mse, rmse, mae/,
    ],
    [
      "a classifier's metric",
      () => regressor(any({ tuningMetric: 'brier' })),
      /RFMRegressor: tuningMetric is brier/,
    ],
    [
      "a regressor's metric",
      () => classifier(any({ tuningMetric: 'mse' })),
      /RFMClassifier: tuningMetric is mse; give accuracy/,
    ],
    [
      'an unknown coding',
      () => classifier(any({ classCoding: 'one' })),
      /classCoding is one; give zero-one, prevalence/,
    ],
    [
      'an unknown solver',
      () => regressor(any({ solver: 'magic' })),
      /RFMRegressor: solver is magic; give cholesky/,
    ],
    ['an unknown precision', () => regressor(any({ precision: 'float16' })), /precision is float16/],
    [
      'an early stop below 1',
      () => regressor({ earlyStop: 0.5 }),
      /earlyStop is 0\.5; give a factor of at least 1/,
    ],
    ['a NaN early stop', () => regressor({ earlyStop: NaN }), /earlyStop is NaN/],
    ['a negative time limit', () => regressor({ timeLimit: -1 }), /timeLimit is -1/],
    [
      'outputs that do not divide the columns',
      () => agop(zeros(2, 5), { outputs: 2 }),
      /agop: gradients has 5 columns; a multiple of outputs = 2/,
    ],
    ['no outputs', () => agop(zeros(2, 5), { outputs: 0 }), /agop: outputs is 0/],
    ['no gradients', () => agop(zeros(0, 5)), /agop: gradients is empty, \(0, 5\)/],
    ['an unknown centring', () => agop(zeros(2, 5), any({ center: 'mean' })), /agop: center is mean/],
    [
      'blocks with a gap',
      () =>
        agop(zeros(2, 5), {
          blocks: [
            [0, 2],
            [3, 5],
          ],
        }),
      /agop: blocks\[1\] is \[3, 5\]; a block that starts at 2/,
    ],
    [
      'blocks that end early',
      () => agop(zeros(2, 5), { blocks: [[0, 2]] }),
      /agop: blocks ends at 2; all 5 columns/,
    ],
    ['an empty block', () => agop(zeros(2, 5), { blocks: [[0, 0]] }), /agop: blocks\[0\] is \[0, 0\]/],
    ['a prior of one class', () => prevalenceCodes([1]), /prevalenceCodes: prior has 1 classes/],
    ['a prior with a zero', () => prevalenceCodes([0, 1]), /prevalenceCodes: prior\[0\] is 0/],
    ['a prior of another sum', () => prevalenceCodes([0.5, 0.6]), /prevalenceCodes: prior has the sum 1\.1/],
    ['codes of one class', () => zeroOneCodes(1), /zeroOneCodes: classes is 1/],
  ];
  it.each(wrong)('throw at once: %s', (_, call, message) => expect(call).toThrow(message));

  const late: [string, () => Promise<unknown>, RegExp][] = [
    [
      'no kernel',
      () => first(any({ kernel: undefined })),
      /rfmRounds: kernel is no kernel; give one as laplace/,
    ],
    ['negative rounds', () => first({ rounds: -1 }), /rfmRounds: rounds is -1/],
    ['a negative ridge', () => first({ ridge: -1 }), /rfmRounds: ridge is -1/],
    ['a power of 0', () => first({ agopPower: 0 }), /rfmRounds: agopPower is 0/],
    ['no AGOP points', () => first({ agopPoints: 0 }), /rfmRounds: agopPoints is 0/],
    ['an unknown centring', () => first(any({ center: 1 })), /rfmRounds: center is 1/],
    [
      'an unknown bandwidth mode',
      () => first(any({ bandwidthMode: 'auto' })),
      /rfmRounds: bandwidthMode is auto/,
    ],
    [
      'an adaptive bandwidth for a kernel without one',
      () => first({ bandwidthMode: 'adaptive', kernel: reluNtk({ depth: 1 }) }),
      /rfmRounds: bandwidthMode is adaptive, but reluNtk has no bandwidth/,
    ],
    ['wrong blocks', () => first({ blocks: [[0, 4]] }), /rfmRounds: blocks ends at 4; all 3 columns/],
    ['a negative seed', () => first({ seed: -1 }), /seed is -1/],
    ['M of another size', () => first({ metric: zeros(2, 2) }), /metric has 2 rows/],
    [
      'an M that is not symmetric',
      () =>
        first({
          metric: fromRows([
            [1, 2, 0],
            [0, 1, 0],
            [0, 0, 1],
          ]),
        }),
      /metric/,
    ],
    ['targets of other points', () => first({}, x, zeros(11, 1)), /rfmRounds: y has 11 rows; 12 are needed/],
    [
      'targets of another precision',
      () => first({}, x, zeros(12, 1, 'float32')),
      /rfmRounds: y is float32; x is float64/,
    ],
    [
      'NaN among the points',
      () => first({}, fromRows(withCell(NaN) as number[][])),
      /rfmRounds: x has NaN at position 17/,
    ],
    [
      'infinite targets',
      () => first({}, x, new Matrix(12, 1, new Float64Array(12).fill(Infinity))),
      /rfmRounds: y has Infinity at position 0/,
    ],
  ];
  it.each(late)('reject: %s', (_, call, message) => expect(call()).rejects.toThrow(message));
});

describe('wrong tables', () => {
  const cases: [string, () => Promise<unknown>, RegExp][] = [
    [
      'NaN',
      () => regressor().fit(withCell(NaN), y),
      /RFMRegressor\.fit: x has NaN in row 5, column 2; remove or impute/,
    ],
    ['null', () => regressor().fit(withCell(null), y), /x has null in row 5, column 2/],
    ['a missing cell', () => regressor().fit(withCell(undefined), y), /x has undefined in row 5, column 2/],
    [
      'a text',
      () => regressor().fit(withCell('Rome'), y),
      /x has "Rome" in row 5, column 2; name the column in categorical/,
    ],
    [
      'a text in a named column',
      () => regressor().fit({ columns: ['a', 'b', 'city'], values: withCell('Rome') }, y),
      /in row 5, column city/,
    ],
    ['no points', () => regressor().fit(zeros(0, 3), []), /RFMRegressor\.fit: x is empty, \(0, 3\)/],
    ['no table', () => regressor().fit(any({}), y), /RFMRegressor\.fit: x is object; give a table/],
    ['null for a table', () => regressor().fit(any(null as never), y), /x is null; give a table/],
    [
      'rows of different length',
      () => regressor().fit([[1, 2], [3]], [1, 2]),
      /x\[1\] has 1 values; 2 are needed/,
    ],
    [
      'targets of other points',
      () => regressor().fit(x, y.slice(1)),
      /RFMRegressor\.fit: y has 11 rows; there are 12 points/,
    ],
    [
      'NaN targets',
      () =>
        regressor().fit(
          x,
          y.map((v, i) => (i === 3 ? NaN : v)),
        ),
      /y has NaN in row 3, column 0/,
    ],
    [
      'a number beyond float32',
      () => regressor({ precision: 'float32' }).fit(withCell(1e39), y),
      /x has Infinity at position 17/,
    ],
    [
      'validation of other columns',
      () => regressor().fit(x, y, { validation: { x: zeros(2, 2), y: [1, 2] } }),
      /validation\.x has 2 columns; the model was fitted to 3/,
    ],
    [
      'validation of other targets',
      () => regressor().fit(x, y, { validation: { x, y: zeros(12, 2) } }),
      /validation\.y has 2 columns; the model was fitted to 1/,
    ],
    [
      'validation of too few targets',
      () => regressor().fit(x, y, { validation: { x, y: [1] } }),
      /validation\.y has 1 rows; there are 12 points/,
    ],
    [
      'a category position that is not there',
      () => regressor({ categorical: [3] }).fit(x, y),
      /categorical\[0\] is 3; give positions of 0 to 2/,
    ],
    [
      'a category name without names',
      () => regressor({ categorical: ['city'] }).fit(x, y),
      /categorical\[0\] is city; give positions/,
    ],
    [
      'a category name that is not there',
      () => regressor({ categorical: ['town'] }).fit({ columns: ['a', 'b', 'city'], values: x.toRows() }, y),
      /categorical\[0\] is town; the columns are a, b, city/,
    ],
    [
      'a category given twice',
      () => regressor({ categorical: [1, 1] }).fit(x, y),
      /categorical\[1\] is 1 for the second time/,
    ],
    [
      'a missing category',
      () => regressor({ categorical: [2] }).fit(withCell(null), y),
      /x has null in row 5, column 2; give missing values a category/,
    ],
    [
      'a single class',
      () =>
        classifier().fit(
          x,
          y.map(() => 'only'),
        ),
      /RFMClassifier\.fit: y has one class, only; give points of two/,
    ],
    ['one point', () => classifier().fit([[1, 2]], ['a']), /y has one class/],
    [
      'numbers for labels',
      () => classifier().fit(x, y),
      /y has .* at position 0; labels are integers; RFMRegressor learns numbers/,
    ],
    ['labels of two columns', () => classifier().fit(x, any(x)), /y has 3 columns; give one label a point/],
    ['labels of other points', () => classifier().fit(x, labels.slice(1)), /y has 11 rows/],
    [
      'a validation label that is no class',
      () => classifier().fit(x, labels, { validation: { x, y: labels.map(() => 'other') } }),
      /validation\.y has other at position 0; it is no class of the training points/,
    ],
    [
      'an AUC of one class',
      () =>
        classifier({ tuningMetric: 'auc' }).fit(x, labels, {
          validation: { x, y: labels.map(() => 'plus') },
        }),
      /auc: classes are all the same/,
    ],
  ];
  it.each(cases)('reject: %s', (_, call, message) => expect(call()).rejects.toThrow(message));

  it('are no points to predict at either', async () => {
    const model = await regressor().fit({ columns: ['a', 'b', 'c'], values: x.toRows() }, y);
    expect(() => model.predict(zeros(2, 2))).toThrow(
      /RFMRegressor\.predict: z has 2 columns; the model was fitted to 3/,
    );
    expect(() => model.predict(withCell(NaN))).toThrow(/RFMRegressor\.predict: z has NaN/);
    expect(() => model.predict({ columns: ['a', 'b'], values: [[1, 2]] })).toThrow(
      /z has no column c; it has a, b/,
    );
    expect(() => model.gradients(withCell('x'))).toThrow(/RFMRegressor\.gradients: z has "x"/);
    expect(() => model.score(x, zeros(12, 2))).toThrow(/RFMRegressor\.score: y has 2 columns/);
    const classes = await classifier().fit(x, labels);
    expect(() => classes.score(x, labels.slice(1))).toThrow(/RFMClassifier\.score: y has 11 rows/);
    expect(
      classes.score(
        x,
        labels.map(() => 'never seen'),
      ),
    ).toBe(0);
  });

  it('are not predicted at before fit', () => {
    expect(() => regressor().predict(x)).toThrow(
      /RFMRegressor: fitted is read before fit; call and await fit/,
    );
    expect(() => classifier().predictProba(x)).toThrow(/RFMClassifier: fitted is read before fit/);
    expect(() => regressor().save()).toThrow(/fitted is read before fit/);
  });
});

describe('odd but legal data', () => {
  const finite = (a: Matrix) => expect(a.data.every(Number.isFinite)).toBe(true);

  it.each(['constant', 'adaptive'] as const)('one point is met, bandwidth %s', async (bandwidthMode) => {
    const model = await regressor({ bandwidthMode, rounds: 3, center: true, normalise: true }).fit(
      [[1, 2]],
      [3],
    );
    expect(Math.abs(model.predict([[1, 2]]).data[0] - 3 / 1.001)).toBeLessThan(1e-12);
    finite(model.predict(x.toRows().map((row) => row.slice(1))));
  });

  it('constant columns have no weight in M and do no harm', async () => {
    const rows = x.toRows().map((row) => [...row, 7]);
    const model = await regressor({ normalise: true, rounds: 2 }).fit(rows, y);
    const metric = model.fitted.metric as Matrix;
    for (let j = 0; j < 4; j++) expect(Math.abs(metric.get(3, j))).toBeLessThan(1e-12);
    const without = await regressor({ normalise: true, rounds: 2 }).fit(x, y);
    const [f, g] = [model.predict(rows).data, without.predict(x).data];
    f.forEach((value, i) => expect(Math.abs(value - g[i])).toBeLessThan(1e-9));
  });

  it('all columns constant, all points equal: the mean shrunk by the ridge', async () => {
    const same = x.toRows().map(() => [1, 1, 1]);
    for (const bandwidthMode of ['constant', 'adaptive'] as const) {
      const model = await regressor({ bandwidthMode, rounds: 2 }).fit(same, y);
      const want = y.reduce((a, b) => a + b) / (12 + 1e-3);
      expect(Math.abs(model.predict([[1, 1, 1]]).data[0] - want)).toBeLessThan(1e-9);
    }
  });

  it('zero rows and zero targets', async () => {
    const rows = x.toRows().map((row, i) => (i < 3 ? [0, 0, 0] : row));
    finite((await regressor({ normalise: true }).fit(rows, y)).predict(rows));
    expect(
      (
        await regressor({ normalise: true }).fit(
          rows,
          y.map(() => 0),
        )
      )
        .predict(rows)
        .data.every((v) => v === 0),
    ).toBe(true);
  });

  it.each(['float64', 'float32'] as const)(
    'duplicate rows with ridge 0 need a ridge, and the history says so, %s',
    async (precision) => {
      const rows = x.toRows();
      const model = await regressor({ ridge: 0, precision }).fit(
        [...rows, ...rows],
        [...y, ...y.map((v) => v + 1)],
      );
      expect(model.fitted.history[0]).toMatchObject({ fallback: 'ridge', precision: 'float64' });
      expect(model.fitted.history[0].ridge).toBeGreaterThan(0);
      finite(model.predict(rows));
    },
  );

  it('more columns than points', async () => {
    const wide = new Random(4).normalMatrix(6, 40);
    for (const agopPower of [1, 0.5]) {
      const model = await regressor({ agopPower, normalise: true, rounds: 3 }).fit(wide, y.slice(0, 6));
      finite(model.predict(wide));
      finite(model.fitted.metric as Matrix);
    }
  });

  it('one point of each class', async () => {
    for (const classCoding of ['zero-one', 'prevalence'] as const) {
      const model = await classifier({ classCoding }).fit(x.toRows().slice(0, 3), ['a', 'b', 'c']);
      expect(model.predict(x.toRows().slice(0, 3))).toEqual(['a', 'b', 'c']);
    }
  });

  it('validation labels of one class only', async () => {
    const validation = { x, y: labels.map(() => 'plus') };
    for (const tuningMetric of ['accuracy', 'brier', 'logloss', 'f1'] as const) {
      const model = await classifier({ tuningMetric }).fit(x, labels, { validation });
      expect(model.fitted.history.every((facts) => Number.isFinite(facts.validation))).toBe(true);
    }
  });

  it('numbers whose squares overflow float32 are an error, not NaN', async () => {
    const huge = x.toRows().map((row) => row.map((value) => value * 1e25));
    await expect(regressor({ precision: 'float32' }).fit(huge, y)).rejects.toThrow(
      /float32|overflow|Infinity|NaN|large/,
    );
    finite((await regressor({ precision: 'float64' }).fit(huge, y)).predict(huge));
  });

  it('targets whose gradients overflow float32 are an error that says what to do', async () => {
    const large = y.map((value) => value * 1e30);
    await expect(regressor({ precision: 'float32' }).fit(x, large)).rejects.toThrow(
      /gradients overflow; scale the targets down or use float64/,
    );
    finite((await regressor({ precision: 'float64' }).fit(x, large)).predict(x));
  });

  it('a kernel without bandwidth is as good as any', async () => {
    const model = await regressor({
      kernel: sumPower({ bandwidth: 3, exponent: 1, mix: 0, power: 2 }),
    }).fit(x, y);
    finite(model.predict(x));
  });
});
