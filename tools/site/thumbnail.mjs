// Small pictures for the front page, which shows all figures at once.
import { encodePng } from 'agop/report/encode-png';
import { fewerColours } from 'agop/report/fewer-colours';
import { indexedPicture } from 'agop/report/indexed-picture';
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
  const small = new Uint32Array(width * height);
  for (let p = 0; p < small.length; p++) {
    const corner = k * Math.floor(p / width) * picture.width + k * (p % width);
    for (let channel = 0; channel < 3; channel++) {
      let sum = 0;
      for (let row = 0; row < k; row++) {
        for (let column = 0; column < k; column++) {
          sum += pixels[4 * (corner + row * picture.width + column) + channel];
        }
      }
      small[p] |= Math.floor(sum / (k * k)) << (8 * channel);
    }
  }
  return encodePng(fewerColours(indexedPicture(small), COLOURS), width);
}
