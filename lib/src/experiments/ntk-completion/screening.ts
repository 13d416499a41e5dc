import { drugScreen, type DrugScreenOptions } from '../../data/synthetic/drug-screen.js';
import { completeColumns } from '../../learners/completion/complete-columns.js';
import { dnpp } from '../../learners/screening/dnpp.js';
import { falrtc } from '../../learners/screening/falrtc.js';
import { meanProfiles } from '../../learners/screening/mean-profiles.js';
import { profileMetrics } from '../../learners/screening/profile-metrics.js';
import { joined, type Profiles, selected } from '../../learners/screening/profiles.js';
import { type ScreeningPrior, screeningPrior } from '../../learners/screening/screening-prior.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { mean } from '../summary.js';

export interface ScreeningSettings {
  screen: DrugScreenOptions;
  /** K-fold cross-validation inside each cell, or so many training drugs a cell. */
  folds?: number;
  trainingDrugs?: number;
  methods: ScreeningMethod[];
  /** Hidden layers of the NTK. */
  depth: number;
}

export type ScreeningMethod =
  'mean of the cell' | 'mean of the drug' | '2-D mean' | 'DNPP' | 'FaLRTC' | `NTK, ${ScreeningPrior}`;

export type ScreeningRow = {
  method: string;
  /** Means over test profiles, and of all entries the correlation. */
  r2: number;
  cosine: number;
  pearson: number;
};

/** A predicted profile of the screen. */
export interface Prediction {
  method: ScreeningMethod;
  cell: number;
  drug: number;
  predicted: Float64Array;
  truth: Float64Array;
}

/** How well each method predicts drugs unseen in a cell, on the synthetic screen. */
export async function screening(
  settings: ScreeningSettings,
  seed: number,
  step: Step,
): Promise<ScreeningRow[]> {
  const found = await screened(settings, seed, step);
  return settings.methods.map((method) => {
    const own = found.filter((row) => row.method === method);
    const stack = (which: 'predicted' | 'truth'): Matrix => {
      const out = zeros(own.length, own[0].truth.length);
      own.forEach((row, i) => out.row(i).set(row[which]));
      return out;
    };
    const { r2, cosine, pearson } = profileMetrics(stack('predicted'), stack('truth'));
    return { method, r2: mean(Array.from(r2)), cosine: mean(Array.from(cosine)), pearson };
  });
}

export type ScreeningDepthRow = { depth: number; r2: number; cosine: number };

/** The first method at several depths; 0 is a linear kernel with the same prior. */
export async function screeningDepths(
  { depths, ...settings }: ScreeningSettings & { depths: number[] },
  seed: number,
  step: Step,
): Promise<ScreeningDepthRow[]> {
  const rows: ScreeningDepthRow[] = [];
  for (const [k, depth] of depths.entries()) {
    const inner: Step = (done, total) => step(k + done / total, depths.length, `depth ${depth}`);
    const [{ r2, cosine }] = await screening({ ...settings, depth }, seed, inner);
    rows.push({ depth, r2, cosine });
  }
  return rows;
}

export type ScreeningEntryRow = { method: string; truth: number; predicted: number };

/** Some entries of the predicted profiles beside the true ones. */
export async function screeningEntries(
  { every, ...settings }: ScreeningSettings & { every: number },
  seed: number,
  step: Step,
): Promise<ScreeningEntryRow[]> {
  const found = await screened(settings, seed, step);
  return settings.methods.flatMap((method) => {
    const own = found.filter((row) => row.method === method);
    const entries = own.flatMap(({ truth, predicted }) =>
      Array.from(truth, (value, g) => ({ method, truth: value, predicted: predicted[g] })),
    );
    return entries.filter((_, k) => k % every === 0);
  });
}

export type ScreeningWinsRow = { cell: number; drug: number; ntk: number; dnpp: number; gap: number };

/** R² of the first method and of DNPP for every cell and drug. */
export async function screeningWins(
  settings: ScreeningSettings,
  seed: number,
  step: Step,
): Promise<ScreeningWinsRow[]> {
  const found = await screened(settings, seed, step);
  const [first, second] = settings.methods;
  const score = ({ predicted, truth }: Prediction): number => {
    const middle = mean(Array.from(truth));
    const sum = (of: (g: number) => number): number =>
      Array.from(truth.keys(), of).reduce((a, b) => a + b, 0);
    return 1 - sum((g) => (truth[g] - predicted[g]) ** 2) / sum((g) => (truth[g] - middle) ** 2);
  };
  return found
    .filter((row) => row.method === first)
    .map((row) => {
      const other = found.find((o) => o.method === second && o.cell === row.cell && o.drug === row.drug)!;
      const [ntk, dnppScore] = [score(row), score(other)];
      return { cell: row.cell, drug: row.drug, ntk, dnpp: dnppScore, gap: ntk - dnppScore };
    });
}

