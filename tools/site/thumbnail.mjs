// Small pictures for the front page, which shows all figures at once.
import UPNG from 'upng-js';

const MOST_WIDTH = 400;
const COLOURS = 64;

/** The picture, each pixel the mean of k × k of the given ones; as it is where it is small already. */
export function thumbnail(png) {
  const picture = UPNG.decode(png);
  const k = Math.ceil(picture.width / MOST_WIDTH);
  if (k === 1) return png;
  const pixels = new Uint8Array(UPNG.toRGBA8(picture)[0]);
  const [width, height] = [picture.width, picture.height].map((size) => Math.floor(size / k));
  const small = new Uint8Array(4 * width * height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      for (let channel = 0; channel < 4; channel++) {
        let sum = 0;
        for (let i = 0; i < k * k; i++) {
          const [row, column] = [k * y + Math.floor(i / k), k * x + (i % k)];
          sum += pixels[4 * (row * picture.width + column) + channel];
        }
        small[at + channel] = sum / (k * k);
      }
    }
  }
  return Buffer.from(UPNG.encode([small.buffer], width, height, COLOURS));
}
