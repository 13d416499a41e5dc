import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

let known: string | undefined;

/** sha256 over the built library's `.js` and `.wasm` files, names included: equal hashes, equal code. */
export function libHash(): string {
  known ??= hashBuild(path.resolve(__dirname, '..'));
  return known;
}

/** sha256 over the `.js` and `.wasm` files below `folder`, names included. */
export function hashBuild(folder: string): string {
  const hash = createHash('sha256');
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(js|wasm)$/.test(file))
    .sort();
  for (const file of files) {
    hash.update(file.replaceAll(path.sep, '/')).update('\0');
    hash.update(fs.readFileSync(path.join(folder, file))).update('\0');
  }
  return hash.digest('hex');
}