async function screened(settings: ScreeningSettings, seed: number, step: Step): Promise<Prediction[]> {
  const { screen, methods, depth } = settings;
  const random = new Random(seed);
  const all = drugScreen(random.fork('screen'), screen);
  const rows = Array.from({ length: all.values.rows }, (_, i) => i);
  const reference = selected(
    all,
    rows.filter((i) => all.cells[i] === 0),
  );
  const others = rows.filter((i) => all.cells[i] !== 0);
  const splits = splitsOf(all, others, settings, random.fork('folds'));
  const found: Prediction[] = [];
  for (const [k, test] of splits.entries()) {
    const held = new Set(test);
    const train = selected(
      all,
      others.filter((i) => !held.has(i)),
    );
    const wanted = selected(all, test);
    for (const method of methods) {
      const predicted = predictedBy(method, {
        train,
        wanted,
        reference,
        depth,
        random: random.fork(`prior ${k}`),
      });
      test.forEach((_, i) => {
        const [cell, drug] = [wanted.cells[i], wanted.drugs[i]];
        const truth = wanted.values.row(i) as Float64Array;
        found.push({ method, cell, drug, predicted: predicted.row(i) as Float64Array, truth });
      });
    }
    await step(k + 1, splits.length);
  }
  return found;
}

/** Test rows of each fold: every cell is split on its own, so that no fold empties it. */
function splitsOf(
  { cells }: Profiles,
  others: readonly number[],
  { folds, trainingDrugs }: ScreeningSettings,
  random: Random,
): number[][] {
  const ids = Array.from(new Set(others.map((i) => cells[i])));
  const shuffled = ids.map((cell) => {
    const own = others.filter((i) => cells[i] === cell);
    return Array.from(random.permutation(own.length), (k) => own[k]);
  });
  if (trainingDrugs !== undefined) return [shuffled.flatMap((own) => own.slice(trainingDrugs))];
  const count = folds ?? 5;
  return Array.from({ length: count }, (_, fold) =>
    shuffled.flatMap((own) => own.filter((_, k) => k % count === fold)),
  );
}

interface Split {
  train: Profiles;
  wanted: Profiles;
  reference: Profiles;
  depth: number;
  random: Random;
}

// The reference cell enters the NTK through its prior only; the other methods get its profiles as training rows.
function predictedBy(method: ScreeningMethod, { train, wanted, reference, depth, random }: Split): Matrix {
  const whole = joined(reference, train);
  switch (method) {
    case 'mean of the cell':
      return meanProfiles(whole, wanted, 1);
    case 'mean of the drug':
      return meanProfiles(whole, wanted, 0);
    case '2-D mean':
      return meanProfiles(whole, wanted, 0.5);
    case 'DNPP':
      return dnpp(whole, wanted);
    case 'FaLRTC':
      return completedTensor(whole, wanted);
    default: {
      const name = method.slice('NTK, '.length) as ScreeningPrior;
      const prior = screeningPrior(name, train, wanted, { reference, random });
      return completeColumns(train.values, prior, { damping: name === 'identity' ? 0 : 1.5, depth });
    }
  }
}

/** The tensor drugs x genes x cells with whole fibres missing. */
function completedTensor(known: Profiles, wanted: Profiles): Matrix {
  const genes = known.values.cols;
  const count = (ids: ArrayLike<number>[]): number =>
    1 + Math.max(...ids.flatMap((list) => Array.from(list)));
  const [drugs, cells] = [count([known.drugs, wanted.drugs]), count([known.cells, wanted.cells])];
  const dims = [drugs, genes, cells] as const;
  const at = (of: Profiles, i: number, g: number): number => (of.drugs[i] * genes + g) * cells + of.cells[i];
  const [data, observed] = [new Float64Array(drugs * genes * cells), new Uint8Array(drugs * genes * cells)];
  for (let i = 0; i < known.values.rows; i++) {
    for (let g = 0; g < genes; g++) {
      data[at(known, i, g)] = known.values.get(i, g);
      observed[at(known, i, g)] = 1;
    }
  }
  const { tensor } = falrtc({ dims, data }, observed);
  const out = zeros(wanted.values.rows, genes);
  for (let i = 0; i < out.rows; i++)
    for (let g = 0; g < genes; g++) out.set(i, g, tensor.data[at(wanted, i, g)]);
  return out;
}
