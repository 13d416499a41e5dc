import { DataError } from '../errors.js';
import { readAgNews, type News } from './ag-news.js';
import { readCifar, readCifarSplits } from './cifar.js';
import { readSpokenDigits, type SpokenDigits } from './fsdd.js';
import { readGct, type AnnotatedMatrix } from './gct.js';
import { readGlove, type WordVectors } from './glove.js';
import { readGtsrb } from './gtsrb.js';
import { readIdxImages } from './idx.js';
import type { ImageSet, ImageSplits } from './images.js';
import { readMovieLens, type Ratings } from './movielens.js';
import { obtain } from './obtain.js';
import { readPicture } from './picture.js';
import { placesFromEnvironment, type Places } from './places.js';
import type { Picture } from './ppm.js';
import { nearest, registryEntry, type DataFile, type Variant, type VariantName } from './registry.js';
import { readPmlb, readTable, type Table, type TableCollection } from './table.js';
import { untarGz } from './tar.js';
import { textLines } from './text.js';
import { readUci, type UciCollection } from './uci.js';
import { readAnalogies, readWordPairs, type Analogy, type WordPairs } from './words.js';

/** Images with the publisher's name of each. */
export interface NamedImages extends ImageSet {
  classNames: string[];
  names: string[];
}

/** Word similarity sets by their usual names. */
export type WordSimilarity = Record<
  'MEN' | 'MTurk-771' | 'WS-353' | 'WS-353-SIM' | 'WS-353-REL' | 'RG-65' | 'SimLex-999',
  WordPairs
>;

/** What `dataset(name)` gives for each name. */
export interface Datasets {
  'ml-latest-small': Ratings;
  mnist: ImageSplits;
  'fashion-mnist': ImageSplits;
  'cifar-10': ImageSplits;
  gtsrb: ImageSplits;
  dtd: NamedImages;
  'uci-121': UciCollection;
  'tabular-pmlb': TableCollection;
  electricity: Table;
  fsdd: SpokenDigits;
  ag_news_csv: News;
  glove: WordVectors;
  'word-similarity': WordSimilarity;
  'word-analogy': { questions: Analogy[] };
  l1000: AnnotatedMatrix;
  inpainting: { pictures: Record<string, Picture> };
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
  files: DataFile[];
}

