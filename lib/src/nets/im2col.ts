import type { Real } from '../linalg/matrix.js';

/** A stack of images: `(n · side · side, channels)`, pixels row by row, the channels of a pixel side by side. */
export interface PatchShape {
  n: number;
  side: number;
  channels: number;
  /** Side of the square patches, which stay inside the image: side - patch + 1 positions each way. */
  patch: number;
}

/** Patches `(n · positions², patch² · channels)` of the images; offset by offset, the channels of each side by side. */
export function im2col(images: Real, shape: PatchShape, patches: Real): void {
  const run = shape.patch * shape.channels;
  eachRun(shape, (pixel, entry) => {
    for (let i = 0; i < run; i++) patches[entry + i] = images[pixel + i];
  });
}

/** The transpose of `im2col`: each patch entry is added to the pixel from which it comes; `images` is overwritten. */
export function col2im(patches: Real, shape: PatchShape, images: Real): void {
  images.fill(0);
  const run = shape.patch * shape.channels;
  eachRun(shape, (pixel, entry) => {
    for (let i = 0; i < run; i++) images[pixel + i] += patches[entry + i];
  });
}

/** A row of a patch is one run of numbers in the image and in the patch: calls `visit` with where both begin. */
function eachRun(
  { n, side, channels, patch }: PatchShape,
  visit: (pixel: number, entry: number) => void,
): void {
  const positions = side - patch + 1;
  let entry = 0;
  for (let i = 0; i < n; i++) {
    for (let row = 0; row < positions; row++) {
      for (let col = 0; col < positions; col++) {
        for (let a = 0; a < patch; a++, entry += patch * channels) {
          visit(((i * side + row + a) * side + col) * channels, entry);
        }
      }
    }
  }
}
