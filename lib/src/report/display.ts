import { randomBytes } from 'node:crypto';
import path from 'node:path';

/** Representations of one thing by MIME type; `text/plain` is what a terminal shows. */
export type Bundle = Record<string, unknown>;

/** A cell's last expression that has this method shows the bundle it returns. */
export const displaySymbol: symbol = Symbol.for('Jupyter.display');

type Send = (message: { data: Bundle; metadata: object; transient: object }, update: boolean) => void;

// The kernel's own module instance, found among the loaded ones: outside a kernel nothing is loaded.
const kernelModule = path.join('tslab', 'dist', 'jupyter.js');

function sender(): Send | undefined {
  const loaded = Object.values(require.cache).find((module) => module?.filename.endsWith(kernelModule));
  return loaded?.exports.lastWriteDisplayData ?? undefined;
}

/** Is this process a notebook kernel that can show things now? */
export function inKernel(): boolean {
  return sender() !== undefined;
}

/** Shows a bundle in the running cell; outside a kernel prints its plain text. */
export function display(bundle: Bundle): void {
  const send = sender();
  if (send) send({ data: bundle, metadata: {}, transient: {} }, false);
  else console.log(bundle['text/plain'] ?? '');
}

/** `value`, shown as `bundle` when it is the last expression of a cell. */
export function displayable<T extends object>(value: T, bundle: () => Bundle): T {
  return Object.defineProperty(value, displaySymbol, { value: bundle, enumerable: false });
}

/** A place in the notebook that later calls of `show` overwrite. Outside a kernel it shows nothing. */
export class LiveDisplay {
  private readonly id: string = randomBytes(8).toString('hex');
  private shown = false;

  show(bundle: Bundle): void {
    sender()?.({ data: bundle, metadata: {}, transient: { display_id: this.id } }, this.shown);
    this.shown = true;
  }
}
