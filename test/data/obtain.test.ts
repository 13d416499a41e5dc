import fs from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { obtain } from 'agop/data/obtain';
import { placesFromEnvironment } from 'agop/data/places';
import {
  entryOf,
  fileOf,
  filesBelow,
  send,
  serve,
  sha256,
  temporaryFolder,
  testPlaces,
  variantOf,
} from './lying-server';

const content = Buffer.from('the bytes that were published, all forty-seven.\n'.repeat(2000));
const other = Buffer.from('another file of the same set');

function put(root: string, file: string, bytes: Uint8Array): void {
  const full = path.join(root, file);
  fs.mkdirSync(path.dirname(full), { recursive: true });
  fs.writeFileSync(full, bytes);
}

test('a file is downloaded once, stored under its name, and read from the cache afterwards', async () => {
  const { url, requests } = await serve((_, response) => send(response, content));
  const places = testPlaces();
  const entry = entryOf(variantOf('official', fileOf('a.bin', content, `${url}/a.bin`)));
  const first = await obtain('set', entry, places);
  expect(first.from).toBe('publisher');
  expect(Buffer.from(first.files.get('a.bin')!)).toEqual(content);
  const second = await obtain('set', entry, { ...places, offline: true });
  expect(second.from).toBe('cache');
  expect(requests).toEqual(['/a.bin']);
  expect(filesBelow(places.cache)).toEqual(['set/a.bin']);
});

test('a mirror folder is read in place: nothing is copied and nothing is downloaded', async () => {
  const mirror = temporaryFolder();
  put(mirror, 'set/deep/a.bin', content);
  const places = testPlaces({ mirror, offline: true });
  const { from } = await obtain('set', entryOf(variantOf('official', fileOf('deep/a.bin', content))), places);
  expect(from).toBe('mirror');
  expect(filesBelow(places.cache)).toEqual([]);
});

test('an http mirror is asked for <data set>/<file>, percent-encoded, and fills the cache', async () => {
  const { url, requests } = await serve((_, response) => send(response, content));
  const places = testPlaces({ mirror: `${url}/copy/` });
  await obtain('set', entryOf(variantOf('official', fileOf('deep/a b.bin', content))), places);
  expect(requests).toEqual(['/copy/set/deep/a%20b.bin']);
  expect(filesBelow(places.cache)).toEqual(['set/deep/a b.bin']);
});

test('the mirror comes before the publisher, and the subset of a mirror before a download of the whole', async () => {
  const { url, requests } = await serve((_, response) => send(response, content));
  const mirror = temporaryFolder();
  put(mirror, 'set/part.bin', other);
  const entry = entryOf(
    variantOf('official', fileOf('a.bin', content, `${url}/a.bin`)),
    variantOf('subset', fileOf('part.bin', other)),
  );
  const { variant } = await obtain('set', entry, testPlaces({ mirror }));
  expect(variant.name).toBe('subset');
  expect(requests).toEqual([]);
});

test('an http mirror that lacks the official file is asked for the subset', async () => {
  const { url } = await serve((request, response) => {
    if (request.url!.endsWith('part.bin')) return send(response, other);
    response.writeHead(404).end();
  });
  const entry = entryOf(
    variantOf('official', fileOf('a.bin', content)),
    variantOf('subset', fileOf('part.bin', other)),
  );
  const { variant } = await obtain('set', entry, testPlaces({ mirror: `${url}/` }));
  expect(variant.name).toBe('subset');
});

test('one name with two accepted contents is told apart by checksum', async () => {
  const mirror = temporaryFolder();
  put(mirror, 'set/a.bin', other);
  const entry = entryOf(
    variantOf('official', fileOf('a.bin', content)),
    variantOf('subset', fileOf('a.bin', other)),
  );
  expect((await obtain('set', entry, testPlaces({ mirror }))).variant.name).toBe('subset');
  put(mirror, 'set/a.bin', content);
  expect((await obtain('set', entry, testPlaces({ mirror }))).variant.name).toBe('official');
});

test('files of one set may lie in different places', async () => {
  const { url } = await serve((_, response) => send(response, content));
  const mirror = temporaryFolder();
  put(mirror, 'set/b.bin', other);
  const entry = entryOf(variantOf('official', fileOf('a.bin', content, url), fileOf('b.bin', other)));
  const { files } = await obtain('set', entry, testPlaces({ mirror }));
  expect([...files.keys()]).toEqual(['a.bin', 'b.bin']);
});

