// The map of imports of CONTRIBUTING.md: one direction, no circles; and files that stay readable in one sitting.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const source = path.resolve(__dirname, '../../lib/src');
const files = fs
  .readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .sort();

/** What each folder may import from, beside itself and the files directly below lib/src. */
const allowed: Record<string, readonly string[]> = {
  linalg: ['elementwise'],
  elementwise: ['linalg'],
  kernels: ['linalg', 'elementwise'],
  features: ['linalg', 'elementwise', 'kernels', 'nets', 'learners'],
  learners: ['linalg', 'elementwise', 'kernels', 'features', 'nets'],
  nets: ['linalg', 'elementwise', 'kernels', 'features', 'learners'],
  data: ['linalg'],
  report: [],
  experiments: ['linalg', 'elementwise', 'kernels', 'features', 'learners', 'nets', 'data', 'report'],
};

/** Files that a file imports, types too, as paths below lib/src. */
function importsOf(file: string): { target: string; type: boolean }[] {
  const text = fs.readFileSync(path.join(source, file), 'utf8');
  const statements = text.matchAll(/^(?:import|export)(\s+type)?\s(?:[^;]*?\sfrom\s)?'(\.[^']+)';/gms);
  return [...statements].map(([, type, target]) => ({
    target: path.join(path.dirname(file), target).replace(/\.js$/, '.ts'),
    type: type !== undefined,
  }));
}

const roomOf = (file: string): string | undefined =>
  file.includes(path.sep) ? file.split(path.sep)[0] : undefined;

describe('the map of imports', () => {
  it('runs one way', () => {
    const wrong = files.flatMap((file) => {
      const room = roomOf(file);
      if (room === undefined) return [];
      return importsOf(file)
        .map(({ target }) => target)
        .filter((target) => {
          const other = roomOf(target);
          return other !== undefined && other !== room && !allowed[room].includes(other);
        })
        .map((target) => `${file} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it('has no circle of files', () => {
    const graph = new Map(
      files.map((file) => [
        file,
        importsOf(file)
          .filter(({ type }) => !type)
          .map(({ target }) => target),
      ]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, above: readonly string[]): void => {
      if (above.includes(file)) circles.push([...above.slice(above.indexOf(file)), file].join(' -> '));
      if (done.has(file) || above.includes(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...above, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('finds every file that is named', () => {
    for (const file of files) for (const { target } of importsOf(file)) expect(files, file).toContain(target);
  });

  it('keeps files below 401 lines, or says in the first comment why not', () => {
    const assembly = path.resolve(source, '../assembly');
    const sources = [
      ...files.map((file) => path.join(source, file)),
      ...fs.readdirSync(assembly).map((file) => path.join(assembly, file)),
    ];
    const long = sources.filter((file) => {
      const lines = fs.readFileSync(file, 'utf8').split('\n');
      const comment = lines.slice(
        0,
        lines.findIndex((line) => !line.startsWith('//')),
      );
      return lines.length > 401 && !comment.some((line) => line.includes('Above 400 lines: '));
    });
    expect(long).toEqual([]);
  });
});
