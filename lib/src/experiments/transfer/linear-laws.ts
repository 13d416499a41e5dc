import {
  linearRisk,
  linearTransfer,
  projectionRisk,
  translationRisk,
} from '../../learners/transfer/linear-transfer.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { qr } from '../../linalg/qr.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { mean } from '../summary.js';

export interface TranslationLawSettings {
  d: number;
  outputs: number;
  sourceSamples: number[];
  targetSamples: number[];
  /** ‖W_s - W_t‖² / ‖W_t‖². */
  distances: number[];
  trials: number;
}

export type LinearLawRow = {
  sourceSamples: number;
  targetSamples: number;
  /** Distance of the tasks, or the share ρ outside the source. */
  parameter: number;
  law: number | null;
  /** Mean of the trials and its standard error. */
  risk: number;
  error: number;
  baseline: number;
};

/** Mean risk of linear translation over random data, beside its law. */
export async function translationLaw(
  { d, outputs, sourceSamples, targetSamples, distances, trials }: TranslationLawSettings,
  seed: number,
  step: Step,
): Promise<LinearLawRow[]> {
  const random = new Random(seed);
  const target = sized(random.fork('target').normalMatrix(outputs, d), 1);
  const rows: LinearLawRow[] = [];
  for (const parameter of distances) {
    const shift = sized(random.fork(`shift ${parameter}`).normalMatrix(outputs, d), Math.sqrt(parameter));
    const source = sum(target, shift);
    for (const ns of sourceSamples) {
      for (const nt of targetSamples) {
        const draw = random.fork(`${parameter} ${ns} ${nt}`);
        const world = { d, sourceSamples: ns, targetSamples: nt, targetSize: 1, distance: parameter };
        const risks = Array.from({ length: trials }, () => {
          const [sourceX, targetX] = [samples(ns, d, draw), samples(nt, d, draw)];
          return linearRisk(linearTransfer({ source, target, sourceX, targetX }).translated!, target);
        });
        const law = translationRisk(world);
        const baseline = translationRisk({ ...world, sourceSamples: 0 });
        rows.push({ sourceSamples: ns, targetSamples: nt, parameter, law, ...meanOf(risks), baseline });
        await step(rows.length, distances.length * sourceSamples.length * targetSamples.length);
      }
    }
  }
  return rows;
}

export interface ProjectionLawSettings {
  d: number;
  sourceOutputs: number;
  runs: { sourceSamples: number; outside: number; targetSamples: number[] }[];
  trials: number;
}

/** Mean risk of linear projection over random data, beside its law where it has one. */
export async function projectionLaw(
  { d, sourceOutputs, runs, trials }: ProjectionLawSettings,
  seed: number,
  step: Step,
): Promise<LinearLawRow[]> {
  const random = new Random(seed);
  // Orthonormal rows; the target is one row, partly in their span.
  const basis = qr(random.fork('basis').normalMatrix(d, d)).q;
  const source = zeros(sourceOutputs, d);
  for (let c = 0; c < sourceOutputs; c++) for (let k = 0; k < d; k++) source.set(c, k, basis.get(k, c));
  const rows: LinearLawRow[] = [];
  for (const [k, { sourceSamples, outside, targetSamples }] of runs.entries()) {
    const target = zeros(1, d);
    for (let i = 0; i < d; i++) {
      const [inside, beyond] = [basis.get(i, 0), basis.get(i, sourceOutputs)];
      target.set(0, i, Math.sqrt(1 - outside) * inside + Math.sqrt(outside) * beyond);
    }
    for (const nt of targetSamples) {
      const draw = random.fork(`${sourceSamples} ${outside} ${nt}`);
      const risks = Array.from({ length: trials }, () => {
        const [sourceX, targetX] = [samples(sourceSamples, d, draw), samples(nt, d, draw)];
        return linearRisk(linearTransfer({ source, target, sourceX, targetX }).projected, target);
      });
      const world = { d, sourceOutputs, sourceSamples, targetSamples: nt, outside };
      const known = nt >= sourceOutputs + 2 || (nt <= sourceOutputs - 2 && sourceSamples >= d);
      rows.push({
        sourceSamples,
        targetSamples: nt,
        parameter: outside,
        law: known ? projectionRisk(world) : null,
        ...meanOf(risks),
        baseline: Math.max(0, 1 - nt / d),
      });
      await step(k, runs.length);
    }
  }
  return rows;
}

const samples = (n: number, d: number, random: Random): Matrix =>
  n === 0 ? zeros(0, d) : random.normalMatrix(n, d);

function meanOf(values: readonly number[]): { risk: number; error: number } {
  const risk = mean(values);
  const variance = mean(values.map((value) => (value - risk) ** 2));
  return { risk, error: Math.sqrt(variance / (values.length - 1)) };
}

function sized(w: Matrix, norm: number): Matrix {
  let square = 0;
  for (let i = 0; i < w.data.length; i++) square += w.data[i] ** 2;
  const scaled = w.clone();
  for (let i = 0; i < w.data.length; i++) scaled.data[i] *= norm / Math.sqrt(square);
  return scaled;
}

function sum(a: Matrix, b: Matrix): Matrix {
  const result = a.clone();
  for (let i = 0; i < a.data.length; i++) result.data[i] += b.data[i];
  return result;
}