const readers: { [K in DatasetName]: (input: Input) => Datasets[K] | Promise<Datasets[K]> } = {
  'ml-latest-small': ({ what, bytes }) => readMovieLens(bytes('ratings.csv'), bytes('movies.csv'), what),
  mnist: (input) => readIdxSplits(input, ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']),
  'fashion-mnist': (input) => readIdxSplits(input, GARMENTS),
  'cifar-10': readCifar10,
  gtsrb: ({ what, bytes }) =>
    readGtsrb(
      bytes('GTSRB_Final_Training_Images.zip'),
      bytes('GTSRB_Final_Test_Images.zip'),
      bytes('GTSRB_Final_Test_GT.zip'),
      what,
    ),
  dtd: ({ what, bytes }) => {
    const classNames = textLines(bytes('classes.txt'));
    const images = readCifar([bytes('dtd-10classes-32x32.bin')], classNames.length, what);
    return { ...images, classNames, names: textLines(bytes('names.txt')) };
  },
  'uci-121': ({ what, bytes }) => readUci(bytes('data.tar.gz'), what),
  'tabular-pmlb': readPmlbCollection,
  electricity: ({ what, bytes }) =>
    readTable(bytes('electricity-normalized.csv'), what, { target: 'class', task: 'classification' }),
  fsdd: ({ what, bytes }) => readSpokenDigits(bytes('free-spoken-digit-dataset-1.0.10.tar.gz'), what),
  ag_news_csv: ({ what, bytes }) =>
    readAgNews(bytes('train.csv'), bytes('test.csv'), bytes('classes.txt'), what),
  glove: ({ what, bytes, files }) =>
    readGlove(
      files.map(({ path }) => bytes(path)),
      what,
    ),
  'word-similarity': ({ what, bytes }) => {
    const pairs = (file: string) => readWordPairs(bytes(file), `${what}: ${file}`);
    return {
      MEN: pairs('MEN_dataset_natural_form_full'),
      'MTurk-771': pairs('MTURK-771.csv'),
      'WS-353': pairs('EN-WS-353-ALL.txt'),
      'WS-353-SIM': pairs('EN-WS-353-SIM.txt'),
      'WS-353-REL': pairs('EN-WS-353-REL.txt'),
      'RG-65': pairs('EN-RG-65.txt'),
      'SimLex-999': pairs('EN-SIMLEX-999.txt'),
    };
  },
  'word-analogy': ({ what, bytes }) => ({ questions: readAnalogies(bytes('questions-words.txt'), what) }),
  l1000: ({ what, bytes }) => readGct(bytes('modzs_n272x978.gct'), what),
  inpainting: ({ what, bytes, files }) => ({
    pictures: Object.fromEntries(
      files.map(({ path }) => [path.replace(/\.\w+$/, ''), readPicture(bytes(path), `${what}: ${path}`)]),
    ),
  }),
};

/**
 * A real data set as typed arrays, with its provenance:
 * `const { user, item, rating } = await dataset('ml-latest-small')`.
 *
 * Looks in the cache, then in DATA_MIRROR, then downloads from the publisher (see data/README.md); every byte is
 * checked against the registry.
 * @throws DataError whose `code` says why, and whose message says what to do.
 * @example
 * ```ts
 * // const { train, classNames } = await dataset('mnist');
 * await dataset('mnists' as 'mnist').catch((error: DataError) => error.code); // 'unknown'
 * ```
 */
export async function dataset<K extends DatasetName>(
  name: K,
  places: Places = placesFromEnvironment(),
): Promise<Datasets[K] & { provenance: Provenance }> {
  const { variant, files } = await obtain(name, registryEntry(name), places);
  const data = await readers[name]({
    what: name,
    files: variant.files,
    bytes: (path) => files.get(path)!,
  });
  return { ...data, provenance: provenanceOf(name, variant) };
}

/**
 * `(await dataset(name)).provenance` without the data: the files are obtained and checked, but not read. For a process
 * that names the data of experiments which others run.
 * @throws DataError as `dataset` does, except for files whose content cannot be read.
 * @example
 * ```ts
 * // const { files, licence } = await provenance('mnist');
 * await provenance('mnists' as 'mnist').catch((error: DataError) => error.code); // 'unknown'
 * ```
 */
export async function provenance(
  name: DatasetName,
  places: Places = placesFromEnvironment(),
): Promise<Provenance> {
  const { variant } = await obtain(name, registryEntry(name), places);
  return provenanceOf(name, variant);
}

function provenanceOf(name: DatasetName, variant: Variant): Provenance {
  const { title, licence, citation, showable } = registryEntry(name);
  return {
    name,
    title,
    variant: variant.name,
    says: variant.says,
    files: variant.files.map(({ path, sha256 }) => ({ path, sha256: sha256! })),
    licence,
    citation,
    showable,
  };
}

const GARMENTS = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

function readIdxSplits({ what, bytes }: Input, classNames: string[]): ImageSplits {
  const split = (prefix: string) =>
    readIdxImages(
      bytes(`${prefix}-images-idx3-ubyte.gz`),
      bytes(`${prefix}-labels-idx1-ubyte.gz`),
      `${what}: ${prefix}`,
    );
  return { train: split('train'), test: split('t10k'), classNames };
}

/** The publisher's archive of five training batches, or loose files that hold its first records. */
async function readCifar10({ what, bytes, files }: Input): Promise<ImageSplits> {
  const archive = files.find(({ path }) => path.endsWith('.tar.gz'));
  const members = archive
    ? await untarGz(bytes(archive.path), what)
    : new Map(files.map(({ path }) => [path, bytes(path)]));
  return readCifarSplits(members, what);
}

function readPmlbCollection({ what, bytes, files }: Input): TableCollection {
  const byName = new Map(files.map((file) => [file.path.replace('.tsv.gz', ''), file]));
  const names = [...byName.keys()];
  const table = (name: string) => {
    const file = byName.get(name);
    if (file) return readPmlb(bytes(file.path), `${what}: ${file.path}`, file.task!);
    const near = nearest(String(name), names);
    throw new DataError(
      'unknown',
      `${what}: has no table '${name}'; ${near ? `did you mean '${near}'? ` : ''}It has ${names.join(', ')}`,
    );
  };
  return { names, table };
}
