import type { Backend } from './backend.js';
import { loadNative } from './native.js';
import { portable } from './portable.js';

export function chooseBackend(): Backend {
  return process.env.AGOP_ENGINE === 'portable' ? portable : loadNative('libopenblas.so.0');
}
