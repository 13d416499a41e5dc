import { inlineData } from 'agop/report/inline-data';
import type { Row } from 'agop/report/row';
import * as vega from 'vega';
import { expect, test } from 'vitest';

const read = (rows: Row[]): unknown => {
  const data = inlineData(rows) as { values: string; format: vega.Format };
  return [...vega.read(data.values, data.format)];
};

test('vega reads the rows back from the CSV of a spec', () => {
  const rows: Row[] = [
    { method: 'a, "b"', n: 1, error: 1.5e-7, best: true, note: '10' },
    { method: 'line\nbreak', n: -2, error: null, best: false, note: null },
  ];
  expect(read(rows)).toEqual(rows);
});

test('a column that a row lacks reads as null', () => {
  expect(read([{ a: 1 }, { a: 2, b: 'x' }])).toEqual([
    { a: 1, b: null },
    { a: 2, b: 'x' },
  ]);
});

test('rows with an empty text or a column of two types stay rows', () => {
  for (const rows of [[{ a: '' }], [{ a: 1 }, { a: 'x' }]])
    expect(inlineData(rows)).toEqual({ values: rows });
});

test('CSV names each column once', () => {
  const rows = Array.from({ length: 100 }, (_, i) => ({ iteration: i, error: i / 7 }));
  const { values } = inlineData(rows) as { values: string };
  expect(values.match(/iteration/g)).toHaveLength(1);
});
