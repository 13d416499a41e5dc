import { shiftedCoordinate } from '../../data/synthetic/shifted-coordinate.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { type Mlp, mlp } from '../../nets/mlp.js';

/** Labelled points of a task, and how they are to be learnt. */
export interface Task {
  train: { x: Matrix; y: Float64Array };
  test: { x: Matrix; y: Float64Array };
  /** G*, the AGOP of the true predictor over the distribution of x, `(d, d)`. */
  truth: Matrix;
  net: Mlp;
}

export interface TaskSettings {
  task: 'product of signs' | 'product of normals' | 'shifted coordinate';
  n: number;
  d: number;
  /** Hidden layers' widths. */
  hidden: number[];
  test: number;
}

/** A task with the points and the start of one seed. */
export function drawTask({ task, n, d, hidden, test }: TaskSettings, seed: number): Task {
  const random = new Random(seed);
  const [train, fresh] = [
    points(task, n, d, random.fork('train')),
    points(task, test, d, random.fork('test')),
  ];
  const truth = zeros(d, d);
  const important = task === 'shifted coordinate' ? 1 : 2;
  for (let k = 0; k < important; k++) truth.set(k, k, 1);
  const net = mlp({ widths: [d, ...hidden, 1], parametrisation: 'ntk', random: random.fork('network') });
  return { train, test: fresh, truth, net };
}

function points(
  task: TaskSettings['task'],
  n: number,
  d: number,
  random: Random,
): { x: Matrix; y: Float64Array } {
  if (task === 'shifted coordinate') return shiftedCoordinate({ n, d, random });
  const x = random.normalMatrix(n, d);
  // Signs of normal numbers are fair coins.
  if (task === 'product of signs') x.data.forEach((value, i) => (x.data[i] = value < 0 ? -1 : 1));
  return { x, y: Float64Array.from({ length: n }, (_, i) => x.get(i, 0) * x.get(i, 1)) };
}
