import { createRequire } from 'node:module';
import { backend } from 'agop/linalg/engine';
import { afterEach, describe, expect, test } from 'vitest';

// As its own modules see it, so that a part of the native engine can be broken.
const load = createRequire(__filename);
const native = load('agop/linalg/native') as typeof import('agop/linalg/native');
const { checkLibrary } = load('agop/linalg/check-library') as typeof import('agop/linalg/check-library');
const { loadNative } = native;
const { engine, library } = backend();

describe.runIf(engine === 'native')('the check of a library', () => {
  afterEach(() => void Object.assign(native, { loadNative }));

  test.each([
    ['turn', 'omatcopy (turn)'],
    ['write', 'omatcopy (write)'],
    ['clear', 'omatcopy (clear)'],
    ['gap', 'geadd or asum'],
  ])('finds that %s does nothing', (move, routine) => {
    Object.assign(native, {
      loadNative(file: string) {
        const own = loadNative(file);
        return { ...own, blocks: (like: Float64Array) => ({ ...own.blocks(like), [move]: () => 0 }) };
      },
    });
    expect(checkLibrary(library, [])).toEqual({
      kind: 'wrong',
      why: expect.stringContaining(`computes a wrong ${routine} in float64`),
    });
  });
});
