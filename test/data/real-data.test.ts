import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataset, provenance as provenanceOf } from 'agop/data/dataset';
import type { ImageSet } from 'agop/data/images';
import { registry } from 'agop/data/registry';

// The mirror's own index.json says what each data set holds; the loaders must find the same.
const mirror = process.env.DATA_MIRROR ? path.resolve(process.env.DATA_MIRROR) : '';
const indexFile = path.join(mirror, 'index.json');
const available = mirror !== '' && fs.existsSync(indexFile);
const reason = mirror === '' ? 'DATA_MIRROR is not set' : 'DATA_MIRROR is no folder with an index.json';
const index = available
  ? Object.fromEntries(
      JSON.parse(fs.readFileSync(indexFile, 'utf8')).datasets.map((entry: { id: string }) => [
        entry.id,
        entry,
      ]),
    )
  : {};

type Counts = Record<string, number>;

function counts(labels: Iterable<number | string>): Counts {
  const result: Counts = {};
  for (const label of labels) result[label] = (result[label] ?? 0) + 1;
  return result;
}

function expectImages(set: ImageSet, count: number, classes: Counts, side: number, channels: number): void {
  expect(set).toMatchObject({ count, width: side, height: side, channels });
  expect(set.images).toHaveLength(count * channels * side * side);
  expect(counts(set.labels)).toEqual(classes);
}

if (!available) console.warn(`tests on real data are skipped: ${reason}`);

