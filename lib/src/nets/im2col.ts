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
  eachRun(shape, (pixel, entry) => {
    for (let c = 0; c < shape.channels; c++) patches[entry + c] = images[pixel + c];
  });
}

/** The transpose of `im2col`: each patch entry is added to the pixel from which it comes; `images` is overwritten. */
export function col2im(patches: Real, shape: PatchShape, images: Real): void {
  images.fill(0);
  eachRun(shape, (pixel, entry) => {
    for (let c = 0; c < shape.channels; c++) images[pixel + c] += patches[entry + c];
  });
}

/** Calls `visit` with the index of every pixel of every patch and of the patch entry that holds it. */
function eachRun(
  { n, side, channels, patch }: PatchShape,
  visit: (pixel: number, entry: number) => void,
): void {
  const positions = side - patch + 1;
  let entry = 0;
  for (let i = 0; i < n; i++) {
    for (let row = 0; row < positions; row++) {
      for (let col = 0; col < positions; col++) {
        for (let a = 0; a < patch; a++) {
          let pixel = ((i * side + row + a) * side + col) * channels;
          for (let b = 0; b < patch; b++, pixel += channels, entry += channels) visit(pixel, entry);
        }
      }
    }
  }
}
