import { checkInteger } from '../../check.js';
import { InputError } from '../../errors.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';

/** What a face may wear or do; independent coins unless told otherwise. */
export const faceAttributes = ['lipstick', 'smile', 'makeup', 'glasses', 'cheeks', 'hat'] as const;
export type FaceAttribute = (typeof faceAttributes)[number];
export type Attributes = Record<FaceAttribute, boolean>;

export interface Faces {
  /** Pixels in [0, 1], `(n, 768)`: 16 x 16, row by row, red, green and blue of a pixel one after another. */
  x: Matrix;
  attributes: Attributes[];
}

/** Side of a face in pixels. */
export const FACE_SIDE = 16;

const S = FACE_SIDE;
const CENTRE = (S - 1) / 2;

type Color = readonly [number, number, number];
const scaled = (color: Color, by: number | Color): Color => {
  const factor = typeof by === 'number' ? ([by, by, by] as const) : by;
  return [color[0] * factor[0], color[1] * factor[1], color[2] * factor[2]];
};

/**
 * `n` painted faces of 16 x 16 pixels in colour: background, skin, hair, lighting and position vary, six attributes are
 * switched on and off. A stand-in for photographs of faces with attributes, which may not be shown.
 *
 * `couple` may change the attributes drawn for a face, to make one follow another.
 * @throws InputError if n is not a positive integer.
 */
export function faces(
  n: number,
  random: Random,
  couple: (drawn: Attributes) => Attributes = (a) => a,
): Faces {
  checkInteger('faces', 'n', n, 1);
  const x = zeros(n, S * S * 3);
  const attributes: Attributes[] = [];
  for (let i = 0; i < n; i++) {
    const drawn = Object.fromEntries(faceAttributes.map((name) => [name, random.uniform() < 0.5]));
    attributes.push(couple(drawn as Attributes));
    x.data.set(face(attributes[i], random), i * x.cols);
  }
  return { x, attributes };
}

function face(has: Attributes, random: Random): Float64Array {
  const between = (low: number, high: number): number => low + (high - low) * random.uniform();
  const color = (low: number, high: number): Color => [
    between(low, high),
    between(low, high),
    between(low, high),
  ];
  const image = new Float64Array(S * S * 3);
  const background = color(0.1, 0.9);
  for (let k = 0; k < image.length; k++) image[k] = background[k % 3] + 0.03 * random.normal();

  const cx = CENTRE + between(-0.6, 0.6);
  const cy = CENTRE + between(-0.6, 0.6);
  const skin = scaled([0.95, 0.75, 0.6], between(0.45, 1));
  const light = between(-0.25, 0.25);
  // u and v are measured from the centre of the face, v downwards.
  const paint = (where: (u: number, v: number) => boolean, what: Color, lit = false): void => {
    for (let row = 0; row < S; row++) {
      for (let col = 0; col < S; col++) {
        const [u, v] = [col - cx, row - cy];
        if (!where(u, v)) continue;
        const factor = lit ? 1 + (light * u) / S : 1;
        for (let c = 0; c < 3; c++) image[(row * S + col) * 3 + c] = what[c] * factor;
      }
    }
  };
  const eye = (u: number, v: number): number => Math.hypot(Math.abs(u) - 0.14 * S, v + 0.08 * S);

  const hair = scaled([0.3, 0.2, 0.1], between(0.2, 2.5));
  paint((u, v) => (u / (0.36 * S)) ** 2 + (v / (0.46 * S)) ** 2 < 1.15, hair);
  paint((u, v) => (u / (0.31 * S)) ** 2 + ((v - 0.06 * S) / (0.38 * S)) ** 2 < 1, skin, true);
  if (has.cheeks) {
    const blush = scaled(skin, [1.05, 0.7, 0.7]);
    paint((u, v) => Math.hypot(Math.abs(u) - 0.17 * S, v - 0.12 * S) < 0.07 * S, blush);
  }
  if (has.makeup) paint((u, v) => eye(u, v) < 0.1 * S, [0.25, 0.2, 0.35]);
  paint((u, v) => eye(u, v) < 0.055 * S, [0.05, 0.05, 0.05]);
  if (has.glasses) {
    const bridge = (u: number, v: number): boolean =>
      Math.abs(u) < 0.03 * S && Math.abs(v + 0.08 * S) < 0.03 * S;
    paint((u, v) => Math.abs(eye(u, v) - 0.125 * S) < 0.035 * S || bridge(u, v), [0.05, 0.05, 0.05]);
  }
  const lips: Color = has.lipstick ? [0.75, 0.05, 0.15] : scaled(skin, [0.8, 0.6, 0.6]);
  paint((u, v) => {
    const bend = has.smile ? 0.05 * S * (u / (0.13 * S)) ** 2 : 0;
    return Math.abs(u) < 0.13 * S && Math.abs(v + bend - 0.22 * S) < 0.05 * S;
  }, lips);
  if (has.hat) paint((u, v) => v < -0.27 * S && Math.abs(u) < 0.34 * S, color(0, 1));
  return image.map((value) => Math.min(1, Math.max(0, value + 0.02 * random.normal())));
}

/** Where an attribute shows: numbers of the pixels around the eyes (23 % of them) or the mouth (9 %). */
export function faceRegion(region: 'eyes' | 'mouth'): number[] {
  const boxes = {
    eyes: { v: -0.08 * S, height: 0.2 * S, width: 0.33 * S },
    mouth: { v: 0.21 * S, height: 0.12 * S, width: 0.2 * S },
  };
  if (!Object.hasOwn(boxes, region)) {
    throw new InputError('faceRegion', 'region', `is ${String(region)}`, "give 'eyes' or 'mouth'");
  }
  const { v, height, width } = boxes[region];
  return Array.from({ length: S * S }, (_, pixel) => pixel).filter((pixel) => {
    const [row, col] = [Math.floor(pixel / S), pixel % S];
    return Math.abs(row - (CENTRE + v)) < height && Math.abs(col - CENTRE) < width;
  });
}
