// Fetches and verifies data sets: all of the registry, or those named. One line each; exit code 1 if any fails.
import fs from 'node:fs';
import path from 'node:path';
import { obtain } from 'agop/data/obtain';
import { placesFromEnvironment } from 'agop/data/places';
import { registry, registryEntry } from 'agop/data/registry';

const WHERE = { cache: 'in the cache', mirror: 'in the mirror', publisher: 'downloaded' };

const places = placesFromEnvironment();
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(registry());
const width = Math.max(...names.map((name) => name.length));
let failed = 0;

sweep(places.cache);
for (const name of names) {
  try {
    const { variant, from, files } = await obtain(name, registryEntry(name), places);
    const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
    const size = `${files.size} file${files.size === 1 ? '' : 's'}, ${(bytes / 1e6).toFixed(1)} MB`;
    console.log(`${name.padEnd(width)}  ${variant.name.padEnd(9)}  ${size}, verified ${WHERE[from]}`);
  } catch (error) {
    failed += 1;
    console.log(
      `${name.padEnd(width)}  FAILED     ${error.message.replaceAll('\n', `\n${' '.repeat(width)}`)}`,
    );
  }
}
if (failed > 0) console.log(`${failed} of ${names.length} data sets could not be had`);
process.exitCode = failed > 0 ? 1 : 0;

/** Removes what killed downloads left behind; a live one is never an hour old. */
function sweep(cache) {
  if (!fs.existsSync(cache)) return;
  for (const file of fs.readdirSync(cache, { recursive: true })) {
    const full = path.join(cache, file);
    if (file.endsWith('.part') && Date.now() - fs.statSync(full).mtimeMs > 3_600_000) fs.rmSync(full);
  }
}
