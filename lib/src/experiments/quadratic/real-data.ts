import type { SpokenDigits } from '../../data/fsdd.js';
import type { ImageSplits } from '../../data/images.js';
import type { News } from '../../data/ag-news.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
import type { Digits } from '../rfm/optical-digits.js';
import type { Labelled } from './labelled.js';

/** Two classes of an image set, pixels over 255, the first class +1. */
export function imagePair({ train, test }: ImageSplits, [a, b]: [number, number]): Labelled {
  const parts = [train, test].map(({ count, labels, images }) => {
    const size = images.length / count;
    const rows = Array.from({ length: count }, (_, i) => i).filter((i) => labels[i] === a || labels[i] === b);
    return rows.map((i) => ({
      pixels: images.subarray(i * size, (i + 1) * size),
      y: labels[i] === a ? 1 : -1,
    }));
  });
  const all = parts.flat();
  const x = zeros(all.length, all[0].pixels.length);
  all.forEach(({ pixels }, i) => {
    const row = x.row(i);
    for (let k = 0; k < row.length; k++) row[k] = pixels[k] / 255;
  });
  return { x, y: Float64Array.from(all, ({ y }) => y) };
}

/** Two classes of the optical digits. */
export function digitPair({ x, labels }: Digits, [a, b]: [number, number]): Labelled {
  const rows = Array.from(labels.keys()).filter((i) => labels[i] === a || labels[i] === b);
  const picked = zeros(rows.length, x.cols);
  rows.forEach((row, i) => picked.row(i).set(x.row(row)));
  return { x: picked, y: Float64Array.from(rows, (row) => (labels[row] === a ? 1 : -1)) };
}

// Words of at least three letters, so that "a", "of" and numbers are left out.
const WORD = /[a-z]{3,}/g;

/**
 * Two topics of the news as bags of words: √(count) of the `words` most frequent words of at least three letters, in
 * titles and descriptions of the test part.
 */
export function newsPair({ test }: News, [a, b]: [number, number], words = 1000): Labelled {
  const rows = Array.from({ length: test.count }, (_, i) => i).filter(
    (i) => test.labels[i] === a || test.labels[i] === b,
  );
  const texts = rows.map((i) => `${test.titles[i]} ${test.descriptions[i]}`.toLowerCase().match(WORD) ?? []);
  const counts = new Map<string, number>();
  for (const word of texts.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  const frequent = [...counts].sort(([v, m], [w, n]) => n - m || (v < w ? -1 : 1)).slice(0, words);
  const place = new Map(frequent.map(([word], k) => [word, k]));
  const x = zeros(rows.length, words);
  texts.forEach((text, i) => {
    for (const word of text) {
      const k = place.get(word);
      if (k !== undefined) x.row(i)[k]++;
    }
  });
  for (let i = 0; i < x.data.length; i++) x.data[i] = Math.sqrt(x.data[i]);
  return { x, y: Float64Array.from(rows, (i) => (test.labels[i] === a ? 1 : -1)) };
}

// A window of 32 ms at 8 kHz, and the frames and bands that a recording is brought to.
const WINDOW = 256;
const FRAMES = 16;
const BANDS = 32;

/**
 * Two spoken digits as log spectrograms: 16 frames of 256 samples, spread evenly over the recording, Hann window, power
 * of the discrete Fourier transform in 32 bands of 4 frequencies, log(1 + power of samples in [-1, 1]); 512 features.
 */
export function spokenPair({ train, test }: SpokenDigits, [a, b]: [number, number]): Labelled {
  const chosen = [...train, ...test].filter(({ digit }) => digit === a || digit === b);
  const frames = zeros(chosen.length * FRAMES, WINDOW);
  chosen.forEach(({ samples }, i) => {
    for (let f = 0; f < FRAMES; f++) {
      const from = Math.max(0, Math.round((f * (samples.length - WINDOW)) / (FRAMES - 1)));
      const row = frames.row(i * FRAMES + f);
      for (let t = 0; t < WINDOW; t++) {
        const hann = Math.sin((Math.PI * (t + 0.5)) / WINDOW) ** 2;
        row[t] = (hann * (samples[from + t] ?? 0)) / 32768;
      }
    }
  });
  const waves = (wave: (angle: number) => number): Matrix => {
    const basis = zeros(WINDOW, WINDOW / 2);
    for (let t = 0; t < WINDOW; t++) {
      for (let k = 0; k < WINDOW / 2; k++) basis.set(t, k, wave((2 * Math.PI * t * k) / WINDOW));
    }
    return matmul(frames, basis);
  };
  const [real, imaginary] = [waves(Math.cos), waves(Math.sin)];
  const x = zeros(chosen.length, FRAMES * BANDS);
  for (let r = 0; r < frames.rows; r++) {
    const into = x.row(Math.floor(r / FRAMES)).subarray((r % FRAMES) * BANDS);
    for (let k = 0; k < WINDOW / 2; k++) into[k >> 2] += real.get(r, k) ** 2 + imaginary.get(r, k) ** 2;
  }
  for (let i = 0; i < x.data.length; i++) x.data[i] = Math.log1p(x.data[i]);
  return { x, y: Float64Array.from(chosen, ({ digit }) => (digit === a ? 1 : -1)) };
}
