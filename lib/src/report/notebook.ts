import fs from 'node:fs';
import path from 'node:path';
import { checkInteger } from '../check.js';
import { InputError } from '../errors.js';
import type { Step } from '../step.js';
import { claimBundle, judge, type Claim, type ClaimInput } from './claim.js';
import { display, LiveDisplay } from './display.js';
import { figure, type Figure, type FigureInput } from './figure.js';
import { keptTable, writeKeptTable, type KeptTable } from './kept-table.js';
import { inUnits } from './in-units.js';
import { libHash } from './lib-hash.js';
import { naturalOrder } from './natural-order.js';
import { committedFigures, figuresFolder } from './paths.js';
import { withProgress } from './progress.js';
import { dataHashes, engineInfo, type DataProvenance, type Profile, type Provenance } from './provenance.js';
import type { Row, Seeded } from './row.js';
import { statusBundle } from './status-box.js';
import { cached, contentKey } from './store.js';
import { table, type Frame, type Table, type TableOptions } from './table.js';
import { measured } from './timings.js';
import { writeResult } from './write-result.js';

/** `(settings, seed, step) -> tidy rows`; same settings and seed, same rows. */
export interface Experiment<S, R extends object> {
  (settings: S, seed: number, step: Step): Promise<R[]> | R[];
  /** Works in other processes: its seeds and parts are begun all at once. */
  readonly elsewhere?: boolean;
}

export interface RunOptions<S = unknown> {
  /** Seeds 0 .. n-1, or a list of seeds. */
  seeds?: number | readonly number[];
  /** Data sets that the experiment reads; their hashes are part of the cache key. */
  data?: readonly DataProvenance[];
  /**
   * Settings into pieces, computed in turn and cached one by one, as seeds are: an interrupted run continues with the
   * piece that is missing, and a longer list computes its new ones.
   */
  parts?: (settings: S) => readonly S[];
  /** The rows hold wall times: kept in `timings.json` with the machine they were taken on. */
  measured?: boolean;
}

export interface KeepOptions {
  /** Of the experiment; of `{ quick, paper }` the profile's are recorded. */
  settings?: unknown;
  data?: readonly DataProvenance[];
}

export interface NotebookFigure extends FigureInput {
  /** Ids of claims made before the figure that it supports. */
  claims?: readonly string[];
  /** Settings of the experiment; of `{ quick, paper }` the profile's are recorded. */
  settings?: unknown;
  data?: readonly DataProvenance[];
  /** The rows hold wall times, which differ from machine to machine. */
  measured?: boolean;
}

export interface Notebook {
  readonly name: string;
  readonly profile: Profile;
  /** Shows the status box, filled as claims come in. */
  status(): void;
  /** Runs an experiment for each seed, cached by content; rows get the column `seed`. */
  run<S, R extends object>(
    experiment: Experiment<S, R>,
    settings: Record<Profile, S>,
    options?: RunOptions<S>,
  ): Promise<Seeded<R>[]>;
  /**
   * A table that takes too long for a visit. In the paper profile writes the rows to `figures/<notebook>/<name>.json`
   * with their provenance; in the quick profile reads what is committed there, `undefined` where nothing is.
   */
  keep<R extends Row>(name: string, rows: readonly R[], options?: KeepOptions): KeptTable<R> | undefined;
  /** Checks a claim, shows it and records it in `claims.json`. */
  claim(id: string, input: ClaimInput): void;
  /** Draws a figure and writes it to `figures/<notebook>/`; show it as the cell's last expression. */
  figure(input: NotebookFigure): Promise<Figure>;
  /** A readable table; show it as the cell's last expression. */
  table(source: readonly Row[] | Frame, options?: TableOptions): Table;
}

function currentProfile(): Profile {
  const profile = process.env.PROFILE ?? 'quick';
  if (profile !== 'quick' && profile !== 'paper') {
    throw new InputError('notebook', 'PROFILE', `is ${JSON.stringify(profile)}`, 'set it to quick or paper');
  }
  return profile;
}

function seedList(seeds: number | readonly number[]): number[] {
  const list = typeof seeds === 'number' ? Array.from({ length: seeds }, (_, seed) => seed) : [...seeds];
  if (list.length === 0)
    throw new InputError('run', 'seeds', `is ${JSON.stringify(seeds)}`, 'give at least one');
  list.forEach((seed, i) => checkInteger('run', `seeds[${i}]`, seed));
  return list;
}

