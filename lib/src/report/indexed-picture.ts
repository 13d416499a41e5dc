/** A picture by its colours: pixel p, row by row, is red, green and blue of `palette` from 3·index[p] on. */
export interface IndexedPicture {
  palette: Uint8Array;
  index: Uint32Array;
}

/**
 * The distinct colours of pixels red + 256·green + 65536·blue, in the order in which they occur; higher bits do not
 * count.
 */
export function indexedPicture(pixels: Uint32Array): IndexedPicture {
  const entries = new Map<number, number>();
  const index = new Uint32Array(pixels.length);
  let last = -1;
  let entry = 0;
  for (let p = 0; p < pixels.length; p++) {
    const colour = pixels[p] & 0xffffff;
    // Most pixels are as the one before: the map is asked only where the colour changes.
    if (colour !== last) {
      entry = entries.get(colour) ?? entries.size;
      if (entry === entries.size) entries.set(colour, entry);
      last = colour;
    }
    index[p] = entry;
  }
  const palette = Uint8Array.from([...entries.keys()].flatMap((c) => [c, c >> 8, c >> 16]));
  return { palette, index };
}
