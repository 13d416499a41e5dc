import { expect, test } from 'vitest';
import { type FaceAttribute, FACE_SIDE, faceAttributes, faceRegion, faces } from 'agop/data/synthetic/faces';
import { Random } from 'agop/linalg/random';

test('faces are the same for the same seed, others for another, and lie in [0, 1]', () => {
  const { x } = faces(20, new Random(1));
  expect([x.rows, x.cols]).toEqual([20, 768]);
  expect(x.data).toEqual(faces(20, new Random(1)).x.data);
  expect(x.data).not.toEqual(faces(20, new Random(2)).x.data);
  expect(Math.min(...x.data)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...x.data)).toBeLessThanOrEqual(1);
});

test('the eyes are 0.234 of the pixels, the mouth 0.094, and their boxes share one row', () => {
  const [eyes, mouth] = [faceRegion('eyes'), faceRegion('mouth')];
  expect(eyes.length / FACE_SIDE ** 2).toBeCloseTo(0.234, 3);
  expect(mouth.length / FACE_SIDE ** 2).toBeCloseTo(0.094, 3);
  const shared = eyes.filter((pixel) => mouth.includes(pixel));
  expect(new Set(shared.map((pixel) => Math.floor(pixel / FACE_SIDE)))).toEqual(new Set([9]));
});

test('every attribute is a fair coin', () => {
  const { attributes } = faces(400, new Random(0));
  for (const name of faceAttributes) {
    const share = attributes.filter((has) => has[name]).length / 400;
    // Four standard deviations of 400 coins.
    expect(Math.abs(share - 0.5)).toBeLessThan(0.1);
  }
});

test('couple makes one attribute follow another', () => {
  const { attributes } = faces(50, new Random(0), (drawn) => ({ ...drawn, makeup: drawn.lipstick }));
  expect(attributes.every(({ makeup, lipstick }) => makeup === lipstick)).toBe(true);
});

test.each<[FaceAttribute, 'eyes' | 'mouth']>([
  ['lipstick', 'mouth'],
  ['smile', 'mouth'],
  ['glasses', 'eyes'],
  ['makeup', 'eyes'],
])('%s changes the mean face most around the %s', (attribute, region) => {
  const mean = (on: boolean): Float64Array => {
    const { x } = faces(400, new Random(5), (drawn) => ({ ...drawn, [attribute]: on }));
    const sum = new Float64Array(x.cols);
    for (let i = 0; i < x.rows; i++) x.row(i).forEach((value, k) => (sum[k] += value / x.rows));
    return sum;
  };
  const [on, off] = [mean(true), mean(false)];
  const change = Float64Array.from({ length: FACE_SIDE ** 2 }, (_, pixel) =>
    [0, 1, 2].reduce((sum, c) => sum + (on[3 * pixel + c] - off[3 * pixel + c]) ** 2, 0),
  );
  const inside = new Set(faceRegion(region));
  let [within, all] = [0, 0];
  change.forEach((value, pixel) => {
    all += value;
    if (inside.has(pixel)) within += value;
  });
  expect(within / all).toBeGreaterThan(0.8);
});
