import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';

/** A fresh figures folder and store for each test; `folder()` holds both. What is printed is kept from the console. */
export function workspace(): { folder: () => string; printed: () => string } {
  let folder = '';
  let log: ReturnType<typeof vi.spyOn>;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'));
    vi.stubEnv('FIGURES_DIR', path.join(folder, 'figures'));
    vi.stubEnv('STORE_DIR', path.join(folder, 'store'));
    log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  return { folder: () => folder, printed: () => log.mock.calls.flat().join('\n') };
}
