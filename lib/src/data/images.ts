/**
 * Labelled images of one size. `images` is `(count, channels, height, width)`: image i, channel c, row y, column x at
 * `((i * channels + c) * height + y) * width + x`, values 0 to 255.
 */
export interface ImageSet {
  count: number;
  channels: number;
  height: number;
  width: number;
  images: Uint8Array;
  labels: Uint8Array;
}

/** A training and a test set, and the name of each label. */
export interface ImageSplits {
  train: ImageSet;
  test: ImageSet;
  classNames: string[];
}

/**
 * Interleaved pixels `(height, width, channels)` as planes `(channels, height, width)`, written to `out` at `offset`.
 */
export function toPlanes(
  pixels: Uint8Array,
  { width, height, channels }: { width: number; height: number; channels: number },
  out: Uint8Array = new Uint8Array(width * height * channels),
  offset = 0,
): Uint8Array {
  const area = width * height;
  for (let c = 0; c < channels; c++) {
    for (let p = 0; p < area; p++) out[offset + c * area + p] = pixels[p * channels + c];
  }
  return out;
}
