import fs from 'node:fs';
import { Interrupted } from '../errors.js';
import type { Step } from '../step.js';
import { LiveDisplay } from './display.js';
import { escapeHtml } from './html.js';

const SHOW_EVERY_MS = 500;
const BREATHE_EVERY_MS = 50;

/** Set by the kernel when the user asks to stop. */
const interruptSymbol = Symbol.for('agop.interrupt');

function seconds(value: number): string {
  if (value < 60) return `${value.toFixed(0)} s`;
  const minutes = Math.round(value / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * Runs `body` with a step that shows done/total, elapsed and remaining time: in a session in one place of the notebook
 * that is emptied at the end; during `make` as lines appended to the file AGOP_PROGRESS. Each step lets the event loop
 * breathe and throws Interrupted when the user has asked to stop.
 */
export async function withProgress<T>(what: string, body: (step: Step) => Promise<T>): Promise<T> {
  const file = process.env.AGOP_PROGRESS;
  const live = file ? undefined : new LiveDisplay();
  const start = performance.now();
  // A run shorter than this shows nothing at all.
  let shownAt = start;
  let breathedAt = start;
  let shown = false;

  const step: Step = async (done, total, piece) => {
    const now = performance.now();
    if (now - shownAt >= SHOW_EVERY_MS) {
      shownAt = now;
      shown = true;
      const elapsed = (now - start) / 1000;
      const remaining = done > 0 ? (elapsed * (total - done)) / done : null;
      const label = piece ? `${what}, ${piece}` : what;
      if (file) {
        const line = {
          what: label,
          done: round(done),
          total,
          elapsed: round(elapsed),
          remaining: round(remaining),
        };
        fs.appendFileSync(file, `${JSON.stringify(line)}\n`);
      } else {
        const left = remaining === null ? '' : `, about ${seconds(remaining)} left`;
        const text = `${label}: ${round(done)}/${total}, ${seconds(elapsed)} so far${left}`;
        const bar = `<progress value="${done}" max="${total}" style="width: 16em"></progress>`;
        live?.show({ 'text/plain': text, 'text/html': `${bar} <small>${escapeHtml(text)}</small>` });
      }
    }
    if (now - breathedAt >= BREATHE_EVERY_MS) {
      await new Promise((resolve) => setImmediate(resolve));
      breathedAt = performance.now();
    }
    const interrupt = (globalThis as { [interruptSymbol]?: { requested: boolean } })[interruptSymbol];
    if (interrupt?.requested) throw new Interrupted(`${what}: stopped at ${round(done)} of ${total}`);
  };

  try {
    return await body(step);
  } finally {
    if (shown) live?.show({ 'text/plain': '' });
  }
}

function round(value: number): number;
function round(value: number | null): number | null;
function round(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}
