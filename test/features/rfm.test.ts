import { describe, expect, it } from 'vitest';
import { rfmRounds, type RfmOptions, type RfmRound } from 'agop/features/rfm';
import { converted } from 'agop/features/rfm/converted';
import { ridgeSolver } from 'agop/features/rfm/ridge-solver';
import { roundingOf } from 'agop/features/rfm/rounding';
import type { Solver } from 'agop/features/rfm/solver';
import { gaussian } from 'agop/kernels/gaussian';
import { generalisedLaplace } from 'agop/kernels/generalised-laplace';
import { laplace } from 'agop/kernels/laplace';
import { matmul } from 'agop/linalg/matmul';
import { Matrix, type Real } from 'agop/linalg/matrix';
import { psdPower } from 'agop/linalg/psd-power';
import { Random } from 'agop/linalg/random';
import { explicitAgop, type ExplicitOptions, explicitRfm, relative } from './explicit-rfm.js';

// Rounding, amplified by solves of condition about n L / (r ridge) = 1e4 in each of three rounds.
const ROUNDING = 1e-8;
const random = new Random(0);
const x = random.normalMatrix(24, 4);
const z = random.normalMatrix(7, 4);
const y = new Matrix(24, 2);
for (let i = 0; i < 24; i++) {
  y.set(i, 0, x.get(i, 0) * x.get(i, 1));
  y.set(i, 1, Math.sin(x.get(i, 2)) + 1);
}

async function run(options: RfmOptions, from = x, targets = y): Promise<RfmRound[]> {
  const rounds: RfmRound[] = [];
  for await (const round of rfmRounds(from, targets, options)) rounds.push(round);
  return rounds;
}

const last = async (options: RfmOptions, from = x, targets = y): Promise<RfmRound> =>
  (await run(options, from, targets)).at(-1)!;

/** M as a full matrix. */
function full(metric: Matrix | Real | undefined): number[][] {
  if (metric instanceof Matrix) return metric.toRows();
  const diagonal = metric ?? new Float64Array(4).fill(1);
  return Array.from(diagonal, (value, i) => Array.from(diagonal, (_, j) => (i === j ? value : 0)));
}

const cases: [string, Partial<ExplicitOptions>, Partial<RfmOptions>][] = [
  ['plain', {}, {}],
  ['centred per output', { center: true }, { center: true }],
  ['centred pooled', { center: 'pooled' }, { center: 'pooled' }],
  ['diagonal', { diagonal: true }, { diagonal: true }],
  ['normalised', { normalise: true }, { normalise: true }],
  [
    'normalised diagonal, centred',
    { normalise: true, diagonal: true, center: true },
    { normalise: true, diagonal: true, center: true },
  ],
  [
    'with adaptive bandwidth',
    { adaptive: true, bandwidth: 1 },
    { bandwidthMode: 'adaptive', kernel: laplace({ bandwidth: 1 }) },
  ],
  ['with another ridge', { ridge: 0.3 }, { ridge: 0.3 }],
  [
    'with another exponent',
    { exponent: 0.7 },
    { kernel: generalisedLaplace({ bandwidth: 3, exponent: 0.7 }) },
  ],
  ['with exponent 2, a Gaussian', { exponent: 2 }, { kernel: gaussian({ bandwidth: 3 / Math.SQRT2 }) }],
  [
    'in blocks',
    {
      blocks: [
        [0, 1],
        [1, 4],
      ],
    },
    {
      blocks: [
        [0, 1],
        [1, 4],
      ],
    },
  ],
];

