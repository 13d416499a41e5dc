import { zeros } from '../../linalg/matrix.js';
import type { ImageSplits } from '../../data/images.js';
import type { Labelled } from './labelled.js';
import { imagePair } from './real-data.js';

/** Two classes of an image set, each `pool` x `pool` pixels averaged; the channels of a pixel side by side. */
export function pooledPair(images: ImageSplits, pair: [number, number], pool: number): Labelled {
  const { x, y } = imagePair(images, pair);
  const { channels, height, width } = images.train;
  const [rows, cols] = [Math.floor(height / pool), Math.floor(width / pool)];
  const pooled = zeros(x.rows, rows * cols * channels);
  for (let i = 0; i < x.rows; i++) {
    const [from, to] = [x.row(i), pooled.row(i)];
    for (let c = 0; c < channels; c++) {
      for (let r = 0; r < rows * pool; r++) {
        for (let s = 0; s < cols * pool; s++) {
          const into = (Math.floor(r / pool) * cols + Math.floor(s / pool)) * channels + c;
          to[into] += from[(c * height + r) * width + s] / pool ** 2;
        }
      }
    }
  }
  return { x: pooled, y };
}
