import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Tensor } from '@tensorflow/tfjs';
import { Random } from 'agop/linalg/random';
import { tensorflow } from 'agop/nets/tensorflow';
import { withSharedMemory } from 'agop/nets/tfjs/shared-memory';
import type { WasmBackend } from 'agop/nets/tfjs/wasm-backend';
import { afterEach, describe, expect, it } from 'vitest';

const { tf, backend } = await tensorflow();
const random = new Random(0);
afterEach(() => tf.setBackend('wasm'));

type Given = { shape: number[]; data: Float32Array };

function given(...shape: number[]): Given {
  const length = shape.reduce((product, side) => product * side, 1);
  return { shape, data: Float32Array.from({ length }, () => random.normal()) };
}

/** The same numbers on both backends, to the bit but for the sign of zeros. */
async function agree(inputs: Given[], op: (...x: Tensor[]) => Tensor): Promise<void> {
  const found: Float32Array[] = [];
  for (const name of ['wasm', 'cpu']) {
    await tf.setBackend(name);
    const out = tf.tidy(() => op(...inputs.map(({ data, shape }) => tf.tensor(data, shape))));
    found.push(out.dataSync<'float32'>().map((v) => v + 0));
    out.dispose();
  }
  expect(found[0]).toEqual(found[1]);
}

// More than one tile of 16384 numbers, the last one not whole; and less than what the threads take.
const shapes = [
  [5, 20, 41, 20],
  [3, 4, 4],
];

describe('maps of tensors', () => {
  it.each(shapes)(
    'the ReLU and its gradient are those of the cpu backend, (%d, %d, %d, ...)',
    async (...shape) => {
      const x = given(...shape);
      [x.data[0], x.data[1]] = [0, NaN];
      await agree([x], (a) => tf.relu(a));
      await agree([x, given(...shape)], (a, dy) => tf.grad((v) => tf.relu(v))(a, dy));
    },
  );

  it('the ReLU has gradients of gradients', async () => {
    const inputs = [given(...shapes[0]), given(...shapes[0])];
    // ∂/∂x of Σ (relu'(x) w)² x is relu'(x) w², by the definition of the ReLU.
    const first = (x: Tensor, w: Tensor): Tensor => tf.grad((v) => tf.relu(v))(x, w);
    await agree(inputs, (x, w) => tf.grad((v) => tf.sum(tf.square(first(x, v))))(w));
    await agree(inputs, (x, w) => tf.grad((v) => tf.sum(tf.mul(first(v, w), v)))(x));
  });

  it('sums with a row, with a number and of equals are those of the cpu backend', async () => {
    const large = given(50, 33, 44);
    for (const other of [
      given(44),
      given(1, 44),
      given(33, 44),
      given(1),
      given(50, 33, 44),
      given(50, 1, 44),
    ]) {
      await agree([large, other], (a, b) => tf.add(a, b));
      await agree([other, large], (a, b) => tf.add(a, b));
    }
    await agree([given(3000, 33), given(33)], (a, b) => tf.add(a, b));
  });
});

describe.runIf(backend === 'wasm with BLAS')('the memory of the backend', () => {
  const { buffer } = (tf.backend() as unknown as WasmBackend).wasm!.HEAPU8;

  it('is shared, what is read from it is not', async () => {
    await tf.setBackend('wasm');
    expect(Object.prototype.toString.call(buffer)).toBe('[object SharedArrayBuffer]');
    const read = tf.ones([3]).dataSync();
    expect(Object.prototype.toString.call(read.buffer)).toBe('[object ArrayBuffer]');
  });

  it('gives large tensors a cache line to begin at, and takes them back', async () => {
    await tf.setBackend('wasm');
    const wasm = (tf.backend() as unknown as WasmBackend).wasm!;
    const sizes = [2 ** 14, 2 ** 14 + 1, 100_000, 2 ** 20];
    const held = sizes.map((bytes) => wasm._malloc(bytes) >>> 0);
    expect(held.map((address) => address % 64)).toEqual(sizes.map(() => 0));
    const { byteLength } = wasm.HEAPU8;
    for (const address of held) wasm._free(address);
    // 2 GiB in all, were they not given back.
    for (let i = 0; i < 500; i++) wasm._free(wasm._malloc(2 ** 22));
    expect(wasm.HEAPU8.byteLength - byteLength).toBeLessThan(2 ** 23);
  });

  it('is left alone in a module that declares it in another way', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'wasm-'));
    try {
      const [kept, other, none] = ['kept', 'other', 'none'].map((name) => path.join(folder, name));
      const header = [0, 97, 115, 109, 1, 0, 0, 0];
      // A custom section of 130 bytes stands before the memory.
      const custom = [0, 0x82, 1, 1, ...new Array<number>(129).fill(5)];
      writeFileSync(kept, Buffer.from([...header, ...custom, 5, 7, 1, 1, 0x80, 2, 0x80, 0x80, 4]));
      writeFileSync(other, Buffer.from([...header, ...custom, 5, 3, 1, 0, 1]));
      writeFileSync(none, Buffer.from([...header, ...custom]));
      const bytes = Buffer.from(withSharedMemory(kept)!.split(',')[1], 'base64');
      expect([...bytes.subarray(-9)]).toEqual([5, 7, 1, 3, 0x80, 2, 0xff, 0xff, 3]);
      expect([other, none].map(withSharedMemory)).toEqual([undefined, undefined]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
