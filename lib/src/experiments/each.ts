/** Settings into pieces, one for each entry of the list under `key`: `nb.run` keeps the rows of each on its own. */
export function each<K extends string>(
  key: K,
): <S extends Readonly<Record<K, readonly unknown[]>>>(settings: S) => S[] {
  return (settings) => settings[key].map((one) => ({ ...settings, [key]: [one] }));
}
