/** Options of a channel with a log scale. */
export interface LogAxis {
  scale: { type: 'log'; domain?: [number, number]; nice: false };
  axis: { format: '~e'; tickCount: number };
}

/** A log axis over exactly `domain`, by default that of the data, with labels such as 1e-6, about `tickCount` of them. */
export function logAxis(domain?: [number, number], tickCount = 6): LogAxis {
  const scale = { type: 'log', ...(domain && { domain }), nice: false } as const;
  return { scale, axis: { format: '~e', tickCount } };
}
