import { describe, expect, it } from 'vitest';
import { drawnStars } from 'agop/data/synthetic/stars';
import { convRfm } from 'agop/features/conv-rfm';
import { deepConvRfm, type DeepConvRfmStage } from 'agop/features/deep-conv-rfm';
import { edgeScores } from 'agop/features/edge-scores';
import { patchTransform } from 'agop/features/patch-agop';
import { minMax, patchFilter } from 'agop/features/patch-filter';
import { convNtk } from 'agop/kernels/conv-ntk';
import { eigh } from 'agop/linalg/eigh';
import { fromRows, identity, Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';

const image = { channels: 1, height: 6, width: 6 };
const x = new Random(1).normalMatrix(12, 36);
const y = fromRows(Array.from({ length: 12 }, (_, i) => [i % 2, 1 - (i % 2)]));
const kernel = convNtk({ image, depth: 2 });

describe('convRfm', () => {
  it('fits its training images better the smaller the ridge, and replaces S', () => {
    const rounds = [...convRfm({ x, y }, { kernel, updates: 2, ridge: 1e-9 })];
    expect(rounds.map(({ round }) => round)).toEqual([0, 1, 2]);
    for (const { predict } of rounds) {
      const f = predict(x);
      f.data.forEach((value: number, k: number) => expect(value).toBeCloseTo(y.data[k], 5));
    }
    expect(rounds[0].transform).toBeUndefined();
    expect(Math.hypot(...rounds[1].transform!.data)).toBeCloseTo(1, 12);
    expect(rounds[1].featureMatrix).toBe(rounds[0].agop());
  });

  it('makes rounds as they are asked for', () => {
    const rounds = convRfm({ x, y }, { kernel, updates: 100 });
    expect(rounds.next().value?.round).toBe(0);
  });

  it('warns of images in the order of their classes, and only then', async () => {
    const warnings: string[] = [];
    const listen = ({ message }: Error): void => void warnings.push(message);
    process.on('warning', listen);
    const sorted = fromRows(Array.from({ length: 12 }, (_, i) => [Number(i < 6), Number(i >= 6)]));
    convRfm({ x, y: sorted }, { kernel, agopImages: 6 }).next();
    convRfm({ x, y: sorted }, { kernel, agopImages: 7 }).next();
    convRfm({ x, y: zeros(12, 2) }, { kernel, agopImages: 6 }).next();
    await new Promise(setImmediate);
    process.off('warning', listen);
    expect(warnings).toEqual([expect.stringMatching(/convRfm: the first 6 images, .* random order/)]);
  });

  it('predicts the same by a kernel that keeps its training images', () => {
    const held = kernel.holding!(x);
    const z = new Random(4).normalMatrix(3, 36);
    expect(held.matrix(x).data).toEqual(kernel.matrix(x).data);
    held
      .matrix(z, x)
      .data.forEach((v: number, k: number) => expect(v).toBeCloseTo(kernel.matrix(z, x).data[k], 12));
    expect(held.gradientProducts(x, y, z).data).toEqual(kernel.gradientProducts(x, y, z).data);
  });

  it('finds nothing in constant images but their level', () => {
    const flat = new Matrix(
      4,
      36,
      Float64Array.from({ length: 144 }, (_, k) => 1 + Math.floor(k / 36)),
    );
    const targets = { x: flat, y: fromRows([[1], [2], [3], [4]]) };
    const [first] = convRfm(targets, { kernel, updates: 0, ridge: 1e-6 });
    expect(first.predict(flat).data[2]).toBeCloseTo(3, 4);
  });

  it('names what is wrong', () => {
    const first =
      (options: object, targets = { x, y }) =>
      () =>
        convRfm(targets, { kernel, ...options }).next();
    expect(first({ updates: -1 })).toThrow(/convRfm: updates/);
    expect(first({ ridge: -1 })).toThrow(/convRfm: ridge/);
    expect(first({ agopImages: 0 })).toThrow(/agopImages/);
    expect(first({}, { x, y: zeros(3, 2) })).toThrow(/y has 3 rows/);
    // Images of another size, or with another number of channels.
    expect(first({}, { x: zeros(12, 35), y })).toThrow(/x has 35 columns/);
    const [machine] = convRfm({ x, y }, { kernel, updates: 0 });
    expect(() => machine.predict(zeros(1, 108))).toThrow(/convRfm.predict: z has 108 columns/);
    const twice = new Matrix(12, 36, new Float64Array(432).fill(1));
    expect(first({ ridge: 0 }, { x: twice, y })).toThrow(/raise ridge/);
    const constant = convRfm({ x, y: zeros(12, 1) }, { kernel, updates: 1 });
    constant.next();
    expect(() => constant.next()).toThrow(/without gradients/);
  });
});

describe('deepConvRfm', () => {
  it('has a stage a layer, channels by width, the same for the same draws', () => {
    const options = { image, depth: 2, width: 5, updates: 1 };
    const stages = deepConvRfm({ x, y }, { ...options, random: new Random(3) });
    expect(stages.map(({ features }) => features.image)).toEqual([
      image,
      { channels: 5, height: 4, width: 4 },
    ]);
    const again = deepConvRfm({ x, y }, { ...options, random: new Random(3) });
    expect(again[1].chosen.alpha.data).toEqual(stages[1].chosen.alpha.data);
    const isotropic = deepConvRfm({ x, y }, { ...options, random: new Random(3), filters: 'isotropic' });
    expect(isotropic[1].chosen.alpha.data).not.toEqual(stages[1].chosen.alpha.data);
  });

  it('goes on from an earlier run up to the first other choice, with the same results', () => {
    const options = { image, depth: 2, width: 5, updates: 2 };
    const run = (round: number, earlier?: DeepConvRfmStage[]): DeepConvRfmStage[] =>
      deepConvRfm(
        { x, y },
        { ...options, random: new Random(3), choose: (rounds) => rounds[round], ...(earlier && { earlier }) },
      );
    const first = run(1);
    const same = run(1, first);
    same.forEach(({ rounds }, l) => expect(rounds).toBe(first[l].rounds));
    const [own, other] = [run(2), run(2, first)];
    expect(other[0].rounds).toBe(first[0].rounds);
    expect(other[1].rounds).not.toBe(first[1].rounds);
    expect(other[1].chosen.alpha.data).toEqual(own[1].chosen.alpha.data);
  });

  it('names what is wrong', () => {
    const run = (options: object) => () =>
      deepConvRfm({ x, y }, { image, depth: 2, width: 5, random: new Random(3), ...options });
    expect(run({ depth: 0 })).toThrow(/depth/);
    expect(run({ width: 0 })).toThrow(/width/);
    expect(run({ depth: 3 })).toThrow(/image is 6 x 6/);
    expect(run({ normals: [zeros(5, 4)] })).toThrow(/normals\[0\]/);
  });
});

describe('patchTransform', () => {
  it('is the root of Frobenius norm 1, of the leading eigenvectors', () => {
    const m = fromRows([
      [5, 1, 0],
      [1, 3, 0],
      [0, 0, 1],
    ]);
    const s = patchTransform(m);
    expect(Math.hypot(...s.data)).toBeCloseTo(1, 14);
    const leading = patchTransform(m, { rank: 1 });
    expect(eigh(leading).values[1]).toBeCloseTo(0, 12);
    const u = eigh(m).vectors;
    expect(Math.abs(leading.get(0, 0))).toBeCloseTo(u.get(0, 2) ** 2, 12);
    // 400² entries: more than a call takes as arguments.
    expect(patchTransform(identity(400)).get(7, 7)).toBeCloseTo(1 / 20, 12);
    expect(() => patchTransform(zeros(3, 3))).toThrow(/patchTransform: m is 0/);
    expect(() => patchTransform(m, { power: 0 })).toThrow(/power/);
    expect(() => patchTransform(m, { rank: 0 })).toThrow(/rank/);
  });
});

describe('maps and scores', () => {
  it('scores edges and blurs, with and without colour', () => {
    const edge = [-1, 0, 1, -2, 0, 2, -1, 0, 1];
    expect(edgeScores([...edge, ...edge, ...edge], 3)).toEqual({ luminance: 1, dc: 0 });
    expect(edgeScores(new Array(9).fill(1), 1)).toEqual({ luminance: 1, dc: 1 });
    expect(edgeScores([...edge, ...edge.map((v) => -v)], 2).luminance).toBe(0);
    expect(() => edgeScores([1, 2, 3], 2)).toThrow(/edgeScores/);
  });

  it('filters a flat image evenly', () => {
    const flat = new Matrix(1, 36, new Float64Array(36).fill(2));
    const filtered = patchFilter(flat, identity(9), image);
    filtered.data.forEach((value: number) => expect(value).toBeCloseTo(6, 12));
    expect(Array.from(minMax(flat).data)).toEqual(new Array(36).fill(0));
    expect(() => patchFilter(flat, identity(4), image, 2)).toThrow(/odd/);
    expect(() => patchFilter(flat, identity(4), image)).toThrow(/filter/);
  });

  it('draws stars of 28 pixels on noise', () => {
    const { x: stars, labels } = drawnStars(40, new Random(5));
    expect(labels.reduce((a, b) => a + b, 0)).toBe(40);
    const area = 32 * 32;
    labels.forEach((label, i) => {
      const ones = [0, 1, 2].map(
        (c) =>
          stars
            .row(i)
            .slice(c * area, (c + 1) * area)
            .filter((v) => v === 1).length,
      );
      expect(ones).toEqual(label === 1 ? [28, 28, 0] : [0, 0, 0]);
    });
    expect(() => drawnStars(0, new Random(1))).toThrow(/count/);
  });
});
