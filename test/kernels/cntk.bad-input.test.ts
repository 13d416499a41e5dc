import { bilinearUpsample, bilinearWeights } from 'agop/kernels/cntk/bilinear-upsample';
import { cntk } from 'agop/kernels/cntk/cntk';
import { hourglass } from 'agop/kernels/cntk/cntk-layers';
import { patchSums } from 'agop/kernels/cntk/patch-sums';
import { zeroPairs } from 'agop/kernels/cntk/pixel-pairs';
import { priorPairs, stationaryPrior } from 'agop/kernels/cntk/prior-pairs';
import { stationaryCntk } from 'agop/kernels/cntk/stationary-cntk';
import { columnNtk } from 'agop/kernels/column-ntk';
import { Matrix } from 'agop/linalg/matrix';
import { expect, it } from 'vitest';

const layers = hourglass({ scales: 1 });
const odd = new Matrix(1, 81, new Float64Array(81).fill(1));

it.each<[string, () => unknown, RegExp]>([
  [
    'an odd size',
    () => cntk(priorPairs(odd), { layers }),
    /downsample: pairs are of a picture of odd size 9; give an even size/,
  ],
  ['an odd stationary size', () => cntk(stationaryPrior(7), { layers }), /odd size 7/],
  [
    'no layers',
    () => cntk(stationaryPrior(4), { layers: [] }),
    /cntk: layers are none; give convolutions at both ends/,
  ],
  [
    'layers that begin with sampling',
    () => cntk(stationaryPrior(4), { layers: ['down', { convolution: 3 }] }),
    /do not begin and end/,
  ],
  ['a window of 0', () => patchSums(stationaryPrior(4), 0), /patchSums: q is 0/],
  ['a slope above 1', () => cntk(stationaryPrior(4), { layers, slope: 2 }), /slope is 2/],
  ['bilinear sampling of one pixel', () => bilinearWeights(1), /d is 1; give at least 2 pixels/],
  ['bilinear sampling of slices', () => bilinearUpsample(stationaryPrior(4)), /allPairs/],
  [
    'bilinear sampling with the stationary expansion',
    () => stationaryCntk({ layers: hourglass({ scales: 1, up: 'bilinear' }) }),
    /aligned corners/,
  ],
  [
    'more halvings than doublings',
    () => stationaryCntk({ layers: [{ convolution: 3 }, 'down', { convolution: 3 }] }),
    /halve the picture 1 times and double it 0 times/,
  ],
  [
    'a picture smaller than two periods',
    () => stationaryCntk({ layers }).on(2, 8),
    /height is 2; give an integer of at least 4/,
  ],
  [
    'a picture that no period divides',
    () => stationaryCntk({ layers }).on(8, 9),
    /width is 9; give a multiple of the period 2/,
  ],
  ['a prior that is not square', () => priorPairs(new Matrix(1, 12)), /have 12 pixels; give square pictures/],
  [
    'a prior with NaN',
    () => priorPairs(new Matrix(1, 4, Float64Array.of(1, NaN, 0, 0))),
    /channels has NaN at position 1/,
  ],
  [
    'a period that does not divide the size',
    () => zeroPairs(8, 3),
    /period is 3; give a divisor of the size, 8/,
  ],
  ['no scales', () => hourglass({ scales: 0 }), /scales is 0/],
  [
    'a zero row of a table prior without damping',
    () => columnNtk(new Matrix(2, 2), { damping: 0 }),
    /zeros alone in row 0; give a damping above 0/,
  ],
  ['a negative damping', () => columnNtk(new Matrix(2, 2), { damping: -1 }), /damping is -1/],
])('refuses %s', (_, call, message) => {
  expect(call).toThrow(message);
});