describe('rfmRounds', () => {
  it.each(cases)('is its definition, %s', async (_, explicit, options) => {
    const want = explicitRfm(x.toRows(), y.toRows(), { bandwidth: 3, rounds: 3, ridge: 0.01, ...explicit });
    const got = await run({ kernel: laplace({ bandwidth: 3 }), rounds: 3, ridge: 0.01, ...options });
    expect(got.map(({ round }) => round)).toEqual([0, 1, 2, 3]);
    got.forEach((round, t) => {
      expect(relative(full(round.metric).flat(), want[t].metric)).toBeLessThan(ROUNDING);
      expect(relative(round.alpha, want[t].alpha)).toBeLessThan(ROUNDING);
      expect(relative(round.predict(z), want[t].predict(z.toRows()))).toBeLessThan(ROUNDING);
      expect(relative(round.gradients(z).data, want[t].gradients(z.toRows()).flat())).toBeLessThan(ROUNDING);
      if (!(_ === 'with exponent 2, a Gaussian')) {
        expect(Math.abs(round.kernel.bandwidth! / want[t].bandwidth - 1)).toBeLessThan(ROUNDING);
      }
    });
  });

  it('raises the AGOP to a real power, and the diagonal entry by entry', async () => {
    const options = { kernel: laplace({ bandwidth: 3 }), rounds: 1, ridge: 0.01 };
    const plain = (await last(options)).metric as Matrix;
    const root = (await last({ ...options, agopPower: 0.5 })).metric as Matrix;
    expect(relative(psdPower(root, 2), plain.toRows())).toBeLessThan(ROUNDING);
    const third = (await last({ ...options, agopPower: 0.3, diagonal: true })).metric as Real;
    expect(
      relative(
        third.map((value) => value ** (1 / 0.3)),
        plain.toRows().map((row, i) => row[i]),
      ),
    ).toBeLessThan(ROUNDING);
    const normalised = (await last({ ...options, agopPower: 0.5, normalise: true })).metric as Matrix;
    const largest = Math.max(...root.toRows().map((row, i) => row[i]));
    expect(
      relative(
        normalised,
        root.toRows().map((row) => row.map((value) => value / largest)),
      ),
    ).toBeLessThan(ROUNDING);
  });

  it('goes on from an M that is given, as if it had not stopped', async () => {
    const options = { kernel: laplace({ bandwidth: 3 }), ridge: 0.01 };
    for (const diagonal of [false, true]) {
      const whole = await run({ ...options, diagonal, rounds: 3 });
      const rest = await run({ ...options, diagonal, rounds: 1, metric: whole[2].metric! });
      expect(rest[1].alpha.data).toEqual(whole[3].alpha.data);
    }
  });

  it('keeps its rounds apart: what an earlier one predicts does not change when later ones are made', async () => {
    const rounds = rfmRounds(x, y, { kernel: laplace({ bandwidth: 3 }) });
    const first = (await rounds.next()).value!;
    const before = first.predict(z);
    await rounds.next();
    await rounds.next();
    expect(first.predict(z).data).toEqual(before.data);
  });

  it('takes the AGOP at points drawn by the seed', async () => {
    const options = { kernel: laplace({ bandwidth: 3 }), rounds: 1, ridge: 0.01, agopPoints: 5 };
    const [plain] = await run({ ...options, rounds: 0 });
    const metric = (await last({ ...options, seed: 3 })).metric as Matrix;
    const drawn = Array.from(new Random(3).fork(0).choice(24, 5));
    const rows = drawn.map((i) => x.toRows()[i]);
    const gradients = plain.gradients(new Matrix(5, 4, Float64Array.from(rows.flat())));
    const nested = gradients.toRows().map((row) => [row.slice(0, 4), row.slice(4)]);
    expect(relative(metric, explicitAgop(nested))).toBeLessThan(ROUNDING);
    expect((await last({ ...options, seed: 3 })).metric).toEqual(metric);
    expect((await last({ ...options, seed: 4 })).metric).not.toEqual(metric);
    // All points: the sample is the whole, whatever the route.
    const all = (await last({ ...options, agopPoints: 24 })).metric as Matrix;
    expect(
      relative(
        all,
        explicitAgop(
          plain
            .gradients(x)
            .toRows()
            .map((row) => [row.slice(0, 4), row.slice(4)]),
        ),
      ),
    ).toBeLessThan(ROUNDING);
  });

  it('gives in float32 what it gives in float64, to single precision', async () => {
    const single = [x, y, z].map((a) => converted(a, 'float32'));
    for (const options of [{}, { center: true, normalise: true }, { diagonal: true }]) {
      const double = await last({ kernel: laplace({ bandwidth: 3 }), ridge: 0.1, rounds: 2, ...options });
      const got = await last(
        { kernel: laplace({ bandwidth: 3 }), ridge: 0.1, rounds: 2, ...options },
        single[0],
        single[1],
      );
      expect(got.alpha.precision).toBe('float32');
      // Single rounding times a condition of about n / ridge.
      expect(relative(got.predict(single[2]), double.predict(z).toRows())).toBeLessThan(1e-4);
    }
  });

  it('leaves M as it is where the predictor is constant', async () => {
    const zero = new Matrix(24, 1);
    const rounds = await run({ kernel: laplace({ bandwidth: 3 }), normalise: true, rounds: 2 }, x, zero);
    expect(rounds.map(({ metric }) => metric)).toEqual([undefined, undefined, undefined]);
    expect(Array.from(rounds[2].predict(z).data)).toEqual(new Array(7).fill(0));
  });

  it('can be scaled: normalised, targets times 1000 are predictions times 1000; not normalised, they are not', async () => {
    const scaled = new Matrix(
      24,
      2,
      y.data.map((value) => 1000 * value),
    );
    const options = { kernel: laplace({ bandwidth: 3 }), ridge: 0.01, rounds: 2 };
    const thousand = (a: Matrix): number[][] => a.toRows().map((row) => row.map((value) => 1000 * value));
    const [one, other] = [
      await last({ ...options, normalise: true }),
      await last({ ...options, normalise: true }, x, scaled),
    ];
    expect(relative(other.predict(z), thousand(one.predict(z)))).toBeLessThan(ROUNDING);
    const [raw, rawOther] = [await last(options), await last(options, x, scaled)];
    expect(relative(rawOther.predict(z), thousand(raw.predict(z)))).toBeGreaterThan(0.01);
  });

  it('accepts a solver of its own, which need not form the kernel matrix', async () => {
    const seen: string[] = [];
    const solver: Solver = async (problem) => {
      seen.push(problem.metric === undefined ? 'I' : 'M');
      const alpha = new Matrix(24, 2, new Float64Array(48).fill(1));
      return {
        alpha,
        report: { solver: 'ones', ridge: problem.ridge, precision: 'float64', fallback: 'none' },
      };
    };
    const rounds = await run({ kernel: laplace({ bandwidth: 3 }), rounds: 2, solver });
    expect(seen).toEqual(['I', 'M', 'M']);
    const nested = rounds[0]
      .gradients(x)
      .toRows()
      .map((row) => [row.slice(0, 4), row.slice(4)]);
    expect(relative(rounds[1].metric as Matrix, explicitAgop(nested))).toBeLessThan(ROUNDING);
  });
});

