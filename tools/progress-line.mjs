// What the terminal shows while a notebook runs: a line per cell, and the library's progress inside a cell.
import fs from 'node:fs';

/** Seconds as people read them: 3.1 s, 4 min 05 s, 2 h 10 min. */
export function duration(seconds) {
  if (seconds < 99.5) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 100) return `${minutes} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/**
 * Shows progress of notebook `name`. `file` holds the library's lines `{ what, done, total, elapsed, remaining }`;
 * a terminal gets one line that is rewritten, a log at most one line in 10 s.
 */
export function createProgressLine(name, file) {
  const terminal = process.stdout.isTTY;
  let head = name;
  let label = '';
  let read = 0;
  let shown = Date.now();

  const write = (text, final) => {
    if (terminal)
      process.stdout.write(
        `\r\x1b[2K${text.slice(0, (process.stdout.columns ?? 80) - 1)}${final ? '\n' : ''}`,
      );
    else console.log(text);
  };
  const timer = setInterval(() => {
    const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
    const complete = text
      .slice(read, text.lastIndexOf('\n') + 1)
      .trim()
      .split('\n');
    if (!complete.at(-1) || (!terminal && Date.now() - shown < 10_000)) return;
    read = text.lastIndexOf('\n') + 1;
    shown = Date.now();
    const { what, done, total, elapsed, remaining } = JSON.parse(complete.at(-1));
    const left = Number.isFinite(remaining) ? `, ${duration(remaining)} left` : '';
    write(`${head}  ${what} ${done}/${total}  ${duration(elapsed)}${left}`, false);
  }, 500);

  return {
    cell({ cell, of, source }) {
      head = `${name}  cell ${cell}/${of}`;
      label =
        source
          .split('\n')
          .find((text) => text.trim())
          ?.trim()
          .slice(0, 50) ?? '';
      shown = Date.now();
      if (terminal) write(`${head}  ${label}`, false);
    },
    done: (seconds) => write(`${head}  ${duration(seconds)}  ${label}`, true),
    end: () => clearInterval(timer),
  };
}
