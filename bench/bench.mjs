// Runs every benchmark beside its peer in one go, prints the table of ratios and writes bench/results.json.
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

const rows = [];
for (const [group, measure] of Object.entries({
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
})) {
  for (const row of await measure()) rows.push({ group, ...row });
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
fs.writeFileSync(new URL('results.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`);
