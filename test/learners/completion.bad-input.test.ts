import { columnNtk } from 'agop/kernels/column-ntk';
import { gramCoordinates } from 'agop/kernels/gram-coordinates';
import { cntk } from 'agop/kernels/cntk/cntk';
import { hourglass } from 'agop/kernels/cntk/cntk-layers';
import { pairsKernel } from 'agop/kernels/cntk/pairs-kernel';
import { priorPairs } from 'agop/kernels/cntk/prior-pairs';
import { stationaryCntk } from 'agop/kernels/cntk/stationary-cntk';
import { completeColumns } from 'agop/learners/completion/complete-columns';
import { completePicture } from 'agop/learners/completion/complete-picture';
import { completeRatings } from 'agop/learners/completion/complete-ratings';
import { coordinateRegression } from 'agop/learners/completion/coordinate-regression';
import { gramEigenPro } from 'agop/learners/completion/gram-eigenpro';
import { harmonic } from 'agop/learners/completion/harmonic';
import { psnr } from 'agop/learners/completion/psnr';
import { ratingBiases } from 'agop/learners/completion/rating-biases';
import { ssim } from 'agop/learners/completion/ssim';
import { dnpp } from 'agop/learners/screening/dnpp';
import { falrtc } from 'agop/learners/screening/falrtc';
import { meanProfiles } from 'agop/learners/screening/mean-profiles';
import { screeningPrior } from 'agop/learners/screening/screening-prior';
import { identity, Matrix, zeros } from 'agop/linalg/matrix';
import { expect, it } from 'vitest';

const values = new Matrix(1, 64, new Float64Array(64).fill(0.5));
const half = Uint8Array.from({ length: 64 }, (_, p) => p % 2);
const picture = { values, height: 8, width: 8, mask: half };
const kernel = stationaryCntk({ layers: hourglass({ scales: 1 }) }).on(8, 8);
const profiles = { cells: [0, 1], drugs: [0, 1], values: new Matrix(2, 3, new Float64Array(6).fill(1)) };
const list = { user: [0, 1], item: [0, 1], rating: [4, 2] };
const fit = (options: object): unknown =>
  coordinateRegression(zeros(2, 1), { kernel, observed: Int32Array.of(0, 1), ...options });

