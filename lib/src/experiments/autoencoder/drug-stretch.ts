import type { AnnotatedMatrix } from '../../data/gct.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { stretchedEncoder } from '../../nets/autoencoders/stretched-encoder.js';
import type { Step } from '../../step.js';
import { mean } from '../summary.js';
import { cosine, type ProfileLabel, signatureCosines } from './drug-signatures.js';

export interface DrugSurrogateSettings {
  genes: number;
  drugs: number;
  replicates: number;
  controls: number;
  degrees: number[];
}

export type DrugStretchRow = {
  degree: number;
  drug: string;
  /** Cells that the cosine compares. */
  cells: string;
  original: number;
  cosine: number;
};

/** B₀ = (Xᵀ X/(n g) + I)ᵖ of profiles `(n, g)`, at the end of gradient flow. */
const encoderOf = (profiles: Matrix, degree: number): Matrix =>
  stretchedEncoder(profiles, {
    start: (value) => (value + 1) ** degree,
    scale: profiles.rows * profiles.cols,
  }).encoder;

/** Made-up expression profiles of two cell types: cosines of each drug's two signatures before and after stretching. */
export async function drugSurrogate(
  settings: DrugSurrogateSettings,
  seed: number,
  step: Step,
): Promise<DrugStretchRow[]> {
  const { profiles, labels } = surrogateProfiles(settings, seed);
  const original = signatureCosines(profiles, labels);
  const rows: DrugStretchRow[] = [];
  for (const [k, degree] of settings.degrees.entries()) {
    const space = degree === 0 ? profiles : matmul(profiles, encoderOf(profiles, degree));
    signatureCosines(space, labels).forEach((row, i) =>
      rows.push({
        degree,
        drug: `drug ${row.drug + 1}`,
        cells: 'cell 0, cell 1',
        original: original[i].cosine,
        cosine: row.cosine,
      }),
    );
    await step(k + 1, settings.degrees.length);
  }
  return rows;
}

/**
 * Profiles clip(μ + cell offset + effect + 0.05 N, 0, 1) with μ = 0.45 + 0.18 N, u = μ/|μ|, offsets 0.06 N, and a
 * drug's effect in a cell (a + 0.24 N) u + (0.5 z + 0.35 N) L, a = 0.6 N, z = 0.35 N, L `(8, genes)` = N/√genes.
 */
function surrogateProfiles(
  { genes, drugs, replicates, controls }: DrugSurrogateSettings,
  seed: number,
): { profiles: Matrix; labels: ProfileLabel[] } {
  const random = new Random(seed);
  const normals = (length: number, scale: number, shift = 0): Float64Array =>
    Float64Array.from({ length }, () => shift + scale * random.normal());
  const mu = normals(genes, 0.18, 0.45);
  const size = Math.sqrt(mu.reduce((sum, value) => sum + value * value, 0));
  const offsets = [normals(genes, 0.06), normals(genes, 0.06)];
  const factors = Array.from({ length: 8 }, () => normals(genes, 1 / Math.sqrt(genes)));
  const labels: ProfileLabel[] = [];
  const rows: Float64Array[] = [];
  const measure = (cell: number, drug: number, effect: Float64Array, times: number): void => {
    for (let i = 0; i < times; i++) {
      labels.push({ cell, drug });
      rows.push(
        mu.map((value, g) =>
          Math.min(1, Math.max(0, value + offsets[cell][g] + effect[g] + 0.05 * random.normal())),
        ),
      );
    }
  };
  for (const cell of [0, 1]) measure(cell, -1, new Float64Array(genes), controls);
  for (let drug = 0; drug < drugs; drug++) {
    const activity = 0.6 * random.normal();
    const z = normals(8, 0.35);
    for (const cell of [0, 1]) {
      const along = (activity + 0.24 * random.normal()) / size;
      const weights = z.map((value) => 0.5 * value + 0.35 * random.normal());
      const effect = mu.map((value, g) =>
        factors.reduce((sum, factor, f) => sum + weights[f] * factor[g], along * value),
      );
      measure(cell, drug, effect, replicates);
    }
  }
  const profiles = zeros(rows.length, genes);
  rows.forEach((row, i) => profiles.row(i).set(row));
  return { profiles, labels };
}

export interface L1000Settings {
  degrees: number[];
}

/** Real signatures: cosines of every pair of cell lines treated with the same drug, before and after stretching. */
export function l1000Stretch({ columns, columnFields, values }: AnnotatedMatrix) {
  return async function drugsOfL1000(
    { degrees }: L1000Settings,
    _seed: number,
    step: Step,
  ): Promise<DrugStretchRow[]> {
    const profiles = profilesOf({ columns, values });
    const signatures = averaged(profiles, columnFields.pert_iname, columnFields.cell_id);
    const rows: DrugStretchRow[] = [];
    for (const [k, degree] of degrees.entries()) {
      const encoder = degree === 0 ? undefined : encoderOf(profiles, degree);
      for (const { drug, cells, x } of signatures) {
        const space = encoder ? matmul(x, encoder) : x;
        for (let i = 0; i < cells.length; i++) {
          for (let j = 0; j < i; j++) {
            rows.push({
              degree,
              drug,
              cells: `${cells[j]}, ${cells[i]}`,
              original: cosine(x.row(i), x.row(j)),
              cosine: cosine(space.row(i), space.row(j)),
            });
          }
        }
      }
      await step(k + 1, degrees.length);
    }
    return rows;
  };
}

/** The columns of a table of genes as rows, `(n, genes)`. */
export function profilesOf({ columns, values }: Pick<AnnotatedMatrix, 'columns' | 'values'>): Matrix {
  const genes = values.length / columns.length;
  const profiles = zeros(columns.length, genes);
  for (let g = 0; g < genes; g++) {
    for (let i = 0; i < columns.length; i++) profiles.set(i, g, values[g * columns.length + i]);
  }
  return profiles;
}

/** The mean signature of each drug in each cell line, of length 1. */
export function averaged(
  profiles: Matrix,
  drugs: readonly string[],
  cells: readonly string[],
): { drug: string; cells: string[]; x: Matrix }[] {
  return [...new Set(drugs)].map((drug) => {
    const of = drugs.flatMap((name, i) => (name === drug ? [i] : []));
    const names = [...new Set(of.map((i) => cells[i]))];
    const x = zeros(names.length, profiles.cols);
    names.forEach((cell, r) => {
      const row = x.row(r);
      for (const i of of) {
        if (cells[i] === cell) profiles.row(i).forEach((value, g) => (row[g] += value));
      }
      const length = Math.sqrt(squareOf(row));
      for (let g = 0; g < row.length; g++) row[g] /= length;
    });
    return { drug, cells: names, x };
  });
}

const squareOf = (row: ArrayLike<number>): number => {
  let square = 0;
  for (let g = 0; g < row.length; g++) square += row[g] * row[g];
  return square;
};

/** Mean size of the cosines and the share that keeps its sign. */
export function signatureAlignment(rows: readonly DrugStretchRow[]): { meanSize: number; signKept: number } {
  return {
    meanSize: mean(rows.map((row) => Math.abs(row.cosine))),
    signKept: mean(rows.map((row) => Number(Math.sign(row.cosine) === Math.sign(row.original)))),
  };
}
