import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { agreement, hilbert, majority, nearestLabels, votes } from './classifiers.js';
import { psiTable } from './depth.js';
import { singularDuals } from './named-duals.js';
import { logDistances, sphereData } from './sphere-data.js';

export interface AccuracySettings {
  dimensions: number[];
  sizes: number[];
  /** Singular kernels at every size, and those at the largest alone. */
  kernels: string[];
  atLargest: string[];
  test: number;
}

export type AccuracyRow = { d: number; n: number; classifier: string; accuracy: number };

/** Test accuracy of the limits of infinite depth beside Bayes, Hilbert's estimate, the nearest neighbour and majority vote. */
export async function accuracyOfLimits(
  { dimensions, sizes, kernels, atLargest, test }: AccuracySettings,
  seed: number,
  step: Step,
): Promise<AccuracyRow[]> {
  const rows: AccuracyRow[] = [];
  const tables = Object.fromEntries(
    [...kernels, ...atLargest].map((name) => [name, psiTable(singularDuals[name])]),
  );
  const largest = Math.max(...sizes);
  for (const d of dimensions) {
    const random = new Random(seed).fork(`d = ${d}`);
    const left = sphereData(d, test, random.fork('test'));
    for (const n of sizes) {
      const train = sphereData(d, n, random.fork(`train ${n}`));
      const far = logDistances(left.x, train.x);
      const add = (classifier: string, outputs: Float64Array): void => {
        rows.push({ d, n, classifier, accuracy: agreement(outputs, left.y) });
      };
      add('Bayes', left.bayes);
      add('1-NN', nearestLabels(far, train.y));
      add('Hilbert', votes(far, train.y, hilbert(d)));
      add('majority', majority(train.y, test));
      for (const name of n === largest ? [...kernels, ...atLargest] : kernels) {
        add(name, votes(far, train.y, tables[name]));
        await step(rows.length, dimensions.length * sizes.length * (kernels.length + 4));
      }
    }
  }
  return rows;
}

export interface DecisionMapSettings {
  n: number;
  /** Points a side of the triangle. */
  resolution: number;
}

export type DecisionMapRow = { classifier: string; x: number; y: number; label: number };

/** Decisions on the positive octant of the sphere, drawn as the triangle of its simplex points. */
export async function decisionMaps(
  { n, resolution }: DecisionMapSettings,
  seed: number,
  step: Step,
): Promise<DecisionMapRow[]> {
  const random = new Random(seed).fork('map');
  const train = sphereData(2, n, random);
  const simplex: [number, number, number][] = [];
  for (let i = 0; i < resolution; i++) {
    for (let j = 0; j < resolution - i; j++) {
      const [p, q] = [(i + 1 / 3) / resolution, (j + 1 / 3) / resolution];
      simplex.push([p, q, Math.max(1e-9, 1 - p - q)]);
    }
  }
  const points = sphereData(2, simplex.length, random.fork('shape')).x;
  simplex.forEach((s, i) => {
    const length = Math.hypot(...s);
    points.row(i).set(s.map((value) => value / length));
  });
  const far = logDistances(points, train.x);
  const outputs: Record<string, Float64Array> = {
    'x² - 1: 1-NN': nearestLabels(far, train.y),
    'opt 1: α = ½': votes(far, train.y, psiTable(singularDuals['opt 1'])),
    'opt 2: α = 1 = d/2': votes(far, train.y, psiTable(singularDuals['opt 2'])),
    'opt 8: α = 4': votes(far, train.y, psiTable(singularDuals['opt 8'])),
  };
  await step(1, 1);
  return Object.entries(outputs).flatMap(([classifier, values]) =>
    simplex.map(([p, q], i) => ({
      classifier,
      x: p + q / 2,
      y: (q * Math.sqrt(3)) / 2,
      label: values[i] >= 0 ? 1 : -1,
    })),
  );
}
