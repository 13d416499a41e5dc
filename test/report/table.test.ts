import { formatNumber } from 'agop/report/format-number';
import { table, tableHtml, tableText } from 'agop/report/table';
import { DataFrame } from 'danfojs-node';
import { expect, test } from 'vitest';

test('a danfojs frame and tidy rows give the same table', () => {
  const rows = [
    { method: 'a', error: 0.5 },
    { method: 'b', error: 2 },
  ];
  expect(tableHtml(table(new DataFrame(rows) as never))).toBe(tableHtml(table(rows)));
});

test('numbers are aligned right, text left, and what is HTML is escaped', () => {
  const html = tableHtml(table([{ name: '<b>', value: 1 }], { caption: 'a & b' }));
  expect(html).toContain('<td style="text-align: left">&lt;b&gt;</td><td style="text-align: right">1</td>');
  expect(html).toContain('<caption>a &amp; b</caption>');
});

test('a row without a column leaves the cell empty', () => {
  expect(tableText(table([{ a: 1, b: 'x' }, { a: 20 }]))).toBe(' a  b\n 1  x\n20');
});

test('numbers are written as a reader wants them', () => {
  const shown = [
    0,
    -0,
    1,
    -2.5,
    1234,
    12345,
    1 / 3,
    0.00123456,
    9.4e-5,
    -1.5e-12,
    2.5e8,
    1e300,
    NaN,
    -Infinity,
  ];
  expect(shown.map(formatNumber)).toEqual(
    ['0', '0', '1', '−2.5', '1234', '12\u202f345', '0.3333', '0.001235', '9.4e−5', '−1.5e−12', '250\u202f000\u202f000', '1e300', 'NaN', '−∞'],
  ); // prettier-ignore
});
