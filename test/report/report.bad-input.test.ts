import fs from 'node:fs';
import path from 'node:path';
import { InputError } from 'agop/errors';
import { notebook, type Notebook } from 'agop/report/notebook';
import { colorScale } from 'agop/report/theme';
import { expect, test, vi } from 'vitest';
import { workspace } from './workspace.js';

const { folder } = workspace();
const nb = (): Notebook => notebook('01-test');
const settings = { quick: {}, paper: {} };
const one = (): object[] => [{ a: 1 }];
const good = {
  id: 'f1',
  title: 'T',
  question: 'Q',
  see: 'S',
  alt: 'A',
  rows: [{ x: 1 }],
  spec: { mark: 'point', encoding: { x: { field: 'x', type: 'quantitative' } } },
};
const figure = (change: object): Promise<unknown> => nb().figure({ ...good, ...change } as never);
const claim = (change: object, id = 'C1'): void =>
  nb().claim(id, { says: 'x', got: 1, atLeast: 0, ...change } as never);

const cases: [string, () => unknown, RegExp][] = [
  ['a notebook without its number', () => notebook('lin-rfm'), /^notebook: name is "lin-rfm"; give the file name/],
  ['a name that leaves the figures folder', () => notebook('01-../../etc'), /^notebook: name is "01-/],
  ['an experiment without a name', () => nb().run((() => () => [])() as never, settings), /^run: experiment has no name/],
  ['an experiment that is none', () => nb().run('f' as never, settings), /^run: experiment has no name/],
  ['settings without the profile', () => nb().run(one as never, { paper: {} } as never), /^run: settings has no quick/],
  ['no seeds', () => nb().run(one as never, settings, { seeds: [] }), /^run: seeds is \[\]/],
  ['zero seeds', () => nb().run(one as never, settings, { seeds: 0 }), /^run: seeds is 0/],
  ['a fractional seed', () => nb().run(one as never, settings, { seeds: [1, 2.5] }), /^run: seeds\[1\] is 2\.5/],
  ['a claim without bound', () => claim({ atLeast: undefined }), /^claim: "C1" has no bound; give one of/],
  ['a claim with two bounds', () => claim({ atMost: 3 }), /^claim: "C1" has atLeast and atMost/],
  ['a bound that is NaN', () => claim({ atLeast: NaN }), /^claim: atLeast of "C1" is NaN; give finite/],
  ['an interval upside down', () => claim({ atLeast: undefined, between: [2, 1] }), /^claim: between of "C1" is \[2, 1\]/],
  ['an open claim without reason', () => claim({ status: 'open' }), /^claim: why of "C1" is empty/],
  ['a status that is none', () => claim({ status: 'perhaps' }), /^claim: status of "C1" is perhaps/],
  ['a report with a bound', () => claim({ status: 'report' }), /^claim: "C1" is a report and has atLeast; leave it out/],
  ['neither got nor parts', () => claim({ got: undefined }), /^claim: "C1" has neither got nor parts/],
  ['both got and parts', () => claim({ parts: [] }), /^claim: "C1" has both got and parts/],
  ['no parts', () => claim({ got: undefined, parts: [] }), /^claim: parts of "C1" is empty/],
  ['got as text', () => claim({ got: '1' }), /^claim: got of "C1" is string/],
  ['a claim id with a slash', () => claim({}, '../C1'), /^claim: id is "..\/C1"/],
  ['a claim that says nothing', () => claim({ says: ' ' }), /^claim: says of "C1" is empty/],
  ['a figure id that is no file name', () => figure({ id: '../f1' }), /^figure: id is "..\/f1"; give small letters/],
  ['a figure without alt text', () => figure({ alt: '' }), /^figure: alt of "f1" is empty/],
  ['no rows', () => figure({ rows: [] }), /^figure: rows is empty/],
  ['rows that are none', () => figure({ rows: 'x' }), /^figure: rows is string/],
  ['a row with an array in it', () => figure({ rows: [{ x: [1] }] }), /^figure: rows\[0\]\.x is object/],
  ['too many rows', () => figure({ rows: Array(6000).fill({ x: 1 }) }), /^figure: rows of "f1" has 6000 rows; aggregate/],
  ['a misspelt field', () => figure({ spec: { mark: 'point', encoding: { x: { field: 'y', type: 'quantitative' } } } }), /^figure: spec of "f1" uses the field "y"; rows have x/],
  ['a spec with its own data', () => figure({ spec: { ...good.spec, data: {} } }), /^figure: spec of "f1" has its own data/],
  ['a spec that is not Vega-Lite', () => figure({ spec: { nonsense: 1 } }), /^figure: spec of "f1" is not valid Vega-Lite; /],
  ['a claim that was not made', () => figure({ claims: ['C9'] }), /^figure: claims of "f1" names "C9", which is not claimed/],
  ['a table without rows', () => nb().table([]), /^table: rows is empty/],
  ['a table as long as a data set', () => nb().table(Array(300).fill({ x: 1 })), /^table: rows has 300 rows; aggregate/],
  ['a column that is not there', () => nb().table([{ x: 1 }], { columns: ['y'] }), /^table: columns names "y"; the rows have x/],
  ['a method without colour', () => colorScale(['no such']), /^colorScale: methods names "no such"; add it/],
]; // prettier-ignore

test.each(cases)('%s is refused with function, argument and value', async (_title, act, message) => {
  const error = await Promise.resolve()
    .then(act)
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  expect(error).toBeInstanceOf(InputError);
  expect((error as Error).message).toMatch(message);
});

test('a second statement under one id is refused, the same one again is not', () => {
  const handle = nb();
  const make = (says: string): void => handle.claim('C1', { says, got: 1, atLeast: 0 });
  make('a');
  make('a');
  expect(() => make('b')).toThrow('claim: id "C1" already says "a"; give another id');
});

test('NaN never holds, whatever the bound', () => {
  const handle = nb();
  handle.claim('C1', { says: 'a', got: NaN, atLeast: 0 });
  handle.claim('C2', { says: 'b', got: NaN, atMost: 0 });
  handle.claim('C3', { says: 'c', got: NaN, between: [0, 1] });
  const file = path.join(folder(), 'figures', '01-test', 'claims.json');
  const claims = JSON.parse(fs.readFileSync(file, 'utf8')) as { holds: boolean; got: string }[];
  expect(claims.map(({ holds, got }) => [holds, got])).toEqual(Array(3).fill([false, 'NaN']));
});

test('an unknown profile is refused', () => {
  vi.stubEnv('PROFILE', 'large');
  expect(nb).toThrow('notebook: PROFILE is "large"; set it to quick or paper');
});

test('a figures folder that cannot be written is one clear error', async () => {
  fs.writeFileSync(path.join(folder(), 'figures'), 'a file where the folder should be');
  await expect(figure({})).rejects.toThrow(
    /^figure: "f1" cannot be written: .*; make .* writable, or set FIGURES_DIR/,
  );
  expect(() => claim({})).toThrow(/^claim: claims cannot be written: .*; make .* writable/);
});
