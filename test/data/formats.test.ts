import { encode as encodePng } from 'fast-png';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { encode as encodeJpeg } from 'jpeg-js';
import { expect, test } from 'vitest';
import { readAgNews } from 'agop/data/ag-news';
import { readCifar, readCifarSplits } from 'agop/data/cifar';
import { readSpokenDigits } from 'agop/data/fsdd';
import { readGct } from 'agop/data/gct';
import { readGlove } from 'agop/data/glove';
import { readGtsrb } from 'agop/data/gtsrb';
import { readIdx, readIdxImages } from 'agop/data/idx';
import { toPlanes } from 'agop/data/images';
import { readMovieLens } from 'agop/data/movielens';
import { readPicture } from 'agop/data/picture';
import { readPpm } from 'agop/data/ppm';
import { readPmlb, readTable } from 'agop/data/table';
import { readUci } from 'agop/data/uci';
import { untarGz } from 'agop/data/tar';
import { readWav } from 'agop/data/wav';
import { readAnalogies, readWordPairs } from 'agop/data/words';
import { gct, GTSRB_HEADER, idx, ppm, tarGz, text, uciSet, wav } from './tiny-files';

test('IDX gives the dimensions of its header and the entries in row-major order', () => {
  expect(readIdx(idx([2, 3], [1, 2, 3, 4, 5, 6]), 'x')).toEqual({
    dims: [2, 3],
    data: Uint8Array.of(1, 2, 3, 4, 5, 6),
  });
});

test('IDX images are (count, 1, height, width) with their labels', () => {
  const set = readIdxImages(idx([2, 1, 2], [1, 2, 3, 4]), idx([2], [7, 9]), 'x');
  expect(set).toMatchObject({ count: 2, channels: 1, height: 1, width: 2 });
  expect([...set.images, ...set.labels]).toEqual([1, 2, 3, 4, 7, 9]);
});

test('CIFAR batches are joined, their number of records taken from their size', () => {
  const record = (label: number, r: number, g: number, b: number) =>
    Buffer.concat([Buffer.of(label), Buffer.alloc(1024, r), Buffer.alloc(1024, g), Buffer.alloc(1024, b)]);
  const set = readCifar(
    [Buffer.concat([record(3, 1, 2, 3), record(9, 4, 5, 6)]), record(0, 7, 8, 9)],
    10,
    'x',
  );
  expect(set).toMatchObject({ count: 3, channels: 3, height: 32, width: 32 });
  expect([...set.labels]).toEqual([3, 9, 0]);
  expect(Array.from({ length: 9 }, (_, plane) => set.images[plane * 1024])).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9,
  ]);
});

test('the CIFAR-10 archive gives its training batches in order, its test batch and the class names', async () => {
  const record = (label: number) => Buffer.concat([Buffer.of(label), Buffer.alloc(3072)]);
  const archive = await tarGz({
    'cifar-10-batches-bin/data_batch_2.bin': record(2),
    'cifar-10-batches-bin/batches.meta.txt': 'airplane\nautomobile\nbird\n\n',
    'cifar-10-batches-bin/data_batch_1.bin': record(1),
    'cifar-10-batches-bin/test_batch.bin': record(0),
    'cifar-10-batches-bin/readme.html': 'notes',
  });
  const { train, test, classNames } = readCifarSplits(await untarGz(archive, 'x'), 'x');
  expect([[...train.labels], [...test.labels], classNames]).toEqual([
    [1, 2],
    [0],
    ['airplane', 'automobile', 'bird'],
  ]);
});

test('interleaved pixels become planes', () => {
  const planes = toPlanes(Uint8Array.of(1, 2, 3, 4, 5, 6), { width: 2, height: 1, channels: 3 });
  expect([...planes]).toEqual([1, 4, 2, 5, 3, 6]);
});

test('PPM with a comment in its header gives planes', () => {
  expect(readPpm(ppm(2, 1, [1, 2, 3, 4, 5, 6]), 'x')).toEqual({
    width: 2,
    height: 1,
    channels: 3,
    data: Uint8Array.of(1, 4, 2, 5, 3, 6),
  });
});

