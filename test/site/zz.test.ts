import { test } from 'vitest'; import { makeFixture } from './fixture.js';
test('x', async () => { const f = await makeFixture(); console.log(f.folder, f.tool('site.mjs'), f.tool('ledger.mjs')); });