describe('ridgeSolver', () => {
  // Points so near each other, under so wide a kernel, that K is all ones up to rounding.
  const flat = (precision: 'float64' | 'float32', scale: number): Matrix => {
    const points = new Random(1).normalMatrix(60, 2, precision);
    for (let k = 0; k < points.data.length; k++) points.data[k] *= scale;
    return points;
  };
  const problem = (points: Matrix, ridge: number) => {
    const kernel = gaussian({ bandwidth: 1 });
    const targets = new Matrix(60, 1, points.data.slice(0, 60).fill(1));
    const gram = (precision = points.precision) => kernel.matrix(converted(points, precision));
    return { x: points, y: targets, kernel, metric: undefined, ridge, gram, upperGram: gram };
  };

  it('solves in the precision of the points where that goes', async () => {
    const { report } = await ridgeSolver(problem(flat('float32', 1), 0.1));
    expect(report).toEqual({ solver: 'cholesky', ridge: 0.1, precision: 'float32', fallback: 'none' });
  });

  it('goes to float64 where float32 has no factor, and says so (pitfall 4)', async () => {
    const { alpha, report } = await ridgeSolver(problem(flat('float32', 0.1), 1e-9));
    expect(report).toEqual({ solver: 'cholesky', ridge: 1e-9, precision: 'float64', fallback: 'float64' });
    expect(alpha.precision).toBe('float32');
    expect(alpha.data.every(Number.isFinite)).toBe(true);
  });

  it.each(['float64', 'float32'] as const)(
    'adds 1 % of the largest row sum where float64 has no factor, from %s',
    async (precision) => {
      const one = problem(flat(precision, 1e-3), 0);
      const { alpha, report } = await ridgeSolver(one);
      // All of the 60 entries of a row are 1 up to 1e-5.
      expect(report).toMatchObject({ precision: 'float64', fallback: 'ridge' });
      expect(Math.abs(report.ridge - 0.6)).toBeLessThan(1e-4);
      const fitted = Array.from(one.kernel.matrix(one.x).data).reduce(
        (sum, k, at) => (at < 60 ? sum + k * alpha.data[at] : sum),
        0,
      );
      // f = Kα = y - ridge α: nearly y times 60 / (60 + 0.6).
      expect(Math.abs(fitted - 60 / 60.6)).toBeLessThan(1e-3);
    },
  );

  it('takes coefficients whose outputs drown in rounding for a failure, and their size predicts the error (G13)', async () => {
    const points = new Random(5).normalMatrix(200, 6, 'float32');
    const targets = new Matrix(
      200,
      1,
      Float32Array.from({ length: 200 }, (_, i) => points.get(i, 0) * points.get(i, 1)),
    );
    const held = new Random(6).normalMatrix(100, 6, 'float32');
    const wide = gaussian({ bandwidth: 20 });
    const largest = Math.max(...targets.data);
    const seen = new Set<string>();
    for (const ridge of [1e-3, 1e-5, 1e-7, 0]) {
      const { alpha, solve, predict } = await last({ kernel: wide, ridge, rounds: 0 }, points, targets);
      seen.add(solve.fallback);
      const rounding = roundingOf(alpha, targets, 'float32');
      expect(rounding).toBeLessThanOrEqual(1);
      // The same sum in float64: what float32 has lost.
      const [z64, x64, a64] = [held, points, alpha].map((a) => converted(a, 'float64'));
      const exact = matmul(wide.matrix(z64, x64), a64).data;
      const error = Math.max(...Array.from(predict(held).data, (value, i) => Math.abs(value - exact[i])));
      // Kernel values are off by some units more than the sum.
      expect(error / largest).toBeLessThan(10 * rounding);
    }
    expect(seen).toContain('none');
    expect(seen).toContain('ridge');
  });
});