/** The handle of a notebook: runs experiments, checks claims, draws figures. `name` is the notebook's file name. */
export function notebook(name: string): Notebook {
  if (typeof name !== 'string' || !/^\d\d-[a-z0-9-]+$/.test(name)) {
    throw new InputError(
      'notebook',
      'name',
      `is ${JSON.stringify(name)}`,
      'give the file name, such as 01-lin-rfm',
    );
  }
  const profile = currentProfile();
  const folder = path.join(figuresFolder(), name);
  const claimsFile = path.join(folder, 'claims.json');
  const claims = new Map<string, Claim>();
  let box: LiveDisplay | undefined;

  const inOrder = (): Claim[] => [...claims.values()].sort((a, b) => naturalOrder(a.id, b.id));
  const showStatus = (): void => box?.show(statusBundle(name, profile, inOrder()));
  const writeClaims = (): void =>
    writeResult('claim', 'claims', claimsFile, `${JSON.stringify(inOrder(), null, 2)}\n`);

  const provenanceOf = (
    rows: unknown,
    { settings, data }: { settings: unknown; data: readonly DataProvenance[] },
  ): Omit<Provenance, 'measured'> => {
    const seeds = new Set((Array.isArray(rows) ? rows : []).map((row: Row) => row?.seed));
    return {
      settings: (settings as Partial<Record<Profile, unknown>> | null)?.[profile] ?? settings,
      seeds: [...seeds].filter((seed) => typeof seed === 'number').sort((a, b) => a - b),
      profile,
      engine: engineInfo(),
      libHash: libHash(),
      dataHashes: dataHashes(data),
    };
  };

  // Claims that the notebook no longer makes must not outlive it.
  if (fs.existsSync(claimsFile)) writeClaims();

  return {
    name,
    profile,

    status() {
      box = new LiveDisplay();
      showStatus();
    },

    async run(experiment, settings, { seeds = 1, data = [], parts, measured: isMeasured = false } = {}) {
      if (typeof experiment !== 'function' || experiment.name === '') {
        throw new InputError('run', 'experiment', 'has no name', 'give a named function');
      }
      if (settings?.[profile] === undefined) {
        throw new InputError('run', 'settings', `has no ${profile} settings`, 'give { quick, paper }');
      }
      const list = seedList(seeds);
      const key = {
        experiment: experiment.name,
        // A function written in a cell is not part of the library's hash.
        source: experiment.toString(),
        settings: settings[profile],
        libHash: libHash(),
        data: dataHashes(data),
      };
      const pieces = parts?.(settings[profile]) ?? [settings[profile]];
      type Piece = (typeof pieces)[number];
      const runAll = (one: (piece: Piece, seed: number, step: Step) => Promise<Row[]>): Promise<Row[]> =>
        withProgress(experiment.name, async (step) => {
          const units = list.flatMap((seed) => pieces.map((piece) => ({ piece, seed })));
          return inUnits(units, Boolean(experiment.elsewhere), step, async ({ piece, seed }, inner) =>
            (await one(piece, seed, inner)).map((row) => ({ ...row, seed })),
          );
        });
      const compute = async (piece: Piece, seed: number, step: Step): Promise<Row[]> =>
        (await experiment(piece, seed, step)) as unknown as Row[];
      const rows = isMeasured
        ? await measured(
            {
              file: path.join(folder, 'timings.json'),
              committed: path.join(committedFigures, name, 'timings.json'),
              experiment: experiment.name,
            },
            { key: contentKey({ ...key, seeds: list }), engine: engineInfo() },
            () => runAll(compute),
          )
        : await runAll((piece, seed, step) =>
            cached(contentKey({ ...key, settings: piece, seed }), () => compute(piece, seed, step)),
          );
      return rows as never;
    },

    keep<R extends Row>(table: string, rows: readonly R[], { settings = {}, data = [] }: KeepOptions = {}) {
      const file = path.join(folder, `${table}.json`);
      if (profile === 'quick') {
        const found = keptTable<R>([file, path.join(committedFigures, name, `${table}.json`)]);
        // Written again: of the committed results only what a run has written is left.
        return found && writeKeptTable(file, found);
      }
      return writeKeptTable(file, { provenance: provenanceOf(rows, { settings, data }), rows });
    },

    claim(id, input) {
      const claim = judge(id, input, profile);
      const before = claims.get(id);
      // The same cell may run twice in a session; another statement under the same id is a mistake.
      if (before && before.says !== claim.says) {
        throw new InputError('claim', 'id', `"${id}" already says "${before.says}"`, 'give another id');
      }
      claims.set(id, claim);
      display(claimBundle(claim));
      showStatus();
      writeClaims();
    },

    async figure({ claims: ids = [], settings = {}, data = [], measured: isMeasured = false, ...input }) {
      const unknown = ids.find((id) => !claims.has(id));
      if (unknown !== undefined) {
        const problem = `names "${unknown}", which is not claimed yet`;
        throw new InputError('figure', `claims of "${input.id}"`, problem, 'call nb.claim before nb.figure');
      }
      const provenance = { ...provenanceOf(input.rows, { settings, data }), measured: isMeasured };
      return figure(input, { folder, claims: ids, provenance });
    },

    table: (source, options) => table(source, options),
  };
}
