import { expect, test } from 'vitest';
import { faceRegion, faces } from 'agop/data/synthetic/faces';
import { dominoes, dominoHalf, gratings } from 'agop/data/synthetic/gratings';
import { pinkNoise } from 'agop/data/synthetic/pink-noise';
import { strips } from 'agop/data/synthetic/strips';
import { InputError } from 'agop/errors';
import { zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';

const random = new Random(0);
const digits = { x: zeros(2, 64), labels: [0, 1] };

test.each<[string, () => unknown, RegExp]>([
  ['no face', () => faces(0, random), /^faces: n is 0;/],
  ['half a face', () => faces(1.5, random), /^faces: n is 1\.5;/],
  ['an unknown region', () => faceRegion('nose' as 'eyes'), /^faceRegion: region is nose;/],
  ['no image', () => pinkNoise(0, 8, random), /^pinkNoise: n is 0;/],
  ['an image of one pixel', () => pinkNoise(1, 1, random), /^pinkNoise: side is 1;/],
  ['an eleventh class', () => gratings([0, 10], { noise: 1 }, random), /^gratings: labels\[1\] is 10;/],
  ['a missing label', () => gratings([NaN], { noise: 1 }, random), /^gratings: labels\[0\] is NaN;/],
  ['negative noise', () => gratings([0], { noise: -1 }, random), /^gratings: noise is -1;/],
  ['an unknown half', () => dominoHalf('left' as 'digit'), /^dominoHalf: half is left;/],
  [
    'digits of another size',
    () => dominoes({ x: zeros(2, 49), labels: [0, 1] }, { noise: 1 }, random),
    /^dominoes: digits\.x has 49 columns;/,
  ],
  [
    'a label too few',
    () => strips({ ...digits, labels: [0] }, 3, random),
    /^strips: digits\.labels has 1 labels;/,
  ],
  ['no strip', () => strips(digits, 0, random), /^strips: n is 0;/],
])('%s is a typed error that names function, argument and value', (_, call, message) => {
  expect(call).toThrow(InputError);
  expect(call).toThrow(message);
});
