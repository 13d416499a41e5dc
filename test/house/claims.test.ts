// The committed claims of all notebooks.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(__dirname, '../..');
const read = <T>(file: string): T => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')) as T;

const notebooks = fs.readdirSync(path.join(root, 'notebooks')).map((file) => path.parse(file).name);
const figures = notebooks.filter((name) => fs.existsSync(path.join(root, 'figures', name, 'claims.json')));

describe('committed claims', () => {
  it.each(figures)(
    '%s: one that does not hold is open and says why; each is a statement with a bound or a report',
    (notebook) => {
      for (const claim of read<Record<string, unknown>[]>(`figures/${notebook}/claims.json`)) {
        expect(claim.says, String(claim.id)).toMatch(/\S/);
        if (claim.status === 'report') {
          expect(claim).toMatchObject({ bound: null, holds: null });
          continue;
        }
        expect(JSON.stringify(claim.bound), String(claim.id)).toMatch(/[≤≥]|in \[/);
        if (!claim.holds)
          expect(claim).toMatchObject({ status: 'open', why: expect.stringMatching(/\S/) as string });
      }
    },
  );
});
