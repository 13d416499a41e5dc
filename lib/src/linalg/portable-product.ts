import fs from 'node:fs';
import path from 'node:path';
import type { Real } from './matrix.js';
import { realView } from './real-view.js';
import type { Backend, Routine, Work } from './backend.js';

// Blocks: A (MC, KC) stays in the second-level cache, a panel of B (KC, one tile) in the first.
const MC = 128;
const KC = 256;
const NC = 512;
const TILE_ROWS = 4;
const TILE_BYTES = 32;

type Kernel = (a: number, b: number, c: number, m: number, n: number, k: number, diagonal: number) => void;

interface Kernels {
  memory: { buffer: ArrayBuffer };
  float64: Kernel;
  float32: Kernel;
}

// The part of WebAssembly in use: TypeScript declares it in its browser library only.
const { Module, Instance } = (
  globalThis as unknown as {
    WebAssembly: {
      Module: new (bytes: Uint8Array) => object;
      Instance: new (module: object) => { exports: unknown };
    };
  }
).WebAssembly;

let loaded: Kernels | undefined;

/** The WebAssembly module, compiled when the first product asks for it. */
function kernels(): Kernels {
  if (loaded === undefined) {
    const file = path.join(__dirname, '..', 'wasm', 'gemm.wasm');
    loaded = new Instance(new Module(fs.readFileSync(file))).exports as Kernels;
  }
  return loaded;
}

/** A matrix by strides: entry (i, j) is `data[i * row + j * col]`. */
interface Strided {
  data: Real;
  row: number;
  col: number;
}

/**
 * C = alpha A B + beta C, C `(m, n)` row-major, its rows `stride` numbers apart, inner dimension k; with `lower` the
 * lower triangle alone is computed, and what lies above it is undefined. Blocks are packed here, so that WebAssembly
 * needs 2 MB for any size and transposes cost nothing.
 */
export function* portableProduct(
  a: Strided,
  b: Strided,
  c: Real,
  m: number,
  n: number,
  k: number,
  alpha: number,
  beta: number,
  lower: boolean,
  stride: number = n,
): Routine<void> {
  const { memory, ...kernel } = kernels();
  const double = c instanceof Float64Array;
  const size = double ? 8 : 4;
  const multiply = double ? kernel.float64 : kernel.float32;
  const tileCols = TILE_BYTES / size;
  // The first kilobyte is left to AssemblyScript.
  const aOffset = 1024;
  const bOffset = aOffset + MC * KC * size;
  const cOffset = bOffset + KC * NC * size;
  const aPacked = realView(memory.buffer, size, aOffset, MC * KC);
  const bPacked = realView(memory.buffer, size, bOffset, KC * NC);
  const product = realView(memory.buffer, size, cOffset, MC * NC);

  for (let j = 0; j < n; j += NC) {
    const cols = Math.min(NC, n - j);
    const colsPadded = Math.ceil(cols / tileCols) * tileCols;
    for (let p = 0; p < k; p += KC) {
      const inner = Math.min(KC, k - p);
      pack(b.data, j * b.col + p * b.row, b.col, b.row, cols, inner, tileCols, bPacked);
      for (let i = 0; i < m; i += MC) {
        const rows = Math.min(MC, m - i);
        const diagonal = lower ? i - j : n;
        if (rows - 1 + diagonal < 0) continue;
        yield piece(() => {
          pack(a.data, i * a.row + p * a.col, a.row, a.col, rows, inner, TILE_ROWS, aPacked);
          const rowsPadded = Math.ceil(rows / TILE_ROWS) * TILE_ROWS;
          multiply(aOffset, bOffset, cOffset, rowsPadded, colsPadded, inner, diagonal);
          const keep = p === 0 ? beta : 1;
          for (let r = 0; r < rows; r++) {
            const stop = lower ? Math.min(cols, r + 1 + diagonal) : cols;
            const to = (i + r) * stride + j;
            const from = r * colsPadded;
            // beta = 0 overwrites: 0 times a NaN that lies there would be NaN.
            if (keep === 0) for (let s = 0; s < stop; s++) c[to + s] = alpha * product[from + s];
            else for (let s = 0; s < stop; s++) c[to + s] = keep * c[to + s] + alpha * product[from + s];
          }
        });
      }
    }
  }
}

/** `gemm` of an engine. */
export const portableGemm: Backend['gemm'] = (transA, transB, m, n, k, alpha, a, b, beta, c, strides) => {
  const [ofA, ofB, ofC] = strides ?? [transA ? m : k, transB ? k : n, n];
  const left = transA ? { data: a, row: 1, col: ofA } : { data: a, row: ofA, col: 1 };
  const right = transB ? { data: b, row: 1, col: ofB } : { data: b, row: ofB, col: 1 };
  return portableProduct(left, right, c, m, n, k, alpha, beta, false, ofC);
};

/** Panels of `width` lines, zero beyond the last line: out (panels, inner, width). */
function pack(
  data: Real,
  start: number,
  lineStride: number,
  innerStride: number,
  lines: number,
  inner: number,
  width: number,
  out: Real,
): void {
  let to = 0;
  for (let line = 0; line < lines; line += width) {
    const present = Math.min(width, lines - line);
    const first = start + line * lineStride;
    for (let p = 0; p < inner; p++) {
      const at = first + p * innerStride;
      for (let w = 0; w < present; w++) out[to + w] = data[at + w * lineStride];
      for (let w = present; w < width; w++) out[to + w] = 0;
      to += width;
    }
  }
}

/** Work on this thread: its asynchronous form lets the event loop run first. */
export function piece(body: () => void): Work {
  return {
    now: body,
    later: () => new Promise<void>((resolve) => setImmediate(resolve)).then(body),
  };
}
