import { checkInteger, checkPositive } from '../../check.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';

export interface ShiftedCoordinateOptions {
  n: number;
  d: number;
  /** Distance of the two classes from zero along the first coordinate. Default 1.5. */
  shift?: number;
  /** Standard deviation along it. Default 0.3. */
  spread?: number;
  random: Random;
}

/**
 * Two classes a = ±1 that differ in one coordinate: x ~ N(0, I_d) but for x₁ = spread g + shift a, each row then scaled
 * to length √d. x `(n, d)`, y = a (n).
 */
export function shiftedCoordinate(options: ShiftedCoordinateOptions): { x: Matrix; y: Float64Array } {
  const { n, d, shift = 1.5, spread = 0.3, random } = options;
  checkInteger('shiftedCoordinate', 'n', n, 1);
  checkInteger('shiftedCoordinate', 'd', d, 1);
  checkPositive('shiftedCoordinate', 'spread', spread);
  const x = zeros(n, d);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const row = x.row(i);
    y[i] = random.uniform() < 0.5 ? -1 : 1;
    for (let k = 0; k < d; k++) row[k] = random.normal();
    row[0] = spread * row[0] + shift * y[i];
    const length = Math.hypot(...row);
    for (let k = 0; k < d; k++) row[k] *= Math.sqrt(d) / length;
  }
  return { x, y };
}
