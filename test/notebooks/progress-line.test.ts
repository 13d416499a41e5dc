import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createProgressLine, duration } from '../../tools/progress-line.mjs';

let folder = '';
let file = '';
const printed: string[] = [];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'progress-'));
  file = path.join(folder, 'progress.jsonl');
  printed.length = 0;
  vi.useFakeTimers();
  vi.spyOn(console, 'log').mockImplementation((text) => void printed.push(text));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  fs.rmSync(folder, { recursive: true });
});

const progress = (done: number): string =>
  `${JSON.stringify({ what: 'fig2, seed 1', done, total: 100, elapsed: done, remaining: 100 - done })}\n`;

it('a log gets a line per cell, and the progress of a long cell at most every 10 s', () => {
  const line = createProgressLine('01-x', file);
  line.cell({ cell: 2, of: 3, source: '\n// fig 2\nawait run();' });
  for (let second = 1; second <= 25; second += 1) {
    fs.appendFileSync(file, progress(second));
    vi.advanceTimersByTime(1000);
  }
  line.done(25.04);
  line.end();
  expect(printed).toEqual([
    '01-x  cell 2/3  fig2, seed 1 10/100  10.0 s, 90.0 s left',
    '01-x  cell 2/3  fig2, seed 1 20/100  20.0 s, 80.0 s left',
    '01-x  cell 2/3  25.0 s  // fig 2',
  ]);
});

it('a line that is still being written waits for its end', () => {
  const line = createProgressLine('01-x', file);
  line.cell({ cell: 1, of: 1, source: '1' });
  fs.appendFileSync(file, progress(5) + '{"what": "fi');
  vi.advanceTimersByTime(10_500);
  line.end();
  expect(printed).toEqual(['01-x  cell 1/1  fig2, seed 1 5/100  5.0 s, 95.0 s left']);
});

it('durations read as people say them', () => {
  expect([3.14, 245, 7800].map(duration)).toEqual(['3.1 s', '4 min 05 s', '2 h 10 min']);
});
