import { DataError } from '../errors.js';
import { parseDelimited, toNumber } from './csv.js';
import { gunzip } from './gzip.js';

/** Features `(count, columns.length)`, row-major, and a target a row. */
export interface Table {
  count: number;
  columns: string[];
  features: Float64Array;
  /**
   * The value of a regression, or the class of a classification as published (where it is a word: its place in
   * `classes`).
   */
  target: Float64Array;
  task: 'regression' | 'classification';
  /** The distinct targets of a classification, ascending; empty for a regression. */
  classes: string[];
}

/** Tables that are parsed when asked for. */
export interface TableCollection {
  names: string[];
  table(name: string): Table;
}

/**
 * Delimited text with a header line; `target` is the column to predict, words allowed where the task is a
 * classification.
 */
export function readTable(
  bytes: Uint8Array,
  what: string,
  { target, task, delimiter = ',' }: { target: string; task: Table['task']; delimiter?: string },
): Table {
  const [header = [], ...records] = parseDelimited(bytes, what, { delimiter });
  const at = header.indexOf(target);
  if (at < 0) {
    throw new DataError(
      'format',
      `${what}: has columns ${header.slice(0, 8).join(', ')}; expected one named ${target}`,
    );
  }
  const columns = header.filter((_, j) => j !== at);
  const features = new Float64Array(records.length * columns.length);
  records.forEach((record, i) => {
    let k = i * columns.length;
    record.forEach((text, j) => {
      if (j !== at) features[k++] = toNumber(text, what, i + 2);
    });
  });
  const labels = records.map((record) => record[at]);
  if (
    task === 'regression' ||
    labels.every((label) => label.trim() !== '' && Number.isFinite(Number(label)))
  ) {
    const values = Float64Array.from(labels, (label, i) => toNumber(label, what, i + 2));
    const classes =
      task === 'regression' ? [] : Array.from(Float64Array.from(new Set(values)).sort(), String);
    return { count: records.length, columns, features, target: values, task, classes };
  }
  const classes = [...new Set(labels)].sort();
  const place = new Map(classes.map((name, i) => [name, i]));
  return {
    count: records.length,
    columns,
    features,
    target: Float64Array.from(labels, (label) => place.get(label)!),
    task,
    classes,
  };
}

/** A set of the Penn Machine Learning Benchmarks: gzip-compressed TSV, label column `target`. */
export function readPmlb(gz: Uint8Array, what: string, task: Table['task']): Table {
  return readTable(gunzip(gz, what), what, { target: 'target', task, delimiter: '\t' });
}
