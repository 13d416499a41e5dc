import { Programs } from '../../elementwise/programs.js';
import { tilesOf, WinogradPlan } from '../winograd-plan.js';
import type { Places } from './conv-products.js';
import type { ConvShape } from './patch-rows.js';

// Tiles from which on fewer products are worth the transforms, of filters above all.
const LEAST_TILES = 64;
// Programs that threads share: the sums of each are its own, so that no result depends on the number of threads.
const PROGRAMS = 8;

/**
 * Whether tiles do for this convolution: many, of filters 3 x 3 that move by one pixel, and outputs in vectors of four.
 */
export function winogradFits(shape: ConvShape, outChannels: number): boolean {
  const { filterHeight, filterWidth, stride, dilation, spread, channels, n } = shape;
  const plain = [...stride, ...dilation, ...spread].every((step) => step === 1);
  const vectors = channels > 0 && outChannels > 0 && outChannels % 4 === 0;
  const [down, across] = tilesOf(shape);
  return filterHeight === 3 && filterWidth === 3 && plain && vectors && n * down * across >= LEAST_TILES;
}

/** Floats that `winogradConvolve` needs beside its arrays. */
export function winogradConvolveScratch(shape: ConvShape, outChannels: number): number {
  const plan = new WinogradPlan(shape, outChannels);
  return plan.filters.floats + shares(plan).length * plan.scratchFloats;
}

/** Floats that `winogradFilterGradient` needs beside its arrays. */
export function winogradFilterScratch(shape: ConvShape, outChannels: number): number {
  const plan = new WinogradPlan(shape, outChannels);
  return shares(plan).length * (plan.filters.floats + plan.scratchFloats);
}

/** Y = X * F by `WinogradPlan`; all arrays lie in the memory that is attached to the pool. */
export function winogradConvolve(
  memory: Float32Array,
  shape: ConvShape,
  outChannels: number,
  at: Places,
): void {
  const plan = new WinogradPlan(shape, outChannels);
  const [x, y, filter, filters] = [at.x, at.y, at.filter, at.scratch].map((place) => memory.subarray(place));
  const scratch = (p: number): Float32Array => filters.subarray(plan.filters.floats + p * plan.scratchFloats);
  run([0], (programs) => plan.filters.transform(programs, filter, filters, scratch(0)));
  run(shares(plan), (programs, groups, p) => {
    plan.convolve(programs, { x, filters, y }, scratch(p), { groups });
  });
}

/** ∂L/∂F into the place of the filter, the adjoint of `winogradConvolve` by F. */
export function winogradFilterGradient(
  memory: Float32Array,
  shape: ConvShape,
  outChannels: number,
  at: Places,
): void {
  const plan = new WinogradPlan(shape, outChannels);
  const parts = shares(plan);
  const [x, gradient, filter, sums] = [at.x, at.y, at.filter, at.scratch].map((place) =>
    memory.subarray(place),
  );
  const scratch = (p: number): Float32Array =>
    sums.subarray(parts.length * plan.filters.floats + p * plan.scratchFloats);
  run(parts, (programs, groups, p) => {
    const own = sums.subarray(p * plan.filters.floats);
    plan.correlate(programs, { x, gradient, sums: own }, scratch(p), groups);
  });
  run([0], (programs) => plan.filters.transformBack(programs, sums, filter, scratch(0), parts.length));
}

/** The groups of each program, from and to. */
function shares({ groups }: WinogradPlan): [number, number][] {
  const count = Math.min(PROGRAMS, groups);
  const edge = (p: number): number => Math.floor((p * groups) / count);
  return Array.from({ length: count }, (_, p) => [edge(p), edge(p + 1)]);
}

/** A program a part. */
function run<P>(parts: readonly P[], write: (programs: Programs, part: P, p: number) => void): void {
  const programs = new Programs('float32', true);
  parts.forEach((part, p) => {
    write(programs, part, p);
    programs.end();
  });
  programs.run();
  programs.free();
}
