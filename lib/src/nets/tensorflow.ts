import { createRequire } from 'node:module';
import path from 'node:path';
import type * as Tensorflow from '@tensorflow/tfjs';
import { loadPackage } from '../load-package.js';

/** TensorFlow.js with its backend ready. */
export interface StartedTensorflow {
  tf: typeof Tensorflow;
  /** `tensorflow` (tfjs-node-gpu), `wasm` or `cpu`. */
  backend: string;
}

let started: Promise<StartedTensorflow> | undefined;

/** TensorFlow.js on the fastest backend that loads: tfjs-node-gpu, WebAssembly SIMD, plain JavaScript. */
export function tensorflow(): Promise<StartedTensorflow> {
  started ??= start();
  return started;
}

async function start(): Promise<StartedTensorflow> {
  const require = createRequire(__filename);
  try {
    const tf = require('@tensorflow/tfjs-node-gpu') as typeof Tensorflow;
    return { tf, backend: tf.getBackend() };
  } catch {
    // An optional dependency: its installer needs a download and CUDA.
  }
  const tf = loadPackage<typeof Tensorflow>('tensorflow', '@tensorflow/tfjs');
  const { setWasmPaths } = loadPackage<{ setWasmPaths: (folder: string) => void }>(
    'tensorflow',
    '@tensorflow/tfjs-backend-wasm',
  );
  setWasmPaths(path.join(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), path.sep));
  if (!(await tf.setBackend('wasm'))) await tf.setBackend('cpu');
  return { tf, backend: tf.getBackend() };
}
