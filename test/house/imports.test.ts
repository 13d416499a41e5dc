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
  nets: ['linalg', 'elementwise', 'kernels'],
  features: ['linalg', 'elementwise', 'kernels', 'nets'],
  learners: ['linalg', 'elementwise', 'kernels', 'features'],
  data: ['linalg'],
  report: [],
  experiments: ['linalg', 'elementwise', 'kernels', 'features', 'learners', 'nets', 'data', 'report'],
};

/** Imports against that order, with the reason; a list that only gets shorter. */
const against: Record<string, string> = {
  'features/rfm/solvers.ts imports learners/eigenpro-solver.ts':
    'the solvers of RFM by name; this one is a learner',
  'features/rfm/logistic-solver.ts imports learners/kernel-logistic.ts': 'the same',
};

/** Circles of files by types alone, as their files; where one is there for a reason. */
const circles: Record<string, string> = {
  'check.ts, linalg/matrix.ts': 'a Matrix checks its own size, and the checks of arguments speak of a Matrix',
};

/** Files that load others at run time by `require` or `import()`, and why no static import does. */
const atRunTime: Record<string, string> = {
  'report/provenance.ts': 'asks linalg/engine what it is where there is one; reports do without it',
  'linalg/koffi.ts': 'koffi, which may be absent',
  'nets/tensorflow.ts': 'one of several builds of TensorFlow.js, whichever there is',
  'experiments/child.ts': 'the experiments of which a parent process names one',
  'load-package.ts': 'packages that are needed by few, at their first use',
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

/** Sets of files of which each reaches each (Tarjan), of two or more. */
function knots(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const number = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): void => {
    number.set(file, number.size);
    low.set(file, number.get(file)!);
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!number.has(next)) visit(next);
      if (stack.includes(next)) low.set(file, Math.min(low.get(file)!, low.get(next)!));
    }
    if (low.get(file) !== number.get(file)) return;
    const knot = stack.splice(stack.indexOf(file));
    if (knot.length > 1) found.push(knot.sort());
  };
  for (const file of graph.keys()) if (!number.has(file)) visit(file);
  return found;
}

const roomOf = (file: string): string | undefined =>
  file.includes(path.sep) ? file.split(path.sep)[0] : undefined;

describe('the map of imports', () => {
  it('runs one way', () => {
    const wrong = files.flatMap((file) => {
      const room = roomOf(file);
      return importsOf(file)
        .filter(({ target, type }) => {
          const other = roomOf(target);
          // The files at the top are for all rooms and know of them by types at most; index.ts is the list of all.
          if (room === undefined) return file !== 'index.ts' && other !== undefined && !type;
          return other !== undefined && other !== room && !allowed[room].includes(other);
        })
        .map(({ target }) => `${file} imports ${target}`);
    });
    expect(wrong.sort()).toEqual(Object.keys(against).sort());
  });

  it('has no import at run time that is not listed', () => {
    const found = files.filter((file) => {
      const code = fs
        .readFileSync(path.join(source, file), 'utf8')
        .replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
      return /\b(createRequire|require(\.resolve)?|import)\s*\(/.test(
        code.replace(/require\.resolve\([^)]*\)/g, ''),
      );
    });
    expect(found.sort()).toEqual(Object.keys(atRunTime).sort());
  });

  it('has no circle by types that is not listed', () => {
    const found = knots(new Map(files.map((file) => [file, importsOf(file).map(({ target }) => target)])));
    expect(found.map((knot) => knot.join(', ')).sort()).toEqual(Object.keys(circles).sort());
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
