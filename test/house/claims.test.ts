// The committed claims and the list of those that no notebook checks: together each claim of a paper, none twice.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(__dirname, '../..');
const read = <T>(file: string): T => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')) as T;

interface NotCoded {
  notebook: string;
  id: string;
  says: string;
  why: string;
}
const notCoded = read<NotCoded[]>('data/claims-not-coded.json');
const notebooks = fs.readdirSync(path.join(root, 'notebooks')).map((file) => path.parse(file).name);
const figures = notebooks.filter((name) => fs.existsSync(path.join(root, 'figures', name, 'claims.json')));

describe('claims that are not coded', () => {
  it.each(notCoded)('$notebook $id names a notebook and gives its reason', ({ notebook, says, why }) => {
    expect(notebooks).toContain(notebook);
    expect(says).toMatch(/\S/);
    expect(why).toMatch(/\.$/);
  });

  it('are not checked by their notebook: take a claim off the list once it is', () => {
    const coded = figures.flatMap((notebook) =>
      read<{ id: string }[]>(`figures/${notebook}/claims.json`).map(({ id }) => `${notebook} ${id}`),
    );
    expect(
      notCoded.map(({ notebook, id }) => `${notebook} ${id}`).filter((id) => coded.includes(id)),
    ).toEqual([]);
    const listed = notCoded.map(({ notebook, id }) => `${notebook} ${id}`);
    expect(new Set(listed).size).toBe(listed.length);
  });
});

describe('committed claims', () => {
  it.each(figures)(
    '%s: one that does not hold is open and says why; each is a statement with a bound',
    (notebook) => {
      for (const claim of read<Record<string, unknown>[]>(`figures/${notebook}/claims.json`)) {
        expect(claim.says, String(claim.id)).toMatch(/\S/);
        expect(JSON.stringify(claim.bound), String(claim.id)).toMatch(/[≤≥]|in \[/);
        if (!claim.holds)
          expect(claim).toMatchObject({ status: 'open', why: expect.stringMatching(/\S/) as string });
      }
    },
  );
});
