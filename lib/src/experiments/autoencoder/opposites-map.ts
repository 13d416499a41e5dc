import { gatherRows } from '../../nets/gather-rows.js';
import { multidimensionalScaling, procrustes } from '../../learners/embeddings/multidimensional-scaling.js';
import type { Matrix } from '../../linalg/matrix.js';
import { norm } from '../../linalg/norm.js';
import { zeros } from '../../linalg/matrix.js';
import type { Step } from '../../step.js';
import { stretchedSpace } from './word-stretch.js';
import type { Words } from './word-space.js';

export interface OppositesMapSettings {
  category: string;
  degrees: number[];
}

export type OppositesMapRow = {
  degree: number;
  word: string;
  opposite: string;
  /** Map positions of the word and of its opposite, in units of the map's root mean square radius. */
  x: number;
  y: number;
  x2: number;
  y2: number;
};

/** Multidimensional scaling of a category's word pairs before and after stretching, each turned onto the first map. */
export function oppositesMap(words: Words) {
  return async function opposites(
    { category, degrees }: OppositesMapSettings,
    _seed: number,
    step: Step,
  ): Promise<OppositesMapRow[]> {
    const pairs = [
      ...new Map(
        words.questions
          .filter((question) => question.category === category)
          .flatMap(({ rows: [a, b, c, d] }) => [
            [a, b],
            [c, d],
          ])
          .map(([a, b]) => [`${a} ${b}`, [a, b] as const]),
      ).values(),
    ];
    const rows: OppositesMapRow[] = [];
    let first: Matrix | undefined;
    for (const [k, degree] of degrees.entries()) {
      const { space } = stretchedSpace(words, degree);
      const picked = gatherRows(space, Int32Array.from(pairs.flat()), zeros(2 * pairs.length, space.cols));
      const { map } = multidimensionalScaling(picked);
      const scale = Math.sqrt(map.rows) / norm(map);
      for (let i = 0; i < map.data.length; i++) map.data[i] *= scale;
      const placed = first === undefined ? map : procrustes(map, first);
      first ??= map;
      pairs.forEach(([a, b], i) => {
        const [[x, y], [x2, y2]] = [placed.row(2 * i), placed.row(2 * i + 1)];
        rows.push({ degree, word: words.words[a], opposite: words.words[b], x, y, x2, y2 });
      });
      await step(k + 1, degrees.length);
    }
    return rows;
  };
}
