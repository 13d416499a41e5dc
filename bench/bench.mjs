// Runs every benchmark beside its peer in one go, or the groups that are named (their rows alone are then replaced), prints
// the table of ratios and writes bench/results.json.
import fs from 'node:fs';
import os from 'node:os';
import { engineInfo } from 'agop/linalg/engine';
import { autoencoderBench } from './autoencoder.mjs';
import { convRfmBench } from './conv-rfm.mjs';
import { elementwiseBench } from './elementwise.mjs';
import { infiniteDepthBench } from './infinite-depth.mjs';
import { linalgBench } from './linalg.mjs';
import { linRfmBench } from './lin-rfm.mjs';
import { ntkCompletionBench } from './ntk-completion.mjs';
import { quadraticBench } from './quadratic.mjs';
import { rfmBench } from './rfm.mjs';
import { sgdQuadraticBench } from './sgd-quadratic.mjs';
import { tangentBench } from './tangent.mjs';
import { tfjsBench } from './tfjs.mjs';
import { transferBench } from './transfer.mjs';

const groups = {
  linalg: linalgBench,
  elementwise: elementwiseBench,
  'lin-rfm': linRfmBench,
  rfm: rfmBench,
  tangent: tangentBench,
  quadratic: quadraticBench,
  autoencoder: autoencoderBench,
  'infinite-depth': infiniteDepthBench,
  'ntk-completion': ntkCompletionBench,
  transfer: transferBench,
  'sgd-quadratic': sgdQuadraticBench,
  'conv-rfm': convRfmBench,
  tfjs: tfjsBench,
};
const file = new URL('results.json', import.meta.url);
const named = process.argv.slice(2);
const unknown = named.find((group) => !(group in groups));
if (unknown !== undefined) {
  console.error(`bench: no group "${unknown}"; give some of ${Object.keys(groups).join(', ')}`);
  process.exit(1);
}
const rows = [];
for (const [group, measure] of Object.entries(groups)) {
  if (named.length === 0 || named.includes(group)) {
    for (const row of await measure()) rows.push({ group, ...row });
  } else rows.push(...JSON.parse(fs.readFileSync(file, 'utf8')).rows.filter((row) => row.group === group));
}

const digits = (value) => (typeof value === 'number' ? Number(value.toPrecision(3)) : value);
console.table(
  rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, digits(value)]))),
);
const results = {
  processor: os.cpus()[0].model,
  cores: os.cpus().length,
  node: process.version,
  engine: engineInfo(),
  rows,
};
fs.writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
