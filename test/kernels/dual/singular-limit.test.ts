import { readFileSync } from 'node:fs';
import { erfDual } from 'agop/kernels/dual/erf-dual';
import { deepKernels } from 'agop/kernels/dual/deep-kernels';
import { optimalDual } from 'agop/kernels/dual/optimal-dual';
import { sineDual } from 'agop/kernels/dual/sine-dual';
import { singularLimit } from 'agop/kernels/dual/singular-limit';
import { taxonomy } from 'agop/kernels/dual/taxonomy';
import { describe, expect, it } from 'vitest';

type Case = Record<'delta' | 'log_psi' | 'log_C0' | 'check_log_ntk', number[]> & {
  activation: string;
  check_depth: number;
};

const cases = (file: string): Case[] =>
  JSON.parse(readFileSync(new URL(`${file}.json`, import.meta.url), 'utf8')).cases;

function dualOf(name: string) {
  if (name === 'erf') return erfDual;
  const value = Number(name.slice(3));
  return name.startsWith('sin') ? sineDual(value) : optimalDual(value);
}

const furthest = (got: number[], want: number[]): number =>
  Math.max(...got.map((g, i) => Math.abs(g - want[i])));

describe('the singular limit', () => {
  it.each(cases('b5_singular_limit_kernel'))('gives the 60-digit psi of $activation to 1e-7', (one) => {
    const dual = dualOf(one.activation);
    expect(
      furthest(
        one.delta.map((d) => singularLimit(dual, d).logPsi),
        one.log_psi,
      ),
    ).toBeLessThan(1e-7);
  });

  it.each(cases('b6_deep_ntk_profile'))('gives psi, C0 and a deep NTK of $activation to 1e-6', (one) => {
    const dual = dualOf(one.activation);
    const limits = one.delta.map((d) => singularLimit(dual, d));
    expect(
      furthest(
        limits.map((l) => l.logPsi),
        one.log_psi,
      ),
    ).toBeLessThan(1e-6);
    expect(
      furthest(
        limits.map((l) => l.logC0),
        one.log_C0,
      ),
    ).toBeLessThan(1e-6);
    const deep = one.delta.map((d) => deepKernels(dual, d, one.check_depth).ntk);
    expect(furthest(deep, one.check_log_ntk)).toBeLessThan(1e-6);
  });

  it.each([1, 2, 4, 8])(
    'is a power of delta with exponent d / 2 for the activation optimal on d = %i',
    (d) => {
      const logs = [-12, -11, -10, -9, -8, -7, -6, -5, -4];
      const psi = logs.map((e) => singularLimit(optimalDual(d), 10 ** e).logPsi / Math.LN10);
      const mean = (x: number[]): number => x.reduce((s, v) => s + v, 0) / x.length;
      const [mx, my] = [mean(logs), mean(psi)];
      const slope =
        logs.reduce((s, x, i) => s + (x - mx) * (psi[i] - my), 0) /
        logs.reduce((s, x) => s + (x - mx) ** 2, 0);
      expect(Math.abs(slope + d / 2)).toBeLessThan(1e-3); // R swings periodically by up to 1.4e-3
      expect(taxonomy(optimalDual(d)).alpha).toBeCloseTo(d / 2, 12);
    },
  );
});
