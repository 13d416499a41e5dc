import type { Backend } from './backend.js';
import { loadNative } from './native.js';

export function chooseBackend(): Backend {
  return loadNative('libopenblas.so.0');
}
