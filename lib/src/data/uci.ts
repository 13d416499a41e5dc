import { DataError } from '../errors.js';
import { toNumber } from './csv.js';
import { nearest } from './registry.js';
import { untarGz } from './tar.js';
import { textLines } from './text.js';

/** Rows of one data file: inputs `(count, features)`, already standardised, and classes 0, 1, ... */
export interface UciRows {
  count: number;
  inputs: Float64Array;
  labels: Uint8Array;
}

/** One set of the benchmark; row numbers of the splits are of `train`. */
export interface UciSet {
  name: string;
  features: number;
  classes: number;
  train: UciRows;
  /** The separate test file, where the set has one. */
  test: UciRows | null;
  /** The split on which the benchmark's methods were tuned. */
  tuning: { train: Int32Array; validation: Int32Array };
  /** The four splits on which they were compared. */
  folds: { train: Int32Array; test: Int32Array }[];
}

/** The sets of the archive, parsed when asked for. */
export interface UciCollection {
  names: string[];
  set(name: string): UciSet;
}

/** data.tar.gz of the classification benchmark: a folder a set. */
export async function readUci(archive: Uint8Array, what: string): Promise<UciCollection> {
  const files = await untarGz(archive, what, (name) => /^[^/]+\/[^/]+\.(txt|dat)$/.test(name));
  const names = [...new Set(Array.from(files.keys(), (file) => file.split('/')[0]))]
    .filter((name) => files.has(`${name}/${name}.txt`))
    .sort();
  return { names, set: (name) => readSet(name, names, files, what) };
}

function readSet(name: string, names: string[], files: Map<string, Uint8Array>, archive: string): UciSet {
  if (!names.includes(name)) {
    const near = nearest(String(name), names);
    throw new DataError(
      'unknown',
      `${archive}: has no set '${name}'${near ? `; did you mean '${near}'?` : `; it has ${names.join(', ')}`}`,
    );
  }
  const what = `${archive}: ${name}`;
  const lines = (file: string) => {
    const bytes = files.get(`${name}/${file}`);
    if (!bytes) throw new DataError('format', `${what}: the archive has no ${file}`);
    return textLines(bytes);
  };
  const fields = new Map(
    lines(`${name}.txt`).map((line) => line.split('=').map((part) => part.trim()) as [string, string]),
  );
  const field = (key: string) => toNumber(fields.get(key) ?? '', `${what}: ${key} in ${name}.txt`, 1);
  const features = field('n_entradas');
  const classes = field('n_clases');
  const rows = (k: 1 | 2) => {
    const file = fields.get(`fich${k}`) ?? '';
    return readRows(lines(file), { features, classes, count: field(`n_patrons${k}`) }, `${what}: ${file}`);
  };
  const train = rows(1);
  const indices = (file: string, count: number) => {
    const splits = lines(file).map((line) => line.trim().split(/\s+/).map(Number));
    if (
      splits.length !== count ||
      splits.some((split) => split.some((row) => !(Number.isInteger(row) && row >= 0 && row < train.count)))
    ) {
      throw new DataError(
        'format',
        `${what}: ${file} has not ${count} lines of row numbers from 0 to ${train.count - 1}`,
      );
    }
    return splits.map((split) => Int32Array.from(split));
  };
  const [tune, validation] = indices('conxuntos.dat', 2);
  const folds = indices('conxuntos_kfold.dat', 8);
  return {
    name,
    features,
    classes,
    train,
    test: fields.has('fich2') ? rows(2) : null,
    tuning: { train: tune, validation },
    folds: [0, 2, 4, 6].map((k) => ({ train: folds[k], test: folds[k + 1] })),
  };
}

/** A header line, then row number, inputs and class, separated by tabs. */
function readRows(
  lines: string[],
  { features, classes, count }: { features: number; classes: number; count: number },
  what: string,
): UciRows {
  if (lines.length - 1 !== count)
    throw new DataError('format', `${what}: has ${lines.length - 1} rows; expected ${count}`);
  const inputs = new Float64Array(count * features);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const cells = lines[i + 1].trimEnd().split('\t');
    if (cells.length !== features + 2) {
      throw new DataError(
        'format',
        `${what}: line ${i + 2} has ${cells.length} fields; expected ${features + 2}`,
      );
    }
    for (let j = 0; j < features; j++) inputs[i * features + j] = toNumber(cells[j + 1], what, i + 2);
    const label = toNumber(cells[features + 1], what, i + 2);
    if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
      throw new DataError(
        'format',
        `${what}: line ${i + 2} has class ${label}; expected 0 to ${classes - 1}`,
      );
    }
    labels[i] = label;
  }
  return { count, inputs, labels };
}
