import { tableVotes } from '../../elementwise/log-tables.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { borrowed } from '../../elementwise/borrowed.js';
import type { KernelTable } from '../../kernels/dual/kernel-table.js';
import { agreement, hilbert, majority, nearestLabels } from './classifiers.js';
import { psiTable } from './depth.js';
import { singularDuals } from './named-duals.js';
import { logDistances, someOf, splitSphereData } from './sphere-data.js';

export interface AccuracySettings {
  dimensions: number[];
  sizes: number[];
  /** Singular kernels at every size, and those at the largest alone. */
  kernels: string[];
  atLargest: string[];
  test: number;
}

export type AccuracyRow = { d: number; n: number; classifier: string; accuracy: number };

/** Test rows at a time: the distances of a block to 10,000 points are 80 MB. */
const BLOCK = 1000;

/**
 * Test accuracy of the limits of infinite depth beside Bayes, Hilbert's estimate, the nearest neighbour and majority
 * vote. The smaller training sets are the first points of the largest; distances are held for a block of test points
 * only.
 */
export async function accuracyOfLimits(
  { dimensions, sizes, kernels, atLargest, test }: AccuracySettings,
  seed: number,
  step: Step,
): Promise<AccuracyRow[]> {
  const rows: AccuracyRow[] = [];
  const table = (name: string): [string, KernelTable] => [name, psiTable(singularDuals[name])];
  const [everywhere, last] = [kernels.map(table), atLargest.map(table)];
  const largest = Math.max(...sizes);
  const blocks = Math.ceil(test / BLOCK);
  for (const [k, d] of dimensions.entries()) {
    const random = new Random(seed).fork(`d = ${d}`);
    const { train, test: left } = splitSphereData(d, { train: largest, test }, random);
    const right = new Map<string, AccuracyRow>();
    const add = (n: number, classifier: string, outputs: Float64Array, y: Float64Array): void => {
      const key = `${n} ${classifier}`;
      const row = right.get(key) ?? { d, n, classifier, accuracy: 0 };
      row.accuracy += (agreement(outputs, y) * y.length) / test;
      right.set(key, row);
    };
    for (let block = 0; block < blocks; block++) {
      const some = someOf(left, block * BLOCK, Math.min(test, (block + 1) * BLOCK));
      borrowed(some.y.length, largest, 'float64', (storage) => {
        const far = logDistances(some.x, train.x, storage);
        for (const n of sizes) {
          const y = train.y.subarray(0, n);
          const all: [string, KernelTable][] = [['Hilbert', hilbert(d)], ...everywhere];
          add(n, 'Bayes', some.bayes, some.y);
          add(n, '1-NN', nearestLabels(far, y), some.y);
          add(n, 'majority', majority(y, some.y.length), some.y);
          for (const [name, kernel] of n === largest ? [...all, ...last] : all) {
            add(n, name, tableVotes(far, y, kernel), some.y);
          }
        }
      });
      await step(k * blocks + block + 1, dimensions.length * blocks);
    }
    rows.push(...right.values());
  }
  return rows;
}
