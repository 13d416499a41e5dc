import { describe, expect, it } from 'vitest';
import { exportedValues, run, typeErrors } from './examples.js';
import { differences } from './stated-value.js';

const exported = exportedValues();
const names = exported.map(({ name }) => name);
const examples = exported.filter(({ code }) => code !== undefined);

describe('the docstrings of what the library exports', () => {
  it('are there', () => {
    expect(exported.length).toBeGreaterThan(160);
    expect(exported.filter(({ doc }) => doc.trim() === '').map(({ name }) => name)).toEqual([]);
  });

  it('have an example each', () => {
    expect(exported.filter(({ code }) => code === undefined).map(({ name }) => name)).toEqual([]);
  });

  it('have examples that compile', () => {
    expect(typeErrors(examples, names)).toEqual([]);
  });

  it.each(examples.map(({ name, code }) => [name, code!]))(
    '%s has an example that gives what it states',
    async (_, code) => {
      const statements = await run(code, names);
      expect(statements.length).toBeGreaterThan(0);
      expect(statements.filter((statement) => statement.differences.length > 0)).toEqual([]);
    },
  );
});

describe('a stated value', () => {
  it('is taken by its digits', () => {
    expect(differences('0.367', 0.36749)).toEqual([]);
    expect(differences('0.367', 0.3676)).toEqual(['it is 0.3676']);
    expect(differences('0.5', 0.5 + 1e-12)).toEqual([]);
    expect(differences('0.5', 0.501)).toEqual(['it is 0.501']);
    expect(differences('2', 2.001)).toEqual(['it is 2.001']);
    expect(differences('1.23e-7', 1.2349e-7)).toEqual([]);
    expect(differences('1.23e-7', 1.24e-7)).toEqual(['it is 1.24e-7']);
    expect(differences('-Infinity', -Infinity)).toEqual([]);
    expect(differences('1', NaN)).toEqual(['it is "NaN"']);
  });

  it('is compared entry by entry', () => {
    expect(differences('[[1, 2]]', { toRows: () => [[1, 3]] })).toEqual(['it[0][1] is 3']);
    expect(differences('[1, 2]', Float64Array.of(1, 2, 3))).toEqual(['it is [1,2,3]']);
    expect(differences("{ a: 1, b: 'no' }", { a: 1, b: 'yes', c: 2 })).toEqual(['it.b is "yes"']);
    expect(differences('true', false)).toEqual(['it is false']);
    expect(differences('[1]', undefined)).toEqual(['it is undefined']);
  });

  it('is no other text', () => {
    expect(differences('the root of two', 1.41)).toEqual(['the root of two is not a value; it is 1.41']);
    expect(differences('', 0)).toHaveLength(1);
  });

  it('is looked for behind every statement of an example', async () => {
    const [first, second] = await run('norm(identity(1)); // 2\nconst a = identity(1);\na; // [[1]]', names);
    expect(first).toEqual({ code: 'norm(identity(1))', stated: '2', differences: ['it is 1'] });
    expect(second.differences).toEqual([]);
  });
});
