import { Random } from 'agop/linalg/random';
import { encodePng } from 'agop/report/encode-png';
import { fewerColours } from 'agop/report/fewer-colours';
import { indexedPicture } from 'agop/report/indexed-picture';
import { convertIndexedToRgb, decode } from 'fast-png';
import { expect, test } from 'vitest';

// No multiple of 8: rows of fewer than 8 bits a pixel end within a byte.
const WIDTH = 19;
const ROWS = 29;

/** Red, green and blue of the pixels, as another package reads them. */
function read(png: Uint8Array): number[] {
  const image = decode(png, { checkCrc: true });
  expect([image.width, image.height]).toEqual([WIDTH, ROWS]);
  return Array.from(image.palette ? convertIndexedToRgb(image) : image.data);
}

function pixels(colours: number): Uint32Array {
  const random = new Random(colours);
  const palette = Array.from({ length: colours }, () => random.bits());
  const entry = (p: number): number => (p < colours ? p : Math.floor(random.uniform() * colours));
  return Uint32Array.from({ length: WIDTH * ROWS }, (_, p) => palette[entry(p)]);
}

const rgb = (picture: Uint32Array): number[] =>
  [...picture].flatMap((c) => [c & 255, (c >> 8) & 255, (c >> 16) & 255]);

test.each([1, 2, 3, 5, 17, 256, 257, 500])('a picture of %i colours is read back exactly', (colours) => {
  const picture = pixels(colours);
  expect(read(encodePng(indexedPicture(picture), WIDTH))).toEqual(rgb(picture));
});

test('a picture of few colours keeps each of them', () => {
  const picture = indexedPicture(pixels(20));
  expect(fewerColours(picture, 20)).toBe(picture);
});

test('fewer colours are the means of the pixels that they stand for', () => {
  const picture = pixels(300);
  const { palette, index } = fewerColours(indexedPicture(picture), 32);
  expect(palette).toHaveLength(3 * 32);
  const channels = rgb(picture);
  for (let entry = 0; entry < 32; entry++) {
    const shown = [...index.keys()].filter((p) => index[p] === entry);
    for (let k = 0; k < 3; k++) {
      const mean = shown.reduce((sum, p) => sum + channels[3 * p + k], 0) / shown.length;
      expect(Math.abs(palette[3 * entry + k] - mean)).toBeLessThanOrEqual(0.5);
    }
  }
});

test('colours that lie close together are joined', () => {
  const greys = [0, 1, 2, 3, 200, 201];
  const picture = Uint32Array.from({ length: WIDTH * ROWS }, (_, p) => greys[p % greys.length] * 0x010101);
  const seen = read(encodePng(fewerColours(indexedPicture(picture), 2), WIDTH));
  rgb(picture).forEach((value, i) => expect(Math.abs(seen[i] - value)).toBeLessThanOrEqual(2));
});
