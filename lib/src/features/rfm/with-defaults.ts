import { InputError } from '../../errors.js';

/**
 * The options over their defaults; one that is undefined counts as absent.
 * @throws InputError on an option that is neither a default nor in `others`: a misspelt one would be ignored in
 * silence.
 */
export function withDefaults<D extends object, O extends object>(
  fn: string,
  defaults: D,
  options: O,
  others: readonly string[] = [],
): D & O {
  const known = [...Object.keys(defaults), ...others];
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  for (const [name] of given) {
    if (!known.includes(name)) {
      throw new InputError(fn, name, 'is no option', `there are ${known.sort().join(', ')}`);
    }
  }
  return { ...defaults, ...Object.fromEntries(given) } as D & O;
}
