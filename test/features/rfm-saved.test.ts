import { describe, expect, it } from 'vitest';
import { DataError } from 'agop/errors';
import { RFMClassifier } from 'agop/features/rfm/rfm-classifier';
import { RFMRegressor } from 'agop/features/rfm/rfm-regressor';
import { ridgeSolver } from 'agop/features/rfm/ridge-solver';
import { fromBytes, toBytes } from 'agop/features/rfm/saved-model';
import { generalisedLaplace } from 'agop/kernels/generalised-laplace';
import { laplace } from 'agop/kernels/laplace';
import { Random } from 'agop/linalg/random';

const x = new Random(0).normalMatrix(20, 3);
const z = new Random(1).normalMatrix(6, 3);
const y = Array.from({ length: 20 }, (_, i) => x.get(i, 0) * x.get(i, 1));
const labels = y.map((value) => (value > 0 ? 'plus' : 'minus'));
const mixed = (n: number): (number | string)[][] =>
  Array.from({ length: n }, (_, i) => [x.get(i, 0), 'abc'[i % 3], x.get(i, 2)]);

describe('a saved model', () => {
  it.each([
    ['full', {}],
    ['diagonal', { diagonal: true }],
    ['float32', { precision: 'float32' }],
    [
      'adaptive, another kernel',
      { kernel: generalisedLaplace({ bandwidth: 1, exponent: 1.2 }), bandwidthMode: 'adaptive' },
    ],
    ['round 0 alone', { rounds: 0 }],
    [
      'all options',
      {
        center: 'pooled',
        agopPower: 0.5,
        collectMetrics: true,
        earlyStop: Infinity,
        timeLimit: 1000,
        seed: 4,
      },
    ],
  ] as const)('predicts the same to the bit, %s', async (_, options) => {
    const model = await new RFMRegressor(options).fit(x, y, { validation: { x: z, y: [1, 2, 3, 4, 5, 6] } });
    const loaded = RFMRegressor.load(model.save());
    expect(loaded.predict(z)).toEqual(model.predict(z));
    expect(loaded.gradients(z)).toEqual(model.gradients(z));
    const { kernel, ...rest } = model.fitted;
    const { kernel: itsKernel, ...itsRest } = loaded.fitted;
    expect(itsRest).toEqual(rest);
    expect(itsKernel.spec).toEqual(kernel.spec);
    expect({ ...loaded.options, kernel: loaded.options.kernel.spec }).toEqual({
      ...model.options,
      kernel: model.options.kernel.spec,
    });
    expect(loaded.save()).toEqual(model.save());
  });

  it('knows its classes and categories', async () => {
    const model = await new RFMClassifier({ classCoding: 'prevalence', categorical: [1] }).fit(
      mixed(20),
      labels,
    );
    const loaded = RFMClassifier.load(model.save());
    expect(loaded.predict(mixed(6))).toEqual(model.predict(mixed(6)));
    expect(loaded.predictProba(mixed(6))).toEqual(model.predictProba(mixed(6)));
    expect(loaded.fitted.featureNames).toEqual(model.fitted.featureNames);
  });

  it('can be fitted again, unless its solver was a function', async () => {
    const byName = RFMRegressor.load((await new RFMRegressor().fit(x, y)).save());
    const again = await byName.fit(x, y);
    expect(again.predict(z)).toEqual((await new RFMRegressor().fit(x, y)).predict(z));
    const byFunction = RFMRegressor.load((await new RFMRegressor({ solver: ridgeSolver }).fit(x, y)).save());
    expect(byFunction.predict(z)).toEqual(again.predict(z));
    await expect(byFunction.fit(x, y)).rejects.toThrow(/solver was a function when the model was saved/);
  });

  it('that was changed in any place, or cut off, is not loaded', async () => {
    const bytes = (await new RFMRegressor({ kernel: laplace({ bandwidth: 2 }), rounds: 1 }).fit(x, y)).save();
    for (let at = 0; at < bytes.length; at += 37) {
      const changed = Buffer.from(bytes);
      changed[at] ^= 1;
      expect(() => RFMRegressor.load(changed)).toThrow(DataError);
    }
    for (const length of [0, 31, 40, 100, bytes.length - 1]) {
      expect(() => RFMRegressor.load(bytes.subarray(0, length))).toThrow(/fails its checksum/);
    }
    expect(() => RFMClassifier.load(bytes)).toThrow(/RFMClassifier.load: the bytes hold an RFMRegressor/);
    expect(() => RFMRegressor.load(toBytes({ format: 'other' }))).toThrow(/no model of this version/);
  });

  it('keeps every number to the bit', () => {
    const data = {
      a: Float64Array.of(-0, 5e-324, 0.1, 1 / 3),
      b: [Float32Array.of(0.1), null, 'text'],
      c: 0.1,
      d: Infinity,
    };
    const back = fromBytes(toBytes(data)) as typeof data;
    expect(back).toEqual(data);
    expect(Object.is(back.a[0], -0)).toBe(true);
  });
});
