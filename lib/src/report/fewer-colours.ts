import type { IndexedPicture } from './indexed-picture.js';

/** Colours that one will stand for. */
interface Group {
  /** Their entries in the palette. */
  members: Uint32Array;
  mean: number[];
  /** The channel that varies most, and its squared deviations from the mean summed over the pixels. */
  channel: number;
  spread: number;
}

/**
 * The picture in at most `most` colours; the same where it has no more. The group of colours in which a channel
 * deviates most from its mean, summed over the pixels, is cut there until there are that many groups; each shows as its
 * mean (Wan, Prusinkiewicz and Wong, Variance-based color image quantization, 1990).
 */
export function fewerColours(picture: IndexedPicture, most: number): IndexedPicture {
  const { palette, index } = picture;
  const colours = palette.length / 3;
  if (colours <= most) return picture;
  const pixels = new Float64Array(colours);
  for (let p = 0; p < index.length; p++) pixels[index[p]]++;
  const groups = [group(palette, pixels, Uint32Array.from(pixels.keys()))];
  while (groups.length < most) {
    const widest = groups.reduce((a, b) => (b.spread > a.spread ? b : a));
    const { members, mean, channel } = widest;
    const above = (entry: number): boolean => palette[3 * entry + channel] > mean[channel];
    const below = members.filter((entry) => !above(entry));
    groups[groups.indexOf(widest)] = group(palette, pixels, below);
    groups.push(group(palette, pixels, members.filter(above)));
  }
  const groupOf = new Uint32Array(colours);
  groups.forEach(({ members }, g) => members.forEach((entry) => (groupOf[entry] = g)));
  const fewer = new Uint32Array(index.length);
  for (let p = 0; p < index.length; p++) fewer[p] = groupOf[index[p]];
  return { palette: Uint8Array.from(groups.flatMap(({ mean }) => mean.map(Math.round))), index: fewer };
}

function group(palette: Uint8Array, pixels: Float64Array, members: Uint32Array): Group {
  const mean = [0, 0, 0];
  const spread = [0, 0, 0];
  for (let channel = 0; channel < 3; channel++) {
    let [n, sum, squares] = [0, 0, 0];
    for (const entry of members) {
      const value = palette[3 * entry + channel];
      n += pixels[entry];
      sum += pixels[entry] * value;
      squares += pixels[entry] * value * value;
    }
    mean[channel] = sum / n;
    // Whole numbers below 2^53: exact, and zero for one colour.
    spread[channel] = (n * squares - sum * sum) / n;
  }
  const channel = spread.indexOf(Math.max(...spread));
  return { members, mean, channel, spread: spread[channel] };
}
