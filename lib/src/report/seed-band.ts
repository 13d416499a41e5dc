/** One layer of a Vega-Lite spec. */
export type Layer = Record<string, unknown>;

export interface SeedBandOptions {
  x: object;
  y: { field: string; [option: string]: unknown };
  color?: object;
}

/**
 * Median over seeds as a line with points, minimum to maximum as a band: `layer: seedBand({x, y, color})`. Rows stay
 * one per seed; Vega-Lite takes the median, so that the figure's data are the raw ones.
 */
export function seedBand({ x, y, color }: SeedBandOptions): Layer[] {
  const shared = { x, ...(color ? { color } : {}) };
  return [
    {
      mark: { type: 'area', opacity: 0.18 },
      encoding: { ...shared, y: { ...y, aggregate: 'min' }, y2: { field: y.field, aggregate: 'max' } },
    },
    {
      mark: { type: 'line', point: true, tooltip: true },
      encoding: { ...shared, y: { ...y, aggregate: 'median' } },
    },
  ];
}