describe.skipIf(!available)('real data', () => {
  test.each([
    ['mnist', 28, 1],
    ['fashion-mnist', 28, 1],
    ['cifar-10', 32, 3],
    ['gtsrb', 32, 3],
  ] as const)('%s has the rows and classes of the index', async (name, side, channels) => {
    const { train, test, classNames, provenance } = await dataset(name);
    const { rows, class_counts, classes } = index[name];
    expectImages(train, rows.train, class_counts.train, side, channels);
    expectImages(test, rows.test, class_counts.test, side, channels);
    expect(classNames).toHaveLength(classes);
    expect(provenance.files.map(({ sha256 }) => sha256)).toEqual(
      provenance.files.map(({ path: file }) => shaInIndex(name, file)),
    );
    expect(await provenanceOf(name)).toEqual(provenance);
  });

  test('mnist begins with a 5, whose mean over all training pixels is the well-known 0.1307', async () => {
    const { train } = await dataset('mnist');
    expect(train.labels[0]).toBe(5);
    const mean = train.images.reduce((sum, value) => sum + value, 0) / train.images.length / 255;
    expect(mean).toBeCloseTo(0.1307, 4);
  });

  test('dtd has ten classes of 120 textures, named in the order of the images', async () => {
    const { count, images, labels, classNames, names } = await dataset('dtd');
    expect(count).toBe(index.dtd.rows);
    expect(images).toHaveLength(count * 3 * 32 * 32);
    expect(counts(Array.from(labels, (label) => classNames[label]))).toEqual(index.dtd.class_counts);
    expect(names.map((name) => name.split('/')[0])).toEqual(Array.from(labels, (label) => classNames[label]));
  });

  test('ml-latest-small has the ratings, users and movies of the index, each star value as often', async () => {
    const data = await dataset('ml-latest-small');
    const { rows, classes } = index['ml-latest-small'];
    expect(data).toMatchObject({ count: rows.ratings, users: rows.users, items: rows.rated_movies });
    expect(data.movies).toHaveLength(rows.movies);
    expect(counts(Array.from(data.rating, (rating) => rating.toFixed(1)))).toEqual(classes);
    // First line of ratings.csv: user 1 gave movie 1 (Toy Story) 4 stars.
    expect([data.userIds[data.user[0]], data.itemIds[data.item[0]], data.rating[0]]).toEqual([1, 1, 4]);
    expect(data.movies[0]).toMatchObject({ id: 1, title: 'Toy Story (1995)' });
    const known = new Set(data.movies.map(({ id }) => id));
    expect(data.itemIds.every((id) => known.has(id))).toBe(true);
  });

  test('every set of uci-121 has the rows, features, classes and splits of the index', async () => {
    const { names, set } = await dataset('uci-121');
    expect(names).toEqual(index['uci-121'].sets.map(({ name }: { name: string }) => name).sort());
    for (const expected of index['uci-121'].sets) {
      const { features, classes, train, test, tuning, folds } = set(expected.name);
      const files = test ? [train, test] : [train];
      expect({ features, classes, rows: files.map(({ count }) => count) }, expected.name).toEqual({
        features: expected.features,
        classes: expected.classes,
        rows: expected.rows,
      });
      expect(
        files.map(({ labels }) => counts(labels)),
        expected.name,
      ).toEqual(expected.class_counts);
      expect([tuning.train.length, tuning.validation.length]).toEqual(expected.folds['conxuntos.dat']);
      expect(folds.flatMap((fold) => [fold.train.length, fold.test.length])).toEqual(
        expected.folds['conxuntos_kfold.dat'],
      );
    }
  });

  test('every table of tabular-pmlb has the rows, features and task of the index', async () => {
    const { names, table } = await dataset('tabular-pmlb');
    const files: { path: string; rows: number; features: number; task: string; distinct_targets: number }[] =
      index['tabular-pmlb'].files;
    expect(names).toEqual(files.map((file) => path.basename(file.path, '.tsv.gz')));
    files.forEach((file, i) => {
      const { count, columns, features, task, classes } = table(names[i]);
      expect({ count, columns: columns.length, features: features.length }, names[i]).toEqual({
        count: file.rows,
        columns: file.features,
        features: file.rows * file.features,
      });
      expect(file.task).toBe(task);
      if (task === 'classification') expect(classes).toHaveLength(file.distinct_targets);
    });
  });

  test('electricity has its rows and as many UP and DOWN as the index', async () => {
    const { count, columns, target, classes } = await dataset('electricity');
    expect(count).toBe(index.electricity.rows);
    expect(columns).toHaveLength(index.electricity.features);
    expect(counts(Array.from(target, (k) => classes[k]))).toEqual(index.electricity.class_counts);
  });

  test('fsdd has its recordings by digit and speaker, a tenth of them for testing', async () => {
    const { sampleRate, train, test } = await dataset('fsdd');
    const all = [...train, ...test];
    expect(counts(all.map(({ digit }) => digit))).toEqual(index.fsdd.class_counts);
    expect(counts(all.map(({ speaker }) => speaker))).toEqual(index.fsdd.speakers);
    expect(test).toHaveLength(index.fsdd.rows / 10);
    // The index: 0.14 to 2.28 s, mean 0.44 s, rounded to hundredths.
    const seconds = all.map(({ samples }) => samples.length / sampleRate);
    expect(Math.min(...seconds)).toBeCloseTo(0.14, 2);
    expect(Math.max(...seconds)).toBeCloseTo(2.28, 2);
    expect(seconds.reduce((sum, s) => sum + s, 0) / seconds.length).toBeCloseTo(0.44, 2);
  });

  test('ag_news_csv has the rows and classes of the index', async () => {
    const { train, test, classNames } = await dataset('ag_news_csv');
    const { rows, class_counts, class_names } = index.ag_news_csv;
    expect([train.count, test.count]).toEqual([rows.train, rows.test]);
    expect(classNames).toEqual(class_names);
    expect(counts(Array.from(train.labels, (k) => k + 1))).toEqual(class_counts.train);
    expect(counts(Array.from(test.labels, (k) => k + 1))).toEqual(class_counts.test);
    expect(test.titles[0]).toBe('Fears for T N pension after talks');
  });

  test('glove has its words in 50 dimensions, and relatives are closer than strangers', async () => {
    const { words, dimension, vectors, index: row } = await dataset('glove');
    const { top, extra } = index.glove.rows;
    expect(words).toHaveLength(top + extra);
    expect(vectors).toHaveLength((top + extra) * dimension);
    expect(dimension).toBe(index.glove.features);
    const vector = (word: string) =>
      vectors.subarray(row.get(word)! * dimension, (row.get(word)! + 1) * dimension);
    const dot = (a: string, b: string) => vector(a).reduce((sum, value, i) => sum + value * vector(b)[i], 0);
    const cosine = (a: string, b: string) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    expect(cosine('king', 'queen')).toBeGreaterThan(cosine('king', 'computer'));
  });

  test('word-similarity has the pairs of the index', async () => {
    const sets = await dataset('word-similarity');
    const pairs = ['MEN', 'MTurk-771', 'WS-353', 'WS-353-SIM', 'WS-353-REL', 'RG-65', 'SimLex-999'] as const;
    expect(pairs.map((name) => sets[name].count)).toEqual(Object.values(index['word-similarity'].rows));
    expect([sets.MEN.first[0], sets.MEN.second[0], sets.MEN.score[0]]).toEqual(['sun', 'sunlight', 50]);
  });

  test('word-analogy has 19,544 questions in 14 categories', async () => {
    const { questions } = await dataset('word-analogy');
    expect(questions).toHaveLength(19544);
    const categories = counts(questions.map(({ category }) => category));
    expect(Object.keys(categories)).toHaveLength(14);
    expect(categories['capital-common-countries']).toBe(506);
  });

  test('l1000 has the genes, signatures, drugs and cell lines of the index', async () => {
    const { rows, columns, values, columnFields } = await dataset('l1000');
    const { rows: genes, columns: signatures, classes } = index.l1000;
    expect([rows.length, columns.length, values.length]).toEqual([genes, signatures, genes * signatures]);
    expect(counts(columnFields.pert_iname)).toEqual(classes.drugs);
    expect(new Set(columnFields.cell_id).size).toBe(classes.cell_lines);
  });

  test('inpainting has every picture, and masks of two values', async () => {
    const { pictures } = await dataset('inpainting');
    expect(Object.keys(pictures)).toHaveLength(18);
    expect(pictures.library).toMatchObject({ width: 704, height: 448, channels: 3 });
    expect(pictures.car).toMatchObject({ width: 499, height: 333, channels: 3 });
    const { data } = pictures.kate_mask;
    expect(Object.keys(counts(data))).toEqual(['0', '255']);
    // As the mirror's notes state: 0.9568 of the pixels are kept.
    expect(data.filter((value) => value === 255).length / data.length).toBeCloseTo(0.9568, 4);
  });

  test('the registry has every data set of the index, and accepts the checksum of each file it reads', () => {
    const entries = registry();
    for (const id of Object.keys(index)) {
      const files = entries[id].variants.flatMap(({ files }) => files);
      for (const file of files.filter(({ path: file }) => shaInIndex(id, file))) {
        const versions = files.filter(({ path: other }) => other === file.path).map(({ sha256 }) => sha256);
        expect(versions, `${id}/${file.path}`).toContain(shaInIndex(id, file.path));
      }
    }
  });
});

function shaInIndex(name: string, file: string): string | undefined {
  return index[name].files.find((entry: { path: string }) => entry.path === `${name}/${file}`)?.sha256;
}