it.each<[string, () => unknown, RegExp]>([
  [
    'a mask without observed pixels',
    () => completePicture({ ...picture, mask: new Uint8Array(64) }, { kernel }),
    /mask observes no pixel; there is nothing to complete from/,
  ],
  [
    'a mask without missing pixels',
    () => completePicture({ ...picture, mask: new Uint8Array(64).fill(1) }, { kernel }),
    /mask misses no pixel/,
  ],
  [
    'a mask of other numbers',
    () => harmonic({ ...picture, mask: half.map((value) => 255 * value) }),
    /harmonic: mask has 255 at position 1; give 1 for observed, 0 for missing/,
  ],
  ['a mask of another size', () => harmonic({ ...picture, mask: half.subarray(1) }), /mask has 63 numbers/],
  [
    'an observed NaN',
    () => harmonic({ ...picture, values: new Matrix(1, 64, new Float64Array(64).fill(NaN)) }),
    /has NaN at observed pixel 1 of channel 0/,
  ],
  [
    'a kernel of another picture',
    () => completePicture(picture, { kernel: gramCoordinates(identity(9)) }),
    /kernel has 9 coordinates; the picture has 64 pixels/,
  ],
  ['a negative ridge', () => fit({ ridge: -1 }), /ridge is -1/],
  [
    'coordinates out of range',
    () => fit({ observed: Int32Array.of(0, 64) }),
    /has coordinate 64; give those of 0 to 63/,
  ],
  ['values of another number', () => fit({ observed: Int32Array.of(0) }), /y has 2 rows/],
  [
    'a coordinate that is observed twice',
    () => fit({ observed: Int32Array.of(3, 3) }),
    /singular: coordinate 3 is told by others; give a ridge above 1e-7/,
  ],
  [
    'a prior without rows for missing samples',
    () => completeColumns(zeros(3, 1), identity(3)),
    /prior has 3 rows; give one for each of the 3 observed/,
  ],
  ['pictures of other sizes', () => psnr(values, new Matrix(1, 63)), /z has 63 columns/],
  ['no pixels to compare', () => psnr(values, values, { at: new Int32Array(0) }), /at is empty/],
  [
    'a picture below the window',
    () => ssim(new Matrix(1, 36), new Matrix(1, 36), { height: 6, width: 6 }),
    /height is 6/,
  ],
  [
    'a rating outside the scale',
    () => ratingBiases({ ...list, rating: [4, 7] }, { users: 2, items: 2 }),
    /rating has 7 at position 1; the scale is 0.5 to 5/,
  ],
  [
    'no ratings',
    () => ratingBiases({ user: [], item: [], rating: [] }, { users: 1, items: 1 }),
    /rating is empty/,
  ],
  [
    'a user out of range',
    () => ratingBiases(list, { users: 1, items: 2 }),
    /user has 1 at position 1; give 0 to 0/,
  ],
  ['an item out of range', () => ratingBiases(list, { users: 2, items: 1 }), /item has 1 at position 1/],
  [
    'a kernel without the items',
    () =>
      completeRatings(list, list, {
        biases: ratingBiases(list, { users: 2, items: 2 }),
        kernel: gramCoordinates(identity(1)),
      }),
    /item 1 needs 2/,
  ],
  [
    'a prior without its reference',
    () => screeningPrior('reference profile and cell mean', profiles, profiles),
    /reference is missing/,
  ],
  ['a random prior without numbers', () => screeningPrior('random', profiles, profiles), /random is missing/],
  ['a prior of no name', () => screeningPrior('smiles' as never, profiles, profiles), /name is "smiles"/],
  [
    'profiles without a cell each',
    () => dnpp({ ...profiles, cells: [0] }, profiles),
    /train has 1 cells; 2 profiles need as many/,
  ],
  ['no neighbours', () => dnpp(profiles, profiles, { neighbours: 0 }), /neighbours is 0/],
  ['a mix above 1', () => meanProfiles(profiles, profiles, 2), /f is 2/],
  [
    'a tensor that nobody observed',
    () => falrtc({ dims: [2, 2, 2], data: new Float64Array(8) }, new Uint8Array(8)),
    /observed marks no entry/,
  ],
  [
    'a tensor of another size',
    () => falrtc({ dims: [2, 2, 2], data: new Float64Array(7) }, new Uint8Array(7)),
    /2 x 2 x 2 needs 8/,
  ],
  [
    'a tensor with an observed NaN',
    () => falrtc({ dims: [1, 1, 2], data: Float64Array.of(1, NaN) }, [1, 1]),
    /NaN/,
  ],
])('refuses %s', (_, call, message) => {
  expect(call).toThrow(message);
});

it('asks for a ridge where the prior makes twins of pixels, and completes with one', () => {
  const channels = new Matrix(1, 256);
  for (let r = 0; r < 16; r++) channels.set(0, r * 17, 1);
  const twins = pairsKernel(cntk(priorPairs(channels), { layers: hourglass({ scales: 2 }) }));
  const mask = Uint8Array.from({ length: 256 }, (_, p) => ((p * 7) % 3 === 0 ? 0 : 1));
  const given = { values: new Matrix(1, 256, new Float64Array(256).fill(0.5)), height: 16, width: 16, mask };
  expect(() => completePicture(given, { kernel: twins })).toThrow(
    /singular.*give a ridge above 1e-7, or a richer prior/,
  );
  const found = completePicture(given, { kernel: twins, ridge: 1e-6 });
  // Constant pictures are nearly kept: no garbage.
  found.data.forEach((value) => expect(Math.abs(value - 0.5)).toBeLessThan(0.05));
});

it('refuses EigenPro more pairs than the spectrum has', async () => {
  const k = gramCoordinates(columnNtk(identity(4), { damping: 0 }));
  const same = gramCoordinates(new Matrix(3, 3, new Float64Array(9).fill(1)));
  const run = (of: typeof k, pairs: number): AsyncGenerator =>
    gramEigenPro(zeros(3, 1), { kernel: of, observed: Int32Array.of(0, 1, 2), epochs: 1, pairs });
  await expect(run(same, 2).next()).rejects.toThrow(
    /pairs is 2; the subsample has 1 eigenvalues above rounding/,
  );
  await expect(run(k, 0).next()).rejects.toThrow(/pairs is 0/);
});
