import * as math from 'mathjs';
import { expect, test } from 'vitest';
import { pinkNoise } from 'agop/data/synthetic/pink-noise';
import { Random } from 'agop/linalg/random';

test('pink noise is the same for the same seed and others for another', () => {
  const draw = (seed: number) => pinkNoise(2, 8, new Random(seed)).data;
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

test('each image lies in [0, 1] around 0.5 with deviation 0.2', () => {
  const x = pinkNoise(20, 16, new Random(0));
  for (let i = 0; i < x.rows; i++) {
    const row = Array.from(x.row(i));
    expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...row)).toBeLessThanOrEqual(1);
    // Standardised before clipping at 2.5 deviations, which moves both by little.
    expect(Math.abs((math.mean(row) as number) - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(Number(math.std(row, 'uncorrected')) - 0.2)).toBeLessThan(0.02);
  }
});

test('the amplitude of pink noise falls as 1/|f|', () => {
  const side = 32;
  const images = pinkNoise(60, side, new Random(1));
  const power = new Float64Array(side * side);
  for (let i = 0; i < images.rows; i++) {
    const row = Array.from(images.row(i));
    const square = Array.from({ length: side }, (_, r) => row.slice(r * side, (r + 1) * side));
    const spectrum = math.fft(square as unknown as math.Complex[]) as unknown as math.Complex[][];
    spectrum.flat().forEach(({ re, im }, k) => (power[k] += re * re + im * im));
  }
  // Least-squares slope of log amplitude on log |f|, over the frequencies below the corner of the square.
  const points: [number, number][] = [];
  for (let a = -side / 2 + 1; a < side / 2; a++) {
    for (let b = -side / 2 + 1; b < side / 2; b++) {
      const f = Math.hypot(a, b);
      if (f === 0 || f >= side / 2) continue;
      const k = ((a + side) % side) * side + ((b + side) % side);
      points.push([Math.log(f), 0.5 * Math.log(power[k])]);
    }
  }
  const mean = (values: number[]): number => values.reduce((s, v) => s + v, 0) / values.length;
  const [fMean, aMean] = [mean(points.map(([f]) => f)), mean(points.map(([, a]) => a))];
  const slope =
    mean(points.map(([f, a]) => (f - fMean) * (a - aMean))) / mean(points.map(([f]) => (f - fMean) ** 2));
  // Each log amplitude strays by 0.5 / √60 = 0.065 over 700 frequencies: slope to 0.01; clipping adds some white noise.
  expect(Math.abs(slope + 1)).toBeLessThan(0.1);
});
