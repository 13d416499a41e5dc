import path from 'node:path';

// lib/dist/report -> the project.
const root = path.resolve(__dirname, '..', '..', '..');

/** Where figures, sidecars and claims are written: `figures/` of the project, or FIGURES_DIR. */
export function figuresFolder(): string {
  return process.env.FIGURES_DIR ?? path.join(root, 'figures');
}

/** Where results are cached: `.cache/store` of the project, or STORE_DIR. */
export function storeFolder(): string {
  return process.env.STORE_DIR ?? path.join(root, '.cache', 'store');
}
