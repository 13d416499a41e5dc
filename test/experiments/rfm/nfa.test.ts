import { describe, expect, it } from 'vitest';
import { firstLayerOnly } from 'agop/experiments/rfm/first-layer-only';
import { markovLanguages } from 'agop/experiments/rfm/markov-languages';
import { networkVsRfm } from 'agop/experiments/rfm/network-vs-rfm';
import { digitsAnsatz, lowRankAnsatz } from 'agop/experiments/rfm/nfa-mlp';
import { nfaArchitectures } from 'agop/experiments/rfm/nfa-architectures';
import { factMatrices, nfaPhaseDiagram } from 'agop/experiments/rfm/nfa-phase-diagram';
import { nfaSensitivity } from 'agop/experiments/rfm/nfa-sensitivity';
import { oneStepAnsatz } from 'agop/experiments/rfm/one-step-ansatz';
import { opticalDigits } from 'agop/experiments/rfm/optical-digits';
import { netSettings } from 'agop/experiments/rfm/settings-nets';
import { productSample } from 'agop/experiments/rfm/polynomials';
import { rSquared } from 'agop/experiments/rfm/regression-error';
import { cosine, nfm } from 'agop/features/nfa';
import { Random } from 'agop/linalg/random';
import { mlp } from 'agop/nets/mlp';
import { trainMlp } from 'agop/nets/train-mlp';

const network = { hidden: 2, width: 16, learningRate: 0.1, batchSize: 32, epochs: 20, weightDecay: 0 };
const small = { d: 6, n: 120, points: 60, network };

describe('experiments of the ansatz', () => {
  it('give the same rows for the same seed, to the bit, and others for another', async () => {
    const settings = { ...small, hidden: [1], firstStds: [null, 1e-3] };
    const [a, b, c] = [0, 0, 1].map((seed) => firstLayerOnly(settings, seed));
    expect(await a).toEqual(await b);
    expect(await a).not.toEqual(await c);
  });

  it('hold exactly for one step, one output', async () => {
    const [one, two] = await oneStepAnsatz(netSettings.oneStepAnsatz.quick, 0);
    expect(Math.abs(one.oneMinusCosine)).toBeLessThan(1e-10);
    expect(two.oneMinusCosine).toBeGreaterThan(1e-6);
  });

  it('have one row a hidden weight and case, with the value at the start beside it', async () => {
    const lowRank = { n: 120, points: 60, cases: [{ d: 5, firstStd: 1e-3 }, { d: 5 }], network };
    const rows = [
      ...(await lowRankAnsatz(lowRank, 0)),
      ...(await nfaPhaseDiagram({ ...small, initScales: [1], weightDecays: [0.01] }, 0)),
      ...(await nfaSensitivity(
        { ...small, base: network, varied: [{ option: 'width', values: [8, 16] }] },
        0,
      )),
    ];
    expect(rows).toHaveLength(4 + 2 + 4);
    for (const row of rows) {
      for (const value of Object.values(row)) if (typeof value === 'number') expect(value).not.toBeNaN();
      expect(row.startPearsonRoot).not.toBe(row.pearsonRoot);
    }
  });

  it('survive a network that diverges, and say so', async () => {
    const wild = { ...network, learningRate: 1e4 };
    const rows = await lowRankAnsatz({ n: 60, points: 30, cases: [{ d: 5 }], network: wild }, 0);
    for (const { diverged, pearsonRoot } of rows) {
      expect(diverged).toBe(1);
      expect(pearsonRoot).not.toBeNaN();
    }
  });

  it('compare network, RFM and Laplace kernel on the same points', async () => {
    const { quick } = netSettings.networkVsRfm;
    const settings = { ...quick, d: 5, counts: [100], testPoints: 50, rounds: 1 };
    const rows = await networkVsRfm(settings, 0);
    expect(rows.map(({ method }) => method)).toEqual(['Laplace', 'RFM', 'network']);
  });
});

it('λWᵀW is -Wᵀ ∂L/∂W at a stationary point under weight decay', async () => {
  const random = new Random(0);
  const { x, y } = productSample(40, 3, random);
  const net = mlp({ widths: [3, 8, 1], activation: 'tanh', random });
  const before = factMatrices(net, x, y);
  expect(cosine(nfm(net.weights[0]), before[0])).toBeLessThan(0.9);
  await trainMlp(net, x, y, { learningRate: 0.2, epochs: 20_000, weightDecay: 0.02 });
  // 20 000 full-batch steps leave a gradient of some 1e-7.
  expect(cosine(nfm(net.weights[0]), factMatrices(net, x, y)[0])).toBeGreaterThan(1 - 1e-6);
});

it('R² is 1 for the truth, 0 for the mean and negative for worse', () => {
  const { y } = productSample(50, 3, new Random(1));
  const mean = y.clone();
  mean.data.fill(y.toRows().reduce((sum, [v]) => sum + v, 0) / 50);
  const opposite = y.clone();
  for (let i = 0; i < 50; i++) opposite.data[i] *= -1;
  expect(rSquared(y, y)).toBe(1);
  expect(rSquared(mean, y)).toBeCloseTo(0, 14);
  expect(rSquared(opposite, y)).toBeLessThan(0);
});

it('Markov words follow the letters that their language allows', () => {
  const settings = { languages: 2, letters: 5, concentration: 0.01, length: 30 };
  const draw = markovLanguages(settings, new Random(0));
  const { categories, letters } = draw(200, new Random(1));
  expect(letters[0]).toHaveLength(31);
  const followers = new Set(
    letters.flatMap((word, b) =>
      Array.from(word.slice(1), (next, t) => `${categories[b]} ${word[t]} ${next}`),
    ),
  );
  // So concentrated rows have one likely follower each: far fewer than the 50 pairs of letters.
  expect(followers.size).toBeLessThan(25);
});

describe.skipIf(!process.env.DATA_MIRROR)('on the optical digits', () => {
  it('pixels are whole sixteenths again, brightest in the middle and dark at the edges', async () => {
    const { dataset } = await import('agop/data/dataset');
    const { x, labels } = opticalDigits(await dataset('uci-121'));
    expect([x.rows, labels.length]).toEqual([1797, 1797]);
    for (const pixel of x.data) expect(Number.isInteger(pixel * 16) && pixel >= 0 && pixel <= 1).toBe(true);
    // The first image of the set as its documentation prints it, first two rows.
    expect(Array.from(x.row(0).subarray(0, 16), (p) => p * 16)).toEqual([
      0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0,
    ]);
  });

  it('networks of each architecture give finite scores', async () => {
    const { dataset } = await import('agop/data/dataset');
    const uci = await dataset('uci-121');
    const { quick } = netSettings.digitsAnsatz;
    const rows = await digitsAnsatz(uci)(
      { ...quick, network: { ...quick.network, width: 16, epochs: 2 } },
      0,
    );
    expect(rows).toHaveLength(6);
    const all = netSettings.nfaArchitectures.quick;
    const tiny = {
      ...all,
      cnn: { ...all.cnn, epochs: 1, points: 20, filters: [3, 4] as [number, number] },
      rnn: { ...all.rnn, steps: 5 },
      attention: { ...all.attention, steps: 5 },
      words: 10,
    };
    const others = await nfaArchitectures(uci)(tiny, 0);
    expect(others.map(({ weight }) => weight)).toEqual([
      'conv 1',
      'conv 2',
      'i2h',
      'i2o',
      'query',
      'key',
      'value',
    ]);
    for (const { pearsonRoot } of others) expect(Number.isFinite(pearsonRoot)).toBe(true);
  });
});
