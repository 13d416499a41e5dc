/** Options of a channel with a log scale. */
export interface LogAxis {
  scale: { type: 'log'; domain?: [number, number]; nice: false };
  axis: { format?: string; tickCount?: number; values?: number[] };
}

/**
 * A log axis over exactly `domain`, by default that of the data, with labels such as 1e-6, about `tickCount` of them.
 */
export function logAxis(domain?: [number, number], tickCount = 6): LogAxis {
  const scale = { type: 'log', ...(domain && { domain }), nice: false } as const;
  return { scale, axis: { format: '~e', tickCount } };
}

/** A log axis over the data, labelled at these values. */
export function logTicks(values: number[], format?: string): LogAxis {
  return { scale: { type: 'log', nice: false }, axis: { values, ...(format && { format }) } };
}