test('PNG is read exactly, grey and colour; JPEG nearly', () => {
  const grey = encodePng({ width: 2, height: 2, data: Uint8Array.of(0, 50, 100, 255), channels: 1 });
  expect([...readPicture(grey, 'x').data]).toEqual([0, 50, 100, 255]);
  const colour = encodePng({ width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6), channels: 3 });
  expect([...readPicture(colour, 'x').data]).toEqual([1, 4, 2, 5, 3, 6]);
  const rgba = Buffer.alloc(8 * 8 * 4, Buffer.of(200, 100, 50, 255));
  const jpeg = readPicture(encodeJpeg({ width: 8, height: 8, data: rgba }, 95).data, 'x');
  expect(jpeg).toMatchObject({ width: 8, height: 8, channels: 3 });
  // One flat block: only the rounding of colour conversion and of the mean at quality 95 is left.
  for (const [c, value] of [200, 100, 50].entries())
    expect(Math.abs(jpeg.data[c * 64] - value)).toBeLessThan(4);
});

test('GTSRB takes training labels from the folders and test labels from the table', () => {
  const train = zipSync({
    'GTSRB/Final_Training/Images/00000/00000_00009.ppm': ppm(1, 1, [1, 2, 3]),
    'GTSRB/Final_Training/Images/00042/00000_00009.ppm': ppm(1, 1, [4, 5, 6]),
    'GTSRB/Final_Training/Images/00042/GT-00042.csv': strToU8('not read'),
  });
  const test = zipSync({ 'GTSRB/Final_Test/Images/00000.ppm': ppm(1, 1, [7, 8, 9]) });
  const truth = zipSync({
    'GT-final_test.csv': strToU8(`${GTSRB_HEADER}\r\n00000.ppm;53;54;6;5;48;49;16\r\n`),
  });
  const splits = readGtsrb(train, test, truth, 'x');
  expect([...splits.train.labels, ...splits.test.labels]).toEqual([0, 42, 16]);
  expect([...splits.train.images, ...splits.test.images]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('MovieLens numbers users and movies by their ids and keeps quoted titles whole', () => {
  const ratings = text('userId,movieId,rating,timestamp', '7,50,4.0,100', '7,10,0.5,101', '3,50,5.0,102');
  const movies = text(
    'movieId,title,genres',
    '10,"American President, The (1995)",Comedy|Drama',
    '50,X (2000),(no genres listed)',
  );
  const data = readMovieLens(ratings, movies, 'x');
  expect(data).toMatchObject({ count: 3, users: 2, items: 2 });
  expect([[...data.userIds], [...data.user], [...data.itemIds], [...data.item]]).toEqual([
    [3, 7],
    [1, 1, 0],
    [10, 50],
    [1, 0, 1],
  ]);
  expect([...data.rating]).toEqual([4, 0.5, 5]);
  expect(data.movies).toEqual([
    { id: 10, title: 'American President, The (1995)', genres: ['Comedy', 'Drama'] },
    { id: 50, title: 'X (2000)', genres: [] },
  ]);
});

test('a table splits its target from its features, wherever the column stands', () => {
  const table = readTable(text('a,y,b', '1,10,2', '3,20,4'), 'x', { target: 'y', task: 'regression' });
  expect(table).toMatchObject({ count: 2, columns: ['a', 'b'], classes: [] });
  expect([[...table.features], [...table.target]]).toEqual([
    [1, 2, 3, 4],
    [10, 20],
  ]);
});

test('a target of words becomes places in the sorted classes; one of numbers is kept', () => {
  const words = readTable(text('a,y', '1,UP', '2,DOWN'), 'x', { target: 'y', task: 'classification' });
  expect([[...words.target], words.classes]).toEqual([
    [1, 0],
    ['DOWN', 'UP'],
  ]);
  const numbers = readPmlb(gzipSync(text('a\ttarget', '1\t10', '2\t-1', '3\t2')), 'x', 'classification');
  expect([[...numbers.target], numbers.classes]).toEqual([
    [10, -1, 2],
    ['-1', '2', '10'],
  ]);
});

test('the UCI benchmark gives rows, test rows, the tuning split and four folds', async () => {
  const { names, set } = await readUci(await tarGz({ ...uciSet, 'toy/toy.names': 'notes' }), 'x');
  expect(names).toEqual(['toy']);
  const { train, test, tuning, folds, features, classes } = set('toy');
  expect({ features, classes }).toEqual({ features: 2, classes: 2 });
  expect([[...train.inputs], [...train.labels]]).toEqual([
    [0.5, -1, 1.5, 2, 0, 0],
    [0, 1, 1],
  ]);
  expect([...test!.inputs]).toEqual([7, 8, 9, 10]);
  expect([[...tuning.train], [...tuning.validation]]).toEqual([[0, 1], [2]]);
  expect(folds.map((fold) => [...fold.test])).toEqual([[2], [0], [1], [0]]);
});

test('WAVE passes over other chunks, also of odd length, and reads signed samples', () => {
  expect(readWav(wav([0, -32768, 32767]), 'x')).toEqual({
    sampleRate: 8000,
    samples: Int16Array.of(0, -32768, 32767),
  });
});

test('spoken digits are split by recording number', async () => {
  const archive = await tarGz({
    'f/README.md': 'notes',
    'f/recordings/7_theo_4.wav': wav([1]),
    'f/recordings/7_theo_5.wav': wav([2]),
  });
  const { train, test } = await readSpokenDigits(archive, 'x');
  expect(test).toEqual([{ digit: 7, speaker: 'theo', index: 4, samples: Int16Array.of(1) }]);
  expect(train.map(({ index }) => index)).toEqual([5]);
});

test('GCT gives the values, and what is known of rows and columns', () => {
  expect(readGct(gct, 'x')).toEqual({
    rows: ['r1', 'r2'],
    columns: ['s1', 's2', 's3'],
    values: Float64Array.of(1, -2.5, 3, 4, 5, 0.6),
    rowFields: { gene: ['ABC', 'DEF'] },
    columnFields: { cell: ['A', 'B', 'A'], dose: ['1 µM', '3 µM', '1 µM'] },
  });
});

test('GloVe files are merged, the first vector of a word staying', () => {
  const { words, dimension, vectors, index } = readGlove(
    [text('the 1 2', '. 3 4'), text('. 9 9', 'cat 5 6')],
    'x',
  );
  expect({ words, dimension, cat: index.get('cat') }).toEqual({
    words: ['the', '.', 'cat'],
    dimension: 2,
    cat: 2,
  });
  expect([...vectors]).toEqual([1, 2, 3, 4, 5, 6]);
});

test.each(['sun moon 4.5', 'sun\tmoon\t4.5\r', 'sun,moon,4.5'])('word pairs are read from %j', (line) => {
  expect(readWordPairs(text(line), 'x')).toEqual({
    count: 1,
    first: ['sun'],
    second: ['moon'],
    score: Float64Array.of(4.5),
  });
});

test('analogies belong to the category above them', () => {
  const questions = readAnalogies(text('Athens Greece Oslo Norway', ': family', 'boy girl he she'), 'x');
  expect(questions).toEqual([
    { category: 'capital-common-countries', words: ['Athens', 'Greece', 'Oslo', 'Norway'] },
    { category: 'family', words: ['boy', 'girl', 'he', 'she'] },
  ]);
});

test('AG news counts classes from 0 and undoubles quotes', () => {
  const rows = text('"2","A ""quoted"" title","b, c"');
  const { train, classNames } = readAgNews(rows, rows, text('World', 'Sports'), 'x');
  expect(train).toEqual({
    count: 1,
    labels: Uint8Array.of(1),
    titles: ['A "quoted" title'],
    descriptions: ['b, c'],
  });
  expect(classNames).toEqual(['World', 'Sports']);
});
