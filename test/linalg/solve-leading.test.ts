import { expect, test } from 'vitest';
import { columnsOf } from 'agop/linalg/columns';
import { gram } from 'agop/linalg/gram';
import { identity, Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { solveLeading } from 'agop/linalg/solve-leading';
import { solveSpd } from 'agop/linalg/solve-spd';

const a = gram(new Random(0).normalMatrix(30, 50));
const b = new Random(1).normalMatrix(30, 2);

test('solves each leading block as if it were alone, zeros below, one factor for all', () => {
  const sizes = [1, 30, 12];
  const together = solveLeading(a.clone(), b, sizes)!;
  sizes.forEach((size, s) => {
    const block = zeros(size, size);
    for (let i = 0; i < size; i++) block.row(i).set(a.row(i).subarray(0, size));
    const alone = solveSpd(block, new Matrix(size, 2, b.data.slice(0, 2 * size)))!;
    const got = columnsOf(together, 2 * s, 2).data;
    alone.data.forEach((value, i) => expect(got[i]).toBeCloseTo(value, 12));
    expect(got.subarray(2 * size).every((value) => value === 0)).toBe(true);
  });
});

test('reads the upper triangle alone, and gives undefined without a factor', () => {
  const upper = a.clone();
  for (let i = 0; i < 30; i++) upper.row(i).fill(7, 0, i);
  expect(solveLeading(upper, b, [9])!.data).toEqual(solveLeading(a.clone(), b, [9])!.data);
  expect(solveLeading(zeros(3, 3), identity(3), [2])).toBeUndefined();
});

test('wrong shapes, precisions and sizes are errors that name them', () => {
  expect(() => solveLeading(a.clone(), identity(3), [2])).toThrow('solveLeading: b has 3 rows');
  expect(() => solveLeading(identity(3, 'float32'), identity(3), [2])).toThrow('solveLeading: b is float64');
  expect(() => solveLeading(a.clone(), b, [31])).toThrow('solveLeading: sizes[0] is 31; a has 30 rows');
  expect(() => solveLeading(a.clone(), b, [2, 0])).toThrow('sizes[1] is 0');
});
