import { expect, test } from 'vitest';
import { differences } from '../../tools/differences.mjs';

const figure = (rows: object[], measured = false, claims = ['C1']): object => ({
  id: 'f1',
  claims,
  spec: { mark: 'point' },
  rows,
  provenance: {
    settings: {},
    seeds: [0],
    profile: 'quick',
    dataHashes: {},
    measured,
    libHash: 'x',
    engine: 'y',
  },
});
const claim = (got: number, holds = true): object[] => [{ id: 'C1', got, bound: '≥ 1', holds }];
const counted = (before: object, after: object): string[] =>
  differences(before, after)
    .filter(({ measured }: { measured: boolean }) => !measured)
    .map(({ where, text }: { where: string; text: string }) => `${where}: ${text}`);

test('rounding does not count, a moved number does', () => {
  expect(
    counted({ 'f1.json': figure([{ a: 1, b: 1e-15 }]) }, { 'f1.json': figure([{ a: 1.0005, b: 9e-15 }]) }),
  ).toEqual([]);
  expect(counted({ 'f1.json': figure([{ a: 1 }]) }, { 'f1.json': figure([{ a: 1.01 }]) })).toEqual([
    'f1.json.rows.0.a: 1 -> 1.01',
  ]);
});

test('lost and added figures, rows and columns count', () => {
  const f = figure([{ a: 1 }]);
  expect(counted({ 'f1.json': f }, {})).toEqual(['f1.json: is committed, but no longer made']);
  expect(counted({}, { 'f1.json': f })).toEqual(['f1.json: is made, but not committed']);
  expect(counted({ 'f1.json': f }, { 'f1.json': figure([{ a: 1 }, { a: 2 }]) })).toEqual([
    'f1.json.rows: 1 -> 2 entries',
  ]);
  expect(counted({ 'f1.json': f }, { 'f1.json': figure([{ a: 1, b: 2 }]) })).toEqual([
    'f1.json.rows.0.b: null -> 2',
  ]);
});

test('a number that became NaN counts', () => {
  expect(counted({ 'f1.json': figure([{ a: 1 }]) }, { 'f1.json': figure([{ a: null }]) })).toHaveLength(1);
});

test('a wall time may move, but not the outcome of its claim', () => {
  const before = { 'f1.json': figure([{ ms: 1 }], true), 'claims.json': claim(3) };
  expect(counted(before, { 'f1.json': figure([{ ms: 2 }], true), 'claims.json': claim(4) })).toEqual([]);
  expect(differences(before, { 'f1.json': figure([{ ms: 2 }], true), 'claims.json': claim(4) })).toHaveLength(
    2,
  );
  expect(counted(before, { 'f1.json': figure([{ ms: 2 }], true), 'claims.json': claim(0, false) })).toEqual([
    'claims.json.C1.holds: true -> false',
  ]);
});

test('an outcome that turned counts even where the number hardly moved', () => {
  const before = { 'f1.json': figure([{ a: 1 }]), 'claims.json': claim(1) };
  expect(counted(before, { ...before, 'claims.json': claim(0.9999, false) })).toEqual([
    'claims.json.C1.holds: true -> false',
  ]);
});
