import { InputError } from '../../errors.js';

export interface TransferLabels {
  /** Class of each source example, for translation; absent where the target has other labels. */
  source?: ArrayLike<number>;
  /** Class of each target example. */
  target: ArrayLike<number>;
}

/**
 * What the labels of a transfer should be warned of, a sentence each; none if nothing is odd:
 *
 * - target classes that the source has never seen, which it calls 0 everywhere, so that translation is the kernel alone
 *   there;
 * - a target of one example, or of one class: every answer is that class;
 * - labels in the order of their classes, as many files have them: the first n are no sample, and a learning curve over
 *   them learns one class after another.
 * @throws InputError if there is no target example.
 * @example
 * ```ts
 * transferWarnings({ source: [0, 1, 0, 1], target: [1, 2, 1] }); // ['the source has no example of class 2']
 * ```
 */
export function transferWarnings({ source, target }: TransferLabels): string[] {
  if (target.length === 0) throw new InputError('transferWarnings', 'target', 'is empty', 'give labels');
  const warnings: string[] = [];
  const kinds = new Set(Array.from(target));
  if (source !== undefined) {
    const seen = new Set(Array.from(source));
    const missing = [...kinds].filter((kind) => !seen.has(kind)).sort((a, b) => a - b);
    if (missing.length > 0) warnings.push(`the source has no example of class ${missing.join(', ')}`);
  }
  if (target.length === 1) warnings.push('the target has one example');
  else if (kinds.size === 1) warnings.push('the target has one class');
  for (const [name, labels] of Object.entries({ source, target })) {
    if (labels !== undefined && inOrderOfClass(labels))
      warnings.push(`the ${name} is in the order of its classes: shuffle it before taking a part`);
  }
  return warnings;
}

/** Whether labels come in about as few runs as there are classes, which chance does not do. */
function inOrderOfClass(labels: ArrayLike<number>): boolean {
  const kinds = new Set(Array.from(labels)).size;
  let runs = 1;
  for (let i = 1; i < labels.length; i++) runs += Number(labels[i] !== labels[i - 1]);
  return kinds > 1 && labels.length >= 6 * kinds && runs <= 2 * kinds;
}
