import path from 'node:path';

/** The files of a real data set that went into a result. */
export interface DataProvenance {
  name: string;
  files: readonly { path: string; sha256: string }[];
}

/** sha256 by `<data set>/<file>`. */
export function dataHashes(data: readonly DataProvenance[]): Record<string, string> {
  return Object.fromEntries(
    data.flatMap(({ name, files }) => files.map((file) => [`${name}/${file.path}`, file.sha256])),
  );
}

/** Where a figure's numbers come from. No time stamps: the same run gives the same bytes. */
export interface Provenance {
  settings: unknown;
  seeds: number[];
  profile: Profile;
  /** Wall times: `make check` lists a change and does not count it. */
  measured: boolean;
  engine: unknown;
  libHash: string;
  dataHashes: Record<string, string>;
}

/** `quick` for a laptop, `paper` for the paper's sizes. */
export type Profile = 'quick' | 'paper';

/**
 * What the linear algebra engine says of itself; this folder does not depend on it, so it may be absent. Whether
 * TensorFlow.js has been started is left out: with results out of the cache it would not be.
 */
export function engineInfo(): unknown {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- resolved at first use, on purpose
    const engine = require(path.join(__dirname, '..', 'linalg', 'engine.js')) as {
      engineInfo(): Record<string, unknown>;
    };
    const info = engine.engineInfo();
    delete info.tensorflow;
    return info;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return 'unknown';
    throw error;
  }
}
