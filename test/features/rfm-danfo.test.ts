import { DataFrame, Series } from 'danfojs-node';
import { expect, it } from 'vitest';
import { RFMClassifier } from 'agop/features/rfm/rfm-classifier';
import { RFMRegressor } from 'agop/features/rfm/rfm-regressor';
import { Random } from 'agop/linalg/random';

const x = new Random(0).normalMatrix(20, 2).toRows();
const cities = x.map((_, i) => ['Rome', 'Oslo', 'Lima'][i % 3]);
const frame = new DataFrame({ age: x.map(([a]) => a), city: cities, income: x.map(([, b]) => b) });
const rows = x.map(([a, b], i) => [a, cities[i], b]);

it('a danfojs frame is read as its rows, categories by name', async () => {
  const y = x.map(([a, b]) => a * b);
  const fromFrame = await new RFMRegressor({ categorical: ['city'] }).fit(frame, new Series(y));
  const fromRows = await new RFMRegressor({ categorical: [1] }).fit(rows, y);
  expect(fromFrame.predict(frame).data).toEqual(fromRows.predict(rows).data);
  expect(fromFrame.fitted.featureNames).toEqual([
    'age',
    'income',
    'city = Lima',
    'city = Oslo',
    'city = Rome',
  ]);
});

it('a danfojs series of labels is read as its values', async () => {
  const numbers = frame.loc({ columns: ['age', 'income'] });
  const model = await new RFMClassifier().fit(numbers, frame['city'] as Series);
  const plain = await new RFMClassifier().fit(x, cities);
  expect(model.predict(numbers)).toEqual(plain.predict(x));
});
