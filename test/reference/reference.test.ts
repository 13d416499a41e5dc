import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkReferences } from '../../tools/reference.mjs';
import { atIteration, atPower, deviation, scoped, toleranceClauses } from '../../tools/reference-tolerance.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reference-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function folderWith(files: Record<string, string>): string {
  const made = fs.mkdtempSync(path.join(folder, 'case-'));
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(made, name)), { recursive: true });
    fs.writeFileSync(path.join(made, name), text);
  }
  return made;
}

const here = path.join(import.meta.dirname, 'lin-rfm');

describe('the reference harness', () => {
  it('finds every stored vector in agreement', async () => {
    const { lines, failed } = await checkReferences(import.meta.dirname);
    expect(lines.filter((line: string) => line.startsWith('FAIL'))).toEqual([]);
    expect(failed).toBe(0);
  });

  it('fails on a file whose numbers are off by more than the stated tolerance, and names the case', async () => {
    const reference = JSON.parse(fs.readFileSync(path.join(here, 'matrix_sensing.json'), 'utf8'));
    reference.cases[0].Z_after['2'][0][0] += 1e-3;
    const made = folderWith({ 'deep/changed.json': JSON.stringify(reference) });
    const { lines, failed } = await checkReferences(made);
    expect(failed).toBe(1);
    expect(lines.join()).toMatch(/FAIL deep.changed\.json: case 0, alpha 0\.25, Z after 2: got/);
  });

  it.each([
    ['a file that no check knows', { 'a.json': '{"quantity": "unheard of"}' }, /no check knows "unheard of"/],
    ['a file without name and quantity', { 'a.json': '{}' }, /no check knows null/],
    ['a file that is not JSON', { 'a.json': '{' }, /a\.json: .*JSON/],
    ['a folder without files', {}, /no reference file/],
    ['a file without cases', { 'a.json': '{"name": "matrix_sensing", "tolerance": "abs 1", "cases": []}' }, /no case/],
    ['a file without tolerance', { 'a.json': '{"name": "mc_power", "cases": []}' }, /no tolerance/],
  ])('fails on %s', async (_, files, message) => {
    const { lines, failed } = await checkReferences(folderWith(files as Record<string, string>));
    expect(failed).toBe(1);
    expect(lines.join()).toMatch(message);
  });
});

describe('stated tolerances', () => {
  it('are read from words and from objects', () => {
    expect(toleranceClauses('abs 1e-9')).toMatchObject([{ abs: 1e-9 }]);
    expect(toleranceClauses('1e-8 relative')).toMatchObject([{ rel: 1e-8 }]);
    expect(toleranceClauses({ abs: 1e-6, rel: 1e-7 })).toMatchObject([{ abs: 1e-6, rel: 1e-7 }]);
    const [overMax] = toleranceClauses({ abs_over_max: 1e-3 });
    expect(deviation([0.0005, 2], [0, 2], overMax).excess).toBeCloseTo(0.25, 12);
    expect(deviation([0.003, 2], [0, 2], overMax).excess).toBeGreaterThan(1);
    const parts = toleranceClauses('M,P: abs 1e-9 provided small ones are 0 (else (1e-16)^a); objective rel 1e-7');
    expect(scoped(parts, (scope: string) => /objective/.test(scope))).toMatchObject({ rel: 1e-7 });
    expect(scoped(parts, (scope: string) => /\bM\b/.test(scope))).toMatchObject({ abs: 1e-9 });
  });

  it('are chosen by iteration and by power', () => {
    const dated = toleranceClauses('abs 1e-7 up to T=10; abs 1e-5 at T=30');
    expect([1, 10, 11, 30, 40].map((t) => atIteration(dated, t).abs)).toEqual([1e-7, 1e-7, 1e-5, 1e-5, 1e-5]);
    const powers = toleranceClauses('abs 1e-8 (power 0.25: abs 1e-7)');
    expect([0.25, 0.5].map((p) => atPower(powers, p).abs)).toEqual([1e-7, 1e-8]);
  });

  it('never pass NaN or another length', () => {
    expect(deviation([NaN], [1], { abs: 1 }).excess).toBeNaN();
    expect(deviation([1, 2], [1], { abs: 1 }).excess).toBeNaN();
    expect(deviation([1.5], [1], { abs: 1 }).excess).toBeLessThanOrEqual(1);
  });
});
