import { pictureUrl } from 'agop/report/picture-url';
import UPNG from 'upng-js';
import { expect, it } from 'vitest';

it('pictureUrl draws each pixel as a square of its colour', () => {
  const url = pictureUrl('ff0000' + '00ff00' + '0000ff' + 'ffffff', 2);
  const image = UPNG.decode(Uint8Array.from(Buffer.from(url.split(',')[1], 'base64')).buffer);
  expect([image.width, image.height]).toEqual([256, 256]);
  const rgba = new Uint8Array(UPNG.toRGBA8(image)[0]);
  const at = (x: number, y: number): number[] =>
    Array.from(rgba.subarray(4 * (y * 256 + x), 4 * (y * 256 + x) + 4));
  expect(at(127, 127)).toEqual([255, 0, 0, 255]);
  expect(at(128, 127)).toEqual([0, 255, 0, 255]);
  expect(at(0, 128)).toEqual([0, 0, 255, 255]);
});

it('pictureUrl refuses broken rows and other letters', () => {
  expect(() => pictureUrl('ff0000ff', 1)).toThrow(/pixels has 8 digits/);
  expect(() => pictureUrl('', 1)).toThrow(/has 0 digits/);
  expect(() => pictureUrl('zz0000', 1)).toThrow(/not hexadecimal/);
});
