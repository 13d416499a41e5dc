import { mapGated, mapOpen, mapRectify, mapTimes } from 'agop/elementwise/gate-maps';
import { startWorkers } from 'agop/elementwise/pool';
import { InputError } from 'agop/errors';
import { allocate, Matrix, type Precision, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { expect, test } from 'vitest';

const random = new Random(0);
const gatesLike = ({ rows, cols, precision }: Matrix): Matrix => {
  const gates = zeros(rows, cols, precision);
  for (let i = 0; i < gates.data.length; i++) gates.data[i] = +(random.uniform() < 0.5);
  return gates;
};

// Below and above the size that is shared between threads; odd numbers of columns.
const cases = (['float64', 'float32'] as const).flatMap((precision) =>
  [
    [1, 1],
    [7, 5],
    [6, 4097],
    [320, 3333],
  ].map(([n, m]): [number, number, Precision] => [n, m, precision]),
);

test.each(cases)(
  'maps over (%i, %i) %s gates are their definitions, entry by entry',
  async (n, m, precision) => {
    await startWorkers();
    const z = random.normalMatrix(n, m, precision);
    z.data[0] = 0;
    const gates = gatesLike(z);
    const product = z.clone();
    mapTimes(product, gates);
    const [positive, open] = [z.clone(), zeros(n, m, precision)];
    mapRectify(positive, open);
    const positions = n % 2 === 0 ? 2 : 1;
    const v = random.normalMatrix(positions, m, precision);
    const g = random.normalMatrix(1, n / positions, precision).data;
    const [changed, added] = [z.clone(), z.clone()];
    mapGated(changed, gates, { g, v });
    mapGated(added, gates, { g, v, add: true });
    const start = z.clone();
    mapOpen(start);
    const round = precision === 'float32' ? Math.fround : (value: number) => value;
    let wrong = 0;
    for (let at = 0; at < n * m; at++) {
      const [i, k] = [Math.floor(at / m), at % m];
      const value = z.data[at];
      const change = round(g[Math.floor(i / positions)] * v.get(i % positions, k)) * gates.data[at];
      wrong += +(product.data[at] !== value * gates.data[at]);
      wrong += +(positive.data[at] !== Math.max(value, 0)) + +(open.data[at] !== +(value > 0));
      wrong += +(changed.data[at] !== round(change)) + +(added.data[at] !== round(value + round(change)));
      wrong += +(start.data[at] !== +(value >= 0));
    }
    expect(wrong).toBe(0);
  },
);

test('shapes and precisions that do not fit are refused by name', () => {
  const z = zeros(4, 3);
  expect(() => mapTimes(z, zeros(4, 2))).toThrow(/mapTimes: gates has 2 columns/);
  expect(() => mapRectify(z, zeros(4, 3, 'float32'))).toThrow(InputError);
  expect(() => mapGated(z, z.clone(), { g: allocate(3), v: zeros(1, 3) })).toThrow(
    /mapGated: g has 3 numbers; 4/,
  );
  expect(() => mapGated(z, z.clone(), { g: allocate(4), v: zeros(1, 2) })).toThrow(
    /mapGated: v has 2 columns/,
  );
});