test('members of a published archive are taken out of one download and verified each by itself', async () => {
  const zip = Buffer.from(zipSync({ 'x/a.bin': content, 'x/b.bin': other }));
  const { url, requests } = await serve((_, response) => send(response, zip));
  const source = (member: string) => ({
    sources: [{ url: `${url}/x.zip`, member, bytes: zip.length }],
  });
  const entry = entryOf(
    variantOf(
      'official',
      { ...fileOf('a.bin', content), ...source('x/a.bin') },
      { ...fileOf('b.bin', other), ...source('x/b.bin') },
    ),
  );
  const places = testPlaces();
  const { files } = await obtain('set', entry, places);
  expect(Array.from(files.values(), sha256)).toEqual([sha256(content), sha256(other)]);
  expect(requests).toEqual(['/x.zip']);
  expect(filesBelow(places.cache)).toEqual(['set/a.bin', 'set/b.bin']);
});

test('a corrupt file in the cache is discarded with one line and fetched again', async () => {
  const { url } = await serve((_, response) => send(response, content));
  const places = testPlaces();
  const flipped = Buffer.from(content);
  flipped[100] ^= 1;
  put(places.cache, 'set/a.bin', flipped);
  const { from } = await obtain('set', entryOf(variantOf('official', fileOf('a.bin', content, url))), places);
  expect(from).toBe('publisher');
  expect(places.notes).toHaveLength(1);
  expect(places.notes[0]).toMatch(/set: .*a\.bin is corrupt: its sha256 is .*; discarded$/);
  expect(fs.readFileSync(path.join(places.cache, 'set/a.bin'))).toEqual(content);
});

test('a corrupt mirror folder is passed over with one line and left as it is', async () => {
  const { url } = await serve((_, response) => send(response, content));
  const mirror = temporaryFolder();
  put(mirror, 'set/a.bin', content.subarray(1));
  const places = testPlaces({ mirror });
  const { from } = await obtain('set', entryOf(variantOf('official', fileOf('a.bin', content, url))), places);
  expect(from).toBe('publisher');
  expect(places.notes).toHaveLength(1);
  expect(places.notes[0]).toMatch(/truncated: it has \d+ of \d+ bytes; passed over$/);
  expect(filesBelow(mirror)).toEqual(['set/a.bin']);
});

test('two fetches at once both get the whole file, and one good file is left', async () => {
  const { url } = await serve((_, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 1000));
    setTimeout(() => response.end(content.subarray(1000)), 50);
  });
  const places = testPlaces();
  const entry = entryOf(variantOf('official', fileOf('a.bin', content, url)));
  const both = await Promise.all([obtain('set', entry, places), obtain('set', entry, places)]);
  for (const { files } of both) expect(Buffer.from(files.get('a.bin')!)).toEqual(content);
  expect(filesBelow(places.cache)).toEqual(['set/a.bin']);
});

test('a redirect is followed, and a second address is tried when the first fails', async () => {
  const { url, requests } = await serve((request, response) => {
    if (request.url === '/gone') return response.writeHead(410).end();
    if (request.url === '/moved') return response.writeHead(302, { location: '/a.bin' }).end();
    send(response, content);
  });
  const file = fileOf('a.bin', content);
  file.sources = [{ url: `${url}/gone` }, { url: `${url}/moved` }];
  await obtain('set', entryOf(variantOf('official', file)), testPlaces());
  expect(requests).toEqual(['/gone', '/moved', '/a.bin']);
});

test('a file sent with Content-Encoding: gzip is kept as published, not unpacked on the way', async () => {
  const { url } = await serve((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': content.length }).end(content);
  });
  await obtain('set', entryOf(variantOf('official', fileOf('a.gz', content, url))), testPlaces());
});

test('a file: URL is a mirror folder, and relative folders are relative to the project', () => {
  const folder = temporaryFolder();
  expect(placesFromEnvironment({ DATA_MIRROR: `file://${folder}` }).mirror).toBe(folder);
  expect(placesFromEnvironment({ DATA_MIRROR: 'some/where' }).mirror).toBe(path.resolve('some/where'));
  expect(placesFromEnvironment({ DATA_MIRROR: 'https://example.org/data' }).mirror).toBe(
    'https://example.org/data/',
  );
  expect(placesFromEnvironment({})).toMatchObject({ cache: path.resolve('data/cache'), offline: false });
  expect(placesFromEnvironment({ DATA_CACHE: folder, DATA_OFFLINE: '1' })).toMatchObject({
    cache: folder,
    offline: true,
  });
});
