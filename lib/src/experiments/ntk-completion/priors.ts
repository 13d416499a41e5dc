import { type Matrix, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';

export type PriorName = 'noise' | 'meshgrid' | 'identity' | 'waves';

/**
 * Prior pictures `(channels, side²)`: uniform noise, the coordinates, sines and cosines of one to three periods along
 * rows and columns, or the identity matrix as one picture.
 */
export function priorChannels(name: PriorName, side: number, random: Random): Matrix {
  if (name === 'noise') return random.uniformMatrix(16, side * side);
  const out = zeros({ meshgrid: 2, waves: 12, identity: 1 }[name], side * side);
  for (let p = 0; p < side * side; p++) {
    const [r, c] = [Math.floor(p / side), p % side];
    if (name === 'meshgrid') {
      out.set(0, p, c / (side - 1));
      out.set(1, p, r / (side - 1));
    } else if (name === 'identity') out.set(0, p, r === c ? 1 : 0);
    else {
      for (let k = 0; k < 3; k++) {
        const [down, right] = [r, c].map((at) => (2 * Math.PI * (k + 1) * at) / side);
        [Math.cos(down), Math.sin(down), Math.cos(right), Math.sin(right)].forEach((value, i) =>
          out.set(4 * k + i, p, value / (k + 1)),
        );
      }
    }
  }
  return out;
}
