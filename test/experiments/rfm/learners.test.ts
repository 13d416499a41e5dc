import { createRequire } from 'node:module';
import { describe, expect, it, vi } from 'vitest';
import { eigenProPasses } from 'agop/experiments/rfm/eigenpro-passes';
import { boostedClasses, boostedNumbers } from 'agop/experiments/rfm/peers/boosted-trees';
import { forestClasses, forestNumbers } from 'agop/experiments/rfm/peers/random-forest';
import { svmClasses } from 'agop/experiments/rfm/peers/svm';
import { type Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';

describe('eigenProPasses', () => {
  const settings = { n: 300, tests: 200, d: 10, bandwidth: 10, subsample: 200, passes: 4, ownBatchPasses: 1 };

  it('has a row a pass and method, the same for the same seed', async () => {
    const rows = await eigenProPasses(settings, 0);
    expect(rows).toHaveLength(1 + 4 + 4 + 1);
    expect(await eigenProPasses(settings, 0)).toEqual(rows);
    const last = (method: string) => rows.filter((row) => row.method === method).at(-1)!;
    expect(last('direct').trainMse).toBeLessThan(1e-20);
    expect(last('EigenPro').batch).toBe(last('plain, same batch').batch);
    expect(last('EigenPro').trainMse).toBeLessThan(last('plain, same batch').trainMse);
    expect(last('plain, own batch').batch).toBeLessThan(5);
  });
});

describe('peers', () => {
  const random = new Random(0);
  const [x, z] = [random.normalMatrix(150, 2), random.normalMatrix(100, 2)];
  const ring = (points: Matrix): number[] => points.toRows().map(([a, b]) => Number(a * a + b * b > 1.4));
  const share = (a: ArrayLike<number>, b: number[]): number =>
    b.filter((value, i) => value === a[i]).length / b.length;

  it('learn a ring, and nothing is printed', async () => {
    const spies = [
      vi.spyOn(console, 'log'),
      vi.spyOn(console, 'warn'),
      vi.spyOn(process.stdout, 'write'),
      vi.spyOn(process.stderr, 'write'),
    ];
    const svm = await svmClasses(x, ring(x), z, { cost: 10 });
    const forest = forestClasses(x, ring(x), z, { trees: 10 });
    spies.forEach((spy) => {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    });
    expect(share(svm, ring(z))).toBeGreaterThan(0.9);
    expect(share(forest, ring(z))).toBeGreaterThan(0.85);
  });

  it('give the only class there is, and the same forest for the same seed', async () => {
    expect(await svmClasses(x, Array(150).fill(3), z)).toEqual(new Int32Array(100).fill(3));
    const numbers = x.toRows().map(([a]) => a);
    const first = forestNumbers(x, numbers, z, { trees: 3, seed: 1 });
    expect(forestNumbers(x, numbers, z, { trees: 3, seed: 1 })).toEqual(first);
  });

  it.skipIf(!installed('ml-xgboost'))('boost trees where the package is installed', async () => {
    expect(share(await boostedClasses(x, ring(x), z), ring(z))).toBeGreaterThan(0.85);
    const numbers = x.toRows().map(([a, b]) => a * b);
    const first = await boostedNumbers(x, numbers, x, { depth: 6 });
    first.forEach((value, i) => expect(Math.abs(value - numbers[i])).toBeLessThan(0.5));
    expect(await boostedNumbers(x, numbers, x, { depth: 6 })).toEqual(first);
  });

  it.skipIf(installed('ml-xgboost'))('say which package is not installed', async () => {
    await expect(boostedClasses(x, ring(x), z)).rejects.toThrow(
      /boostedClasses: the package ml-xgboost is not installed; .*npm install ml-xgboost/,
    );
  });

  it('name what is wrong', async () => {
    await expect(svmClasses(x, [1, 2], z)).rejects.toThrow(
      /svmClasses: y has 2 numbers; there are 150 points/,
    );
    await expect(svmClasses(x, ring(x), z, { cost: 0 })).rejects.toThrow(/svmClasses: cost is 0/);
    expect(() => forestClasses(x, ring(x), zeros(3, 5))).toThrow(/forestClasses: z has 5 columns/);
    expect(() => forestNumbers(x, ring(x), z, { trees: 0 })).toThrow(/forestNumbers: trees is 0/);
  });
});

function installed(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}
