// Checks the library against reference vectors: every *.json below REFERENCE_DIR is matched to a check by its `name`,
// or by its `quantity` where it has none, and compared within the tolerance that it states itself.
// A paper is added as one module in test/reference/checks, exporting `checks`.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { deviation, toleranceClauses, toleranceFields } from './reference-tolerance.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

async function loadChecks() {
  const folder = path.join(root, 'test/reference/checks');
  const checks = new Map();
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.mjs'))) {
    const module = await import(pathToFileURL(path.join(folder, file)).href);
    for (const { names, run } of module.checks) for (const name of names) checks.set(name, run);
  }
  return checks;
}

/** One line per failing comparison of one file, and how many passed. */
async function checkFile(file, checks) {
  const failures = [];
  let passed = 0;
  try {
    const reference = JSON.parse(fs.readFileSync(file, 'utf8'));
    const name = reference.name ?? reference.quantity;
    const run = checks.get(name);
    if (run === undefined) throw new Error(`no check knows ${JSON.stringify(name ?? null)}`);
    const clauses = toleranceClauses(reference.tolerance ?? toleranceFields(reference));
    for await (const { what, got, want, tolerance } of run(reference, clauses)) {
      const { excess, text } = deviation(got, want, tolerance);
      // Written so that NaN fails.
      if (excess <= 1) passed++;
      else failures.push(`${what}: ${text}`);
    }
    if (passed + failures.length === 0) throw new Error('holds no case');
  } catch (error) {
    failures.push(error.message);
  }
  return { passed, failures };
}

/** Checks all files below `folder`; the lines to print and the counts. */
export async function checkReferences(folder) {
  const checks = await loadChecks();
  const files = fs.existsSync(folder)
    ? fs
        .readdirSync(folder, { recursive: true })
        .filter((name) => name.endsWith('.json'))
        .sort()
    : [];
  const lines = [];
  let [passed, failed] = [0, 0];
  if (files.length === 0) {
    lines.push(`no reference file (*.json) below ${folder}`);
    failed++;
  }
  for (const name of files) {
    const result = await checkFile(path.join(folder, name), checks);
    passed += result.passed;
    failed += result.failures.length;
    for (const failure of result.failures) lines.push(`FAIL ${name}: ${failure}`);
    if (result.failures.length === 0) lines.push(`ok   ${name}: ${result.passed} comparisons`);
  }
  return { lines, passed, failed };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = path.resolve(process.env.REFERENCE_DIR ?? path.join(root, 'test/reference'));
  const { lines, passed, failed } = await checkReferences(folder);
  for (const line of lines) console.log(line);
  console.log(`${passed} passed, ${failed} failed`);
  // A worker pool may still be idle: the verdict is known.
  process.exit(failed === 0 ? 0 : 1);
}
