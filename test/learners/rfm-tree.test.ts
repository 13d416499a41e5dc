import { describe, expect, it } from 'vitest';
import { RFMRegressor } from 'agop/features/rfm/rfm-regressor';
import { laplace } from 'agop/kernels/laplace';
import { RFMTree } from 'agop/learners/rfm-tree';
import { hardRouting, pruneWeights, softRouting } from 'agop/learners/soft-routing';
import { splitDirections } from 'agop/learners/split-direction';
import { splitTree } from 'agop/learners/split-tree';
import { fromRows, Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';

const random = new Random(0);
const x = random.normalMatrix(203, 4);
const z = random.normalMatrix(50, 4);

function anyDirection(seed: number): () => Float64Array {
  const own = new Random(seed);
  return () => own.normalMatrix(1, 4).data as Float64Array;
}

const rowSums = (a: Matrix): number[] => a.toRows().map((row) => row.reduce((sum, value) => sum + value, 0));
function mse(a: Matrix, b: Matrix): number {
  let sum = 0;
  for (let k = 0; k < b.data.length; k++) sum += (a.data[k] - b.data[k]) ** 2;
  return sum / b.data.length;
}

describe('splitTree', () => {
  it('puts each row in one leaf, and halves that differ by one row at most', async () => {
    const { leaves } = await splitTree(x, 20, anyDirection(0));
    const all = leaves.flatMap((rows) => Array.from(rows));
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 203 }, (_, i) => i));
    expect(Math.max(...leaves.map(({ length }) => length))).toBeLessThanOrEqual(20);
    expect(Math.min(...leaves.map(({ length }) => length))).toBeGreaterThanOrEqual(12);
  });

  it('leads its own points back to their leaves', async () => {
    const tree = await splitTree(x, 20, anyDirection(1));
    const homes = hardRouting(tree, x);
    tree.leaves.forEach((rows, leaf) => rows.forEach((row) => expect(homes[row]).toBe(leaf)));
  });

  it('is balanced with ties, even where all points are the same', async () => {
    const constant = zeros(41, 2);
    const { leaves } = await splitTree(constant, 10, () => new Float64Array([1, 2]));
    expect(leaves.map(({ length }) => length)).toEqual([6, 5, 10, 10, 10]);
    const two = fromRows(Array.from({ length: 40 }, (_, i) => [i < 35 ? 0 : 1]));
    const tree = await splitTree(two, 20, () => new Float64Array([1]));
    expect(tree.leaves.map(({ length }) => length)).toEqual([20, 20]);
  });

  it('keeps one leaf where the rows fit, and asks for no direction', async () => {
    const tree = await splitTree(x, 203, () => {
      throw new Error('asked');
    });
    expect(tree.root).toBe(0);
    expect(softRouting(tree, z, 1).data).toEqual(new Float64Array(50).fill(1));
  });
});

describe('softRouting', () => {
  it('has weights of sum 1 at any temperature, before and after pruning', async () => {
    const tree = await splitTree(x, 10, anyDirection(2));
    for (const temperature of [0, 1e-9, 0.1, 1, 1e9]) {
      const weights = softRouting(tree, z, temperature);
      for (const sum of rowSums(weights)) expect(sum).toBeCloseTo(1, 12);
      const pruned = pruneWeights(weights.clone());
      for (const sum of rowSums(pruned)) expect(sum).toBeCloseTo(1, 12);
      for (const row of pruned.toRows()) expect(row.filter((w) => w > 0).length).toBeLessThanOrEqual(12);
    }
  });

  it('keeps no more leaves than 99 % of the weight need', () => {
    const weights = pruneWeights(fromRows([[0.004, 0.6, 0.39, 0.006]]));
    expect(Array.from(weights.data)).toEqual([0, 0.6 / 0.99, 0.39 / 0.99, 0]);
  });

  it('is the hard routing in the limit of no temperature, and even in that of infinite temperature', async () => {
    const tree = await splitTree(x, 30, anyDirection(3));
    const cold = softRouting(tree, z, 1e-7);
    const hard = softRouting(tree, z, 0);
    // A point within 1e-5 of a threshold would differ; e⁻⁵⁰ is what the clip leaves.
    cold.data.forEach((weight, k) => expect(Math.abs(weight - hard.data[k])).toBeLessThan(1e-12));
    softRouting(tree, z, 1e9).data.forEach((weight) => expect(weight).toBeCloseTo(1 / 8, 8));
  });

  it('multiplies the decisions along the path', async () => {
    const { root } = await splitTree(x, 110, () => new Float64Array([1, 0, 0, 0]));
    if (typeof root === 'number') throw new Error('no split');
    const at = fromRows([[root.threshold + 0.3 * root.spread, 5, 5, 5]]);
    const right = 1 / (1 + Math.exp(-0.3 / 0.5));
    expect(softRouting({ root }, at, 0.5).get(0, 1)).toBeCloseTo(right, 12);
  });
});

