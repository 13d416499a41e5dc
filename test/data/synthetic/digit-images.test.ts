import { describe, expect, test } from 'vitest';
import { dominoes, dominoHalf, gratings } from 'agop/data/synthetic/gratings';
import { strips, stripCentre } from 'agop/data/synthetic/strips';
import { zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';

const fourDigits = () => ({ x: new Random(9).uniformMatrix(4, 64), labels: [0, 3, 5, 9] });

describe('gratings', () => {
  test('are the same for the same seed and others for another', () => {
    const draw = (seed: number) => gratings([0, 4, 9], { noise: 1 }, new Random(seed)).data;
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  test('lie in [0, 1] with noise and within 0.5 ± 0.3 without', () => {
    const noisy = gratings([1, 2], { noise: 1 }, new Random(0)).data;
    const clean = gratings([1, 2], { noise: 0 }, new Random(0)).data;
    expect([Math.min(...noisy), Math.max(...noisy)]).toEqual([0, 1]);
    expect(Math.min(...clean)).toBeGreaterThanOrEqual(0.2);
    expect(Math.max(...clean)).toBeLessThanOrEqual(0.8);
  });

  test('of class 0 vary along the rows, of class 5 along the columns', () => {
    const change = (label: number): number => {
      const x = gratings(Array<number>(50).fill(label), { noise: 0 }, new Random(3));
      let [across, down] = [0, 0];
      for (let i = 0; i < x.rows; i++) {
        for (let row = 0; row < 11; row++) {
          for (let col = 0; col < 11; col++) {
            const at = x.get(i, row * 12 + col);
            across += (x.get(i, row * 12 + col + 1) - at) ** 2;
            down += (x.get(i, row * 12 + 12 + col) - at) ** 2;
          }
        }
      }
      return across / down;
    };
    expect(change(0)).toBeGreaterThan(10);
    expect(change(5)).toBeLessThan(1 / 10);
  });
});

describe('dominoes', () => {
  test('hold the digit as it is in the middle of the right half, and the grating on the left', () => {
    const digits = fourDigits();
    const x = dominoes(digits, { noise: 0.5 }, new Random(1));
    const left = gratings(digits.labels, { noise: 0.5 }, new Random(1));
    expect([x.rows, x.cols]).toEqual([4, 288]);
    for (let k = 0; k < 144; k++) {
      const [row, col] = [Math.floor(k / 12), k % 12];
      expect(x.get(2, row * 24 + col)).toBe(left.get(2, k));
      const inside = row >= 2 && row < 10 && col >= 2 && col < 10;
      const digit = inside ? digits.x.get(2, (row - 2) * 8 + col - 2) : 0;
      expect(x.get(2, row * 24 + 12 + col)).toBe(digit);
    }
  });

  test('have two halves that share no pixel and leave none out', () => {
    const pixels = [...dominoHalf('grating'), ...dominoHalf('digit')].sort((a, b) => a - b);
    expect(pixels).toEqual(Array.from({ length: 288 }, (_, k) => k));
  });
});

describe('strips', () => {
  test('are the same for the same seed, and their middle is 8 of 22 columns', () => {
    const draw = (seed: number) => strips(fourDigits(), 5, new Random(seed));
    expect(draw(4)).toEqual(draw(4));
    expect(draw(4).x.data).not.toEqual(draw(5).x.data);
    expect(stripCentre().length / 220).toBeCloseTo(8 / 22, 12);
  });

  test('show the digit that gives the class in the middle, and cropped neighbours beside it', () => {
    // Digits that are blank but for class 3, which is full: the middle is inked exactly for label 3.
    const digits = fourDigits();
    digits.x.data.fill(0);
    digits.x.row(1).fill(1);
    const { x, labels } = strips(digits, 200, new Random(0));
    const gaps = [6, 15].flatMap((col) => Array.from({ length: 10 }, (_, row) => row * 22 + col));
    for (let i = 0; i < x.rows; i++) {
      const mean = (pixels: number[]): number =>
        pixels.reduce((sum, k) => sum + x.get(i, k), 0) / pixels.length;
      // 64 of the 80 pixels of the middle are inked; contrast is at least 0.2 and the means of 20 and 80 pixels with
      // noise 0.05 stray by 0.011 and 0.006, so 0.08 lies five deviations from either side.
      const difference = Math.abs(mean(stripCentre()) - mean(gaps));
      expect(difference > 0.08).toBe(labels[i] === 3);
    }
    expect(new Set(labels)).toEqual(new Set([0, 3, 5, 9]));
  });
});

test('the digits are not changed by putting images together from them', () => {
  const digits = { x: zeros(2, 64), labels: [0, 1] };
  strips(digits, 3, new Random(0));
  dominoes(digits, { noise: 1 }, new Random(0));
  expect(digits.x.data.every((value) => value === 0)).toBe(true);
});
