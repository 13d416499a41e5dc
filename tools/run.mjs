// Executes the notebooks whose results are missing or out of date: node tools/run.mjs [names...]
// The profile quick writes to notebooks/ and figures/; paper, which takes hours, to .cache/paper/.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { reportDiskProblems } from './disk-problem.mjs';
import { filesBelow, folderHashes, libHash, sha256 } from './keys.mjs';
import { findPython } from './python.mjs';
import { createProgressLine, duration } from './progress-line.mjs';

const tools = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(process.env.AGOP_ROOT ?? path.join(tools, '..'));
const profile = process.env.PROFILE || 'quick';
const at = (...parts) => path.join(root, ...parts);
const runs = at('.cache/runs', profile);
const results = profile === 'quick' ? root : at('.cache', profile);

class Problem extends Error {}

function notebookNames(wanted) {
  const folder = at('notebooks');
  const all = fs.existsSync(folder)
    ? fs
        .readdirSync(folder)
        .filter((file) => /^\d\d-.*\.ipynb$/.test(file))
        .sort()
        .map((file) => path.parse(file).name)
    : [];
  const unknown = wanted.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw new Problem(`no notebook ${unknown.join(', ')}; there are: ${all.join(', ')}`);
  return wanted.length > 0 ? all.filter((name) => wanted.includes(name)) : all;
}

function readNotebook(file) {
  try {
    const { cells } = JSON.parse(fs.readFileSync(file, 'utf8'));
    return cells.map(({ cell_type, source, metadata }) => [
      cell_type,
      [source].flat().join(''),
      metadata?.tags ?? [],
    ]);
  } catch (error) {
    const name = path.relative(root, file);
    throw new Problem(
      `${name} is not a valid notebook: ${error.message}; restore it with git or repair its JSON`,
    );
  }
}

const hashIfThere = (file) => (fs.existsSync(file) ? sha256(fs.readFileSync(file)) : '');

/** What every notebook depends on. */
function commonKey() {
  const runner = [
    ...filesBelow(path.join(tools, 'kernel')),
    path.join(tools, 'kernel.cjs'),
    path.join(tools, 'execute.py'),
  ];
  return sha256(libHash(root), profile, hashIfThere(at('data/registry.json')), ...runner.map(hashIfThere));
}

/** Data within reach: a mirror, or the files that have been downloaded. */
function dataWithinReach() {
  if (process.env.DATA_MIRROR) return 'mirror';
  const cache = at('data/cache');
  return sha256(...filesBelow(cache).map((file) => path.relative(cache, file)));
}

const places = (name) => ({
  source: at('notebooks', `${name}.ipynb`),
  notebook: path.join(results, 'notebooks', `${name}.ipynb`),
  figures: path.join(results, 'figures', name),
  record: path.join(runs, `${name}.json`),
  failed: path.join(runs, `${name}.failed.ipynb`),
});

function writeAtomically(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  fs.writeFileSync(part, text);
  fs.renameSync(part, file);
}

const outputs = (notebook, figures) => ({
  notebook: hashIfThere(notebook),
  figures: folderHashes(figures),
});

function writeRecord(file, record) {
  writeAtomically(file, JSON.stringify({ ...record, check: sha256(JSON.stringify(record)) }, null, 1));
}