describe('split directions', () => {
  const cosine = (v: ArrayLike<number>, at: number): number => Math.abs(v[at]) / Math.hypot(...Array.from(v));
  const settings = { kernel: laplace({ bandwidth: 10 }), ridge: 1e-3, points: 200 };

  it('of the AGOP is the one that the targets depend on, of PCA the one of largest spread', async () => {
    const points = x.clone();
    for (let i = 0; i < points.rows; i++) points.data[i * 4 + 3] *= 5;
    const y = fromRows(points.toRows().map((row) => [Math.sin(2 * row[1])]));
    expect(cosine(await splitDirections.agop(points, y, new Random(0), settings), 1)).toBeGreaterThan(0.98);
    expect(cosine(await splitDirections.pca(points, y, new Random(0), settings), 3)).toBeGreaterThan(0.98);
  });
});

describe('RFMTree', () => {
  // Two functions side by side: what a split is for.
  const target = (points: Matrix): Matrix =>
    fromRows(points.toRows().map((row) => [row[0] > 0 ? row[1] * row[2] : row[3], row[1]]));
  const own = new Random(4);
  const [train, held, test] = [600, 150, 200].map((n) => own.normalMatrix(n, 4));
  const validation = { x: held, y: target(held) };
  const leaf = { rounds: 1 };

  it('is the RFM itself where one leaf holds all rows', async () => {
    const tree = await new RFMTree({ leaf }).fit(train, target(train));
    const single = await new RFMRegressor(leaf).fit(train, target(train));
    expect(tree.predict(test).data).toEqual(single.predict(test).data);
  });

  it('predicts near as well from leaves as from all rows, and better softly than hard', async () => {
    const fit = (temperature: number | 'tuned'): Promise<RFMTree> =>
      new RFMTree({ leaf, maxLeafSize: 200, temperature }).fit(train, target(train), { validation });
    const [hard, soft] = [await fit(0), await fit('tuned')];
    expect(hard.fitted[0].tree.leaves).toHaveLength(4);
    expect(soft.fitted[0].models).toHaveLength(4);
    const error = (model: RFMTree, at: { x: Matrix; y: Matrix }): number => mse(model.predict(at.x), at.y);
    expect(error(soft, validation)).toBeLessThanOrEqual(error(hard, validation));
    const variance = mse(target(test), zeros(200, 2));
    expect(error(soft, { x: test, y: target(test) })).toBeLessThan(variance / 2);
  });

  it('gives up to 20 % of a leaf as validation points where it has too few', async () => {
    const tree = await new RFMTree({ leaf, maxLeafSize: 300 }).fit(train, target(train), { validation });
    const kept = tree.fitted[0].models.map((model) => model.fitted.x.rows);
    expect(kept).toEqual([240, 240]);
  });

  it('averages its trees, and is the same for the same seed', async () => {
    const options = { leaf, maxLeafSize: 300, split: 'random' as const, temperature: 0, trees: 2 };
    const both = await new RFMTree(options).fit(train, target(train));
    expect(both.fitted).toHaveLength(2);
    const again = await new RFMTree(options).fit(train, target(train));
    expect(again.predict(test).data).toEqual(both.predict(test).data);
    const first = await new RFMTree({ ...options, trees: 1 }).fit(train, target(train));
    const [a, b] = [both.predict(test), first.predict(test)];
    expect(mse(a, b)).toBeGreaterThan(0);
  });

  it('splits along a given vector', async () => {
    const tree = await new RFMTree({ leaf, maxLeafSize: 300, split: new Float64Array([1, 0, 0, 0]) }).fit(
      train,
      target(train),
    );
    const sign = tree.fitted[0].tree.leaves.map((rows) => Math.max(...rows.map((row) => train.get(row, 0))));
    expect(sign[0]).toBeLessThan(sign[1]);
  });
});
