import { quantitative } from '../../../report/channels.js';

/** Axes and colour of a map of `binnedCounts`. */
export interface CountMapOptions {
  x: string;
  y: string;
  /** What is counted. */
  counted: string;
  scale: object;
  /** Of x; cosines by default. */
  axis?: object;
}

/** A map of counts: to be spread into a spec. */
export function countMap({ x, y, counted, scale, axis = cosines }: CountMapOptions): object {
  return {
    mark: { type: 'rect', tooltip: true },
    encoding: {
      x: quantitative('x', x, { axis, scale: { nice: false, zero: false } }),
      x2: { field: 'x2' },
      y: quantitative('y', y, { scale: { zero: false } }),
      y2: { field: 'y2' },
      color: quantitative('count', counted, { scale }),
    },
  };
}

const cosines = { values: [-1, -0.5, 0, 0.5, 1] };

/** The activation as it is written in a legend. */
export function activationName(activation: string): string {
  return activation === 'leakyRelu' ? 'LeakyReLU' : activation === 'relu' ? 'ReLU' : activation;
}

/** A category of Google's questions without the number of its grammar section. */
export function shortCategory(category: string): string {
  return category.replace(/^gram\d-/, '');
}
