// Hashes by which the tools decide what has changed.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** sha256 of strings and buffers, in hex. */
export function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

/** All files below a folder, sorted; none when it does not exist. */
export function filesBelow(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Hash of each file below a folder, by its path in it. */
export function folderHashes(folder) {
  const hashes = {};
  for (const file of filesBelow(folder)) hashes[path.relative(folder, file)] = sha256(fs.readFileSync(file));
  return hashes;
}

/** Hash of the built library: every script and WebAssembly module of lib/dist. */
export function libHash(root) {
  const dist = path.join(root, 'lib/dist');
  const built = filesBelow(dist).filter((file) => /\.(js|wasm)$/.test(file));
  return sha256(...built.flatMap((file) => [path.relative(dist, file), fs.readFileSync(file)]));
}
