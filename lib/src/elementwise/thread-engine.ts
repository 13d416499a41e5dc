import type { Backend } from '../linalg/backend.js';
import { loadNative } from '../linalg/native.js';
import { portable } from '../linalg/portable.js';

let loaded: { library?: string; engine: Backend } | undefined;

/** The engine as this thread calls it, which has its own binding of the native one's file `library`; none: portable. */
export function threadEngine(library: string | undefined): Backend {
  if (loaded === undefined || loaded.library !== library)
    loaded = { library, engine: library === undefined ? portable : loadNative(library) };
  return loaded.engine;
}