/** A record as it was written; undefined where there is none or a damaged one. */
function readRecord(file) {
  try {
    const { check, ...record } = JSON.parse(fs.readFileSync(file, 'utf8'));
    return check === sha256(JSON.stringify(record)) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** The record of the last complete run, if its inputs and outputs are still those on disk. */
function upToDate(place, key) {
  const record = readRecord(place.record);
  if (record?.key !== key || record.data !== dataWithinReach()) return undefined;
  const now = outputs(place.notebook, place.figures);
  return JSON.stringify(record.outputs) === JSON.stringify(now) ? record : undefined;
}

/** Makes `to` hold exactly the files of `from`, each replaced in one step. */
function replaceFolder(from, to) {
  const fresh = filesBelow(from).map((file) => path.relative(from, file));
  for (const file of fresh) {
    fs.mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    fs.renameSync(path.join(from, file), path.join(to, file));
  }
  // Another run may have removed it meanwhile.
  for (const file of filesBelow(to))
    if (!fresh.includes(path.relative(to, file))) fs.rmSync(file, { force: true });
}

function failure(name, { cell, traceback }, source) {
  const numbered = source.split('\n').map((line, i) => `  ${String(i + 1).padStart(3)}  ${line}`);
  return [
    `${name}: cell ${cell} failed`,
    '',
    ...numbered,
    '',
    ...traceback.flatMap((t) => t.split('\n')).map((t) => `  ${t}`),
    '',
  ].join('\n');
}

/** Executes one notebook; resolves to its outputs, seconds and peak memory (of kernel and children), throws Problem when it fails. */
async function execute(name, python, place) {
  const stage = path.join(runs, `${name}.${process.pid}.stage`);
  const target = path.join(stage, `${name}.ipynb`);
  const progressFile = path.join(stage, 'progress.jsonl');
  fs.mkdirSync(stage, { recursive: true });
  const line = createProgressLine(name, progressFile);
  const began = performance.now();
  const child = spawn(python, [path.join(tools, 'execute.py'), place.source, target, at('notebooks')], {
    env: {
      ...process.env,
      PROFILE: profile,
      JUPYTER_PATH: at('.jupyter'),
      FIGURES_DIR: path.join(stage, 'figures'),
      AGOP_PROGRESS: progressFile,
      PYTHONUNBUFFERED: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => child.kill('SIGTERM');
  process.once('exit', stop);
  let complaint = '';
  child.stderr.on('data', (chunk) => (complaint += chunk));
  let running = { source: '' };
  let failed;
  let megabytes = NaN;
  let made;
  const closed = new Promise((resolve) => child.on('close', resolve));
  for await (const text of createInterface({ input: child.stdout })) {
    const event = JSON.parse(text);
    if (event.event === 'start') line.cell((running = event));
    if (event.event === 'done') line.done(event.seconds);
    if (event.event === 'failed') failed = event;
    if (event.event === 'end') megabytes = event.megabytes;
  }
  const code = await closed;
  line.end();
  process.off('exit', stop);
  try {
    if (failed) {
      if (fs.existsSync(target)) fs.renameSync(target, place.failed);
      throw new Problem(failure(name, failed, running.source));
    }
    if (code !== 0) throw new Problem(`${name}: ${complaint.trim() || `execute.py ended with code ${code}`}`);
    // Of what this run made, not of what lies there later: another run may put its own in between.
    made = outputs(target, path.join(stage, 'figures', name));
    replaceFolder(path.join(stage, 'figures', name), place.figures);
    fs.mkdirSync(path.dirname(place.notebook), { recursive: true });
    fs.renameSync(target, place.notebook);
    fs.rmSync(place.failed, { force: true });
  } finally {
    fs.rmSync(stage, { recursive: true, force: true });
  }
  return { outputs: made, seconds: (performance.now() - began) / 1000, megabytes };
}

/** Claims of a notebook: how many hold, and the established ones that do not. */
function claimsOf({ figures }) {
  const file = path.join(figures, 'claims.json');
  const claims = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : [];
  return {
    total: claims.filter((claim) => claim.status !== 'report').length,
    held: claims.filter((claim) => claim.holds).length,
    broken: claims.filter((claim) => claim.status === 'established' && !claim.holds),
  };
}

/** Whether a file of `runs` is what a killed runner has left. */
function isLeftOver(file) {
  const [, pid] = file.match(/\.(\d+)\.(?:stage|part)$/) ?? [];
  try {
    if (pid) process.kill(Number(pid), 0);
    return false;
  } catch {
    return true;
  }
}

function removeLeftOvers() {
  for (const file of fs.existsSync(runs) ? fs.readdirSync(runs) : [])
    if (isLeftOver(file)) fs.rmSync(path.join(runs, file), { recursive: true, force: true });
}

async function main() {
  if (!['quick', 'paper'].includes(profile)) throw new Problem(`PROFILE is ${profile}; give quick or paper`);
  const names = notebookNames(process.argv.slice(2));
  const common = commonKey();
  removeLeftOvers();
  const summary = [];
  const complete = [];
  let ok = true;
  let python;
  for (const name of names) {
    const place = places(name);
    try {
      const key = sha256(common, JSON.stringify(readNotebook(place.source)));
      let record = upToDate(place, key);
      const fresh = record !== undefined;
      if (!fresh) {
        python ??= findPython(root, ['nbclient', 'nbformat', 'jupyter_client']);
        if (!python) throw new Problem('no Python with nbclient is installed; run: sh tools/setup.sh');
        const made = await execute(name, python, place);
        record = { key, data: dataWithinReach(), ...made };
        writeRecord(place.record, record);
      }
      complete.push(name);
      const { held, total, broken } = claimsOf(place);
      const cost = `${duration(record.seconds)}, ${Math.round(record.megabytes)} MB`;
      summary.push(`${name}  ${fresh ? `unchanged (${cost})` : cost}  claims ${held}/${total}`);
      for (const claim of broken) {
        ok = false;
        summary.push(`  ${claim.id} is established and does not hold: ${claim.says}`);
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      ok = false;
      console.error(error.message);
      summary.push(`${name}  FAILED`);
    }
  }
  // A later notebook may have downloaded data that an earlier one has no use for.
  for (const name of complete) {
    const { record: file } = places(name);
    const record = readRecord(file);
    if (record && record.data !== dataWithinReach())
      writeRecord(file, { ...record, data: dataWithinReach() });
  }
  // A kernel outlives its killed runner by up to a second and may have written to its folder meanwhile.
  removeLeftOvers();
  for (const text of summary) console.log(text);
  if (!ok) process.exitCode = 1;
}

reportDiskProblems();
main().catch((error) => {
  if (!(error instanceof Problem)) throw error;
  console.error(error.message);
  process.exitCode = 2;
});
