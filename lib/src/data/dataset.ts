import { readMovieLens, type Ratings } from './movielens.js';
import { obtain } from './obtain.js';
import { placesFromEnvironment, type Places } from './places.js';
import { registryEntry, type DataFile, type VariantName } from './registry.js';

/** What `dataset(name)` gives for each name. */
export interface Datasets {
  'ml-latest-small': Ratings;
}

export type DatasetName = keyof Datasets;

/** Where a data set comes from; for a figure's provenance and caption. */
export interface Provenance {
  name: string;
  title: string;
  variant: VariantName;
  /** In words, what the variant is. */
  says: string;
  files: { path: string; sha256: string }[];
  licence: string;
  citation: string;
  /** Whether its licence is stated and lets pictures of it be shown. */
  showable: boolean;
}

/** Verified bytes of the variant's files, and the name to use in errors. */
interface Input {
  what: string;
  bytes(path: string): Uint8Array;
  has(path: string): boolean;
  files: DataFile[];
}

const readers: { [K in DatasetName]: (input: Input) => Datasets[K] | Promise<Datasets[K]> } = {
  'ml-latest-small': ({ what, bytes }) => readMovieLens(bytes('ratings.csv'), bytes('movies.csv'), what),
};

/**
 * A real data set as typed arrays, with its provenance: `const { user, item, rating } = await dataset('ml-latest-small')`.
 *
 * Looks in the cache, then in DATA_MIRROR, then downloads from the publisher (see data/README.md); every byte is
 * checked against the registry. Throws DataError, whose `code` says why and whose message says what to do.
 */
export async function dataset<K extends DatasetName>(
  name: K,
  places: Places = placesFromEnvironment(),
): Promise<Datasets[K] & { provenance: Provenance }> {
  const entry = registryEntry(name);
  const { variant, files } = await obtain(name, entry, places);
  const input: Input = {
    what: name,
    files: variant.files,
    has: (path) => files.has(path),
    bytes: (path) => files.get(path)!,
  };
  const data = await readers[name](input);
  const { title, licence, citation, showable } = entry;
  const provenance: Provenance = {
    name,
    title,
    variant: variant.name,
    says: variant.says,
    files: variant.files.map(({ path, sha256 }) => ({ path, sha256: sha256! })),
    licence,
    citation,
    showable,
  };
  return { ...data, provenance };
}
