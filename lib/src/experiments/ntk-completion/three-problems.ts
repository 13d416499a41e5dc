import { drawnPicture } from '../../data/synthetic/drawn-picture.js';
import { drugScreen } from '../../data/synthetic/drug-screen.js';
import { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { randomMask } from './pictures.js';
import { pixelText } from './pixel-text.js';

export interface ThreeProblemsSettings {
  /** Users and movies of the block, pixels of the picture's side, drugs of the screen. */
  side: number;
}

export type ThreeProblemsRow = { panel: string; width: number; pixels: string };

/**
 * What is known in a table of ratings, in a drug screen and in a picture, all synthetic, as pictures: white is missing.
 */
export function threeProblems({ side }: ThreeProblemsSettings, seed: number): ThreeProblemsRow[] {
  const random = new Random(seed);
  return [
    { panel: 'ratings: users x movies', width: side, pixels: ratingTable(side, random.fork('ratings')) },
    { panel: 'screen: cells x drugs', width: side, pixels: screenTable(side, random.fork('screen')) },
    {
      panel: 'picture: rows x columns',
      width: side,
      pixels: pixelText(drawnPicture('houses', side), randomMask(side * side, 0.5, seed)),
    },
  ];
}

/** Users and movies in order of how much they rate and are rated; dark is a high rating. */
function ratingTable(side: number, random: Random): string {
  return Array.from({ length: side * side }, (_, k) => {
    const [user, movie] = [Math.floor(k / side), k % side];
    const active = Math.exp(-(2.5 * (user + movie)) / side);
    const stars = 3.5 - (1.5 * movie) / side + random.normal();
    return random.uniform() < 0.8 * active ? shade(Math.min(Math.max(stars, 0.5), 5) / 5) : 'ffffff';
  }).join('');
}

/** Every cell is a band of rows; a profile is coloured by its mean. */
function screenTable(side: number, random: Random): string {
  const { cells, drugs, values } = drugScreen(random, { drugs: side });
  const band = Math.floor(side / 10);
  const table: string[] = Array.from({ length: 10 * band * side }, () => 'ffffff');
  for (let i = 0; i < values.rows; i++) {
    for (let k = 0; k < band; k++)
      table[(cells[i] * band + k) * side + drugs[i]] = shade(0.5 + 3 * values.get(i, 0));
  }
  return table.join('');
}

/** From light to dark blue. */
function shade(t: number): string {
  const at = Math.min(Math.max(t, 0), 1);
  const colour = new Matrix(3, 1, Float64Array.of(0.85 - 0.85 * at, 0.92 - 0.55 * at, 1 - 0.35 * at));
  return pixelText(colour);
}
