import { createRequire } from 'node:module';
import path from 'node:path';
import type * as Tensorflow from '@tensorflow/tfjs';
import { loadPackage } from '../load-package.js';
import { engineInfo, noteTensorflow } from '../linalg/engine.js';
import { installKernels } from './tfjs/install-kernels.js';
import { withSharedMemory } from './tfjs/shared-memory.js';
import { guardBackend, shareBackend, type WasmBackend } from './tfjs/wasm-backend.js';

/** What computes: libtensorflow by one of two packages, WebAssembly with or without BLAS products, plain JavaScript. */
export type TensorflowBackend = 'tfjs-node-gpu' | 'tfjs-node' | 'wasm with BLAS' | 'wasm' | 'cpu';

/** TensorFlow.js with its backend ready. */
export interface StartedTensorflow {
  tf: typeof Tensorflow;
  backend: TensorflowBackend;
}

// The modules of tfjs's backend, and the one that Node runs.
const MODULES = ['', '-simd', '-threaded-simd'].map((kind) => `tfjs-backend-wasm${kind}.wasm`);
const SIMD = MODULES[1];

const load = createRequire(__filename);
let memoryIsShared = false;
let started: Promise<StartedTensorflow> | undefined;
let wasmFactory: ReturnType<typeof Tensorflow.findBackendFactory> | undefined;

/**
 * TensorFlow.js on the fastest backend that loads: tfjs-node-gpu, tfjs-node, WebAssembly with the matrix products and
 * convolutions of our BLAS, WebAssembly, plain JavaScript. A backend that was removed since is started again; tensors
 * that lived in it are lost. `engineInfo()` tells which one it is.
 */
export async function tensorflow(): Promise<StartedTensorflow> {
  const { tf, backend } = (await started) ?? {};
  if (tf?.findBackend(registeredName(backend!)) === null) started = undefined;
  started ??= start().catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  return started;
}

async function start(): Promise<StartedTensorflow> {
  const found = libtensorflow('tfjs-node-gpu') ?? libtensorflow('tfjs-node') ?? (await webAssembly());
  noteTensorflow(found.backend);
  return found;
}

/** The package if it is what its name says (an npm override may have put another there) and its library loads. */
function libtensorflow(name: 'tfjs-node-gpu' | 'tfjs-node'): StartedTensorflow | undefined {
  try {
    const found = load(`@tensorflow/${name}/package.json`) as { name: string };
    if (found.name !== `@tensorflow/${name}`) return undefined;
    const tf = load(`@tensorflow/${name}`) as typeof Tensorflow;
    return tf.getBackend() === 'tensorflow' ? { tf, backend: name } : undefined;
  } catch {
    // Optional: their installers need a download, one of them CUDA.
    return undefined;
  }
}

async function webAssembly(): Promise<StartedTensorflow> {
  const tf = loadPackage<typeof Tensorflow>('tensorflow', '@tensorflow/tfjs');
  const { setWasmPaths } = loadPackage<{
    setWasmPaths: (files: string | Record<string, string>, fetch?: boolean) => void;
  }>('tensorflow', '@tensorflow/tfjs-backend-wasm');
  const native = engineInfo().engine === 'native';
  // A backend that was removed takes its factory with it.
  if (wasmFactory === undefined) {
    wasmFactory = tf.findBackendFactory('wasm');
    const folder = path.join(path.dirname(load.resolve('@tensorflow/tfjs-backend-wasm')), path.sep);
    const address = native ? withSharedMemory(path.join(folder, SIMD)) : undefined;
    if (address === undefined) setWasmPaths(folder);
    else {
      // All must be named, though only one is loaded.
      setWasmPaths(Object.fromEntries(MODULES.map((name) => [name, name === SIMD ? address : name])), true);
      memoryIsShared = true;
    }
    installKernels(tf);
  } else if (!tf.findBackendFactory('wasm')) tf.registerBackend('wasm', wasmFactory);
  if (!(await tf.setBackend('wasm'))) {
    await tf.setBackend('cpu');
    return { tf, backend: 'cpu' };
  }
  const backend = tf.backend() as unknown as WasmBackend;
  guardBackend(tf, backend);
  if (memoryIsShared) await shareBackend(backend);
  return { tf, backend: native ? 'wasm with BLAS' : 'wasm' };
}

function registeredName(backend: TensorflowBackend): string {
  if (backend === 'tfjs-node-gpu' || backend === 'tfjs-node') return 'tensorflow';
  return backend === 'cpu' ? 'cpu' : 'wasm';
}
