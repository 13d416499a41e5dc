import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { dataset } from 'agop/data/dataset';
import { obtain } from 'agop/data/obtain';
import { placesFromEnvironment, type Places } from 'agop/data/places';
import type { RegistryEntry } from 'agop/data/registry';
import { DataError, type DataProblem } from 'agop/errors';
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

const content = Buffer.from('the bytes that were published\n'.repeat(10_000));

function publishedAt(url: string): RegistryEntry {
  return entryOf(variantOf('official', fileOf('a.bin', content, url)));
}

async function failure(work: Promise<unknown>): Promise<DataError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DataError);
  return error as DataError;
}

/** Fails with `code`, naming data set and file; leaves no file behind; and an honest server then succeeds. */
async function expectFailureThenRecovery(
  entry: RegistryEntry,
  places: Places,
  code: DataProblem,
  says: RegExp,
): Promise<void> {
  const error = await failure(obtain('set', entry, places));
  expect(error.message).toMatch(says);
  expect(error.code).toBe(code);
  expect(error.message).toContain("'set'");
  expect(error.message).toContain('a.bin');
  expect(error.message).toMatch(/try again|DATA_MIRROR|DATA_CACHE/);
  expect(filesBelow(places.cache)).toEqual([]);
  const honest = await serve((_, response) => send(response, content));
  const { files } = await obtain('set', publishedAt(honest.url), places);
  expect(sha256(files.get('a.bin')!)).toBe(sha256(content));
  expect(filesBelow(places.cache)).toEqual(['set/a.bin']);
}

const half = content.subarray(0, content.length / 2);

const lies: [title: string, code: DataProblem, says: RegExp, handler: RequestListener][] = [
  [
    'that closes before the announced length',
    'truncated',
    /broke off after \d+ of 300000 bytes/,
    (_, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(half, () => setTimeout(() => response.destroy(), 20));
    },
  ],
  [
    'that announces and sends too little',
    'truncated',
    /it has 150000 of 300000 bytes/,
    (_, response) => send(response, half),
  ],
  [
    'that sends as many wrong bytes',
    'corrupt',
    /its sha256 is [0-9a-f]{12}\.\.\., not [0-9a-f]{12}/,
    (_, response) => send(response, Buffer.alloc(content.length, 7)),
  ],
  [
    'that sends a web page instead',
    'truncated',
    /it has 15 of 300000/,
    (_, response) => response.end('<html>no</html>'),
  ],
  ['that never answers', 'timeout', /sent no answer for 1 s/, () => {}],
  [
    'that falls silent in the middle',
    'timeout',
    /sent nothing for 1 s/,
    (_, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(half);
    },
  ],
  [
    'that drips for ever',
    'timeout',
    /took more than 5 s/,
    (_, response) => {
      response.writeHead(200, { 'content-length': content.length });
      const drip = setInterval(() => response.write('x'), 50);
      response.on('close', () => clearInterval(drip));
    },
  ],
  [
    'without the file',
    'http-status',
    /answers 404 Not Found/,
    (_, response) => response.writeHead(404).end('no'),
  ],
  ['with an error', 'http-status', /answers 500/, (_, response) => response.writeHead(500).end()],
  [
    'that redirects in a circle',
    'http-status',
    /redirects more than 5 times/,
    (_, response) => response.writeHead(302, { location: '/round' }).end(),
  ],
  [
    'that redirects out of the web',
    'unreachable',
    /cannot be reached \(ERR_INVALID_PROTOCOL\)/,
    (_, response) => response.writeHead(302, { location: 'file:///etc/hostname' }).end(),
  ],
  [
    'that announces a huge body',
    'too-large',
    /announces 5000000000 bytes where at most 300000/,
    (_, response) => {
      response.writeHead(200, { 'content-length': 5_000_000_000 });
      response.write(half);
    },
  ],
  [
    'that sends a huge body unannounced',
    'too-large',
    /sends more where at most 300000/,
    (_, response) => {
      const more = (): void => {
        if (!response.destroyed && response.write(content)) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    },
  ],
  [
    'that resets the connection',
    'unreachable',
    /cannot be reached \(ECONNRESET\)/,
    (request) => (request.socket as net.Socket).resetAndDestroy(),
  ],
];

describe('a download fails with one typed error and the cache stays clean, from a server', () => {
  test.each(lies)('%s', async (_title, code, says, handler) => {
    const { url } = await serve(handler);
    await expectFailureThenRecovery(publishedAt(url), testPlaces(), code, says);
  });

  test.each(lies.filter(([, code]) => code !== 'timeout'))(
    'used as a mirror, %s',
    async (_title, code, says, handler) => {
      const { url } = await serve(handler);
      const entry = entryOf(variantOf('official', fileOf('a.bin', content)));
      const places = testPlaces({ mirror: `${url}/` });
      const error = await failure(obtain('set', entry, places));
      expect(error.code).toBe(code);
      expect(error.message).toMatch(says);
      expect(filesBelow(places.cache)).toEqual([]);
    },
  );

  test('that speaks another protocol', async () => {
    const server = net.createServer((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expectFailureThenRecovery(
      publishedAt(url),
      testPlaces(),
      'unreachable',
      /cannot be reached \(HPE_/,
    );
    server.close();
  });

  test('that is not there', async () => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await new Promise((resolve) => server.close(resolve));
    await expectFailureThenRecovery(
      publishedAt(url),
      testPlaces(),
      'unreachable',
      /cannot be reached \(ECONNREFUSED\)/,
    );
  });
});

test('a silent mirror is waited for once, not once a variant', async () => {
  const { url, requests } = await serve(() => {});
  const entry = entryOf(
    variantOf('official', fileOf('a.bin', content)),
    variantOf('subset', fileOf('b.bin', content)),
  );
  expect((await failure(obtain('set', entry, testPlaces({ mirror: `${url}/` })))).code).toBe('timeout');
  expect(requests).toHaveLength(1);
});

test('an archive without the member, or that is no archive, is an error that names both', async () => {
  const zip = Buffer.from(zipSync({ 'x/other.bin': content }));
  const bodies: [Uint8Array, DataProblem, RegExp][] = [
    [zip, 'missing', /x\.zip has no member x\/a\.bin/],
    [Buffer.from('<html>moved</html>'), 'format', /begins with 3c 68 74 6d; a zip archive begins with 50 4b/],
    [zip.subarray(0, zip.length - 30), 'format', /is not a whole zip archive/],
    [Buffer.from(zipSync({ 'x/a.bin': half })), 'truncated', /x\/a\.bin of .* is truncated/],
  ];
  for (const [body, code, says] of bodies) {
    const { url } = await serve((_, response) => send(response, body));
    const file = {
      ...fileOf('a.bin', content),
      sources: [{ url: `${url}/x.zip`, member: 'x/a.bin', bytes: 1e6 }],
    };
    await expectFailureThenRecovery(entryOf(variantOf('official', file)), testPlaces(), code, says);
  }
});

test('a download that is killed leaves nothing under the name, and the next one succeeds', async () => {
  const { url } = await serve((_, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(half);
  });
  const places = testPlaces();
  const script = `
    const { obtain } = require('agop/data/obtain');
    const { placesFromEnvironment } = require('agop/data/places');
    obtain('set', JSON.parse(process.argv[1]), placesFromEnvironment());`;
  const child = spawn(process.execPath, ['-e', script, JSON.stringify(publishedAt(url))], {
    env: { ...process.env, DATA_CACHE: places.cache, DATA_MIRROR: '' },
  });
  const folder = path.join(places.cache, 'set');
  while (!filesBelow(folder).some((file) => fs.statSync(path.join(folder, file)).size > 0)) await pause(10);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(filesBelow(folder)).toEqual([expect.stringMatching(/^\.a\.bin\..*\.part$/)]);
  const honest = await serve((_, response) => send(response, content));
  const { files } = await obtain('set', publishedAt(honest.url), places);
  expect(sha256(files.get('a.bin')!)).toBe(sha256(content));
});

test('DATA_OFFLINE forbids every request', async () => {
  const { url, requests } = await serve((_, response) => send(response, content));
  const places = testPlaces({ offline: true, mirror: `${url}/` });
  const error = await failure(obtain('set', publishedAt(url), places));
  expect(error.code).toBe('offline');
  expect(error.message).toMatch(/DATA_OFFLINE=1 forbids downloads; unset it/);
  expect(requests).toEqual([]);
});

test('a corrupt cached file without another source is an error, and the file is gone', async () => {
  const places = testPlaces({ offline: true });
  const file = path.join(places.cache, 'set', 'a.bin');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, half);
  const error = await failure(obtain('set', publishedAt('http://127.0.0.1:9'), places));
  expect(error.code).toBe('truncated');
  expect(error.message).toMatch(/a\.bin is truncated: it has 150000 of 300000 bytes/);
  expect(filesBelow(places.cache)).toEqual([]);
});

test('a published file of unknown checksum is refused before anything is requested', async () => {
  const { url, requests } = await serve((_, response) => send(response, content));
  const file = { ...fileOf('a.bin', content, url), sha256: null };
  const error = await failure(obtain('set', entryOf(variantOf('official', file)), testPlaces()));
  expect(error.code).toBe('unverifiable');
  expect(error.message).toMatch(
    /its checksum is not known .* write its sha256 and size into data\/registry\.json/,
  );
  expect(requests).toEqual([]);
});

test('a file that nobody publishes in this form says to set DATA_MIRROR', async () => {
  const error = await failure(
    obtain('set', entryOf(variantOf('subset', fileOf('a.bin', content))), testPlaces()),
  );
  expect(error.code).toBe('missing');
  expect(error.message).toMatch(/a\.bin is not published in this form; set DATA_MIRROR/);
});

describe('a cache that cannot be written', () => {
  test('because its path leads through a file', async () => {
    const { url } = await serve((_, response) => send(response, content));
    const file = path.join(temporaryFolder(), 'occupied');
    fs.writeFileSync(file, 'a file, not a folder');
    const error = await failure(
      obtain('set', publishedAt(url), testPlaces({ cache: path.join(file, 'cache') })),
    );
    expect(error.code).toBe('read-only');
    expect(error.message).toMatch(
      /^set: a\.bin: the cache .* cannot be written \(ENOTDIR\); set DATA_CACHE to a writable/,
    );
  });

  test.skipIf(process.platform !== 'linux')('because its file system takes no files', async () => {
    const { url } = await serve((_, response) => send(response, content));
    const error = await failure(obtain('set', publishedAt(url), testPlaces({ cache: '/proc/self/cache' })));
    expect(error.code).toBe('read-only');
    expect(error.message).toMatch(/cannot be written \(ENOENT\); set DATA_CACHE/);
  });

  test.skipIf(process.platform === 'win32')(
    'because the disk is full: files limited to a few kilobytes',
    async () => {
      const { url } = await serve((_, response) => send(response, content));
      const { cache } = testPlaces();
      // A real refusal of the system (EFBIG) without filling a real disk; obtain runs in a child under that limit.
      const script = `
      const { obtain } = require('agop/data/obtain');
      const { placesFromEnvironment } = require('agop/data/places');
      obtain('set', JSON.parse(process.argv[1]), placesFromEnvironment())
        .catch((error) => console.log(JSON.stringify({ code: error.code, message: error.message })));`;
      const limited = 'trap "" XFSZ; ulimit -f 16; exec "$0" -e "$1" "$2"';
      const { stdout } = await promisify(execFile)(
        'sh',
        ['-c', limited, process.execPath, script, JSON.stringify(publishedAt(url))],
        { env: { ...process.env, DATA_CACHE: cache, DATA_MIRROR: '' } },
      );
      const { code, message } = JSON.parse(stdout) as DataError;
      expect(code).toBe('disk-full');
      expect(message).toMatch(
        /^set: a\.bin: no space left in the cache .* \(EFBIG\); free some, or set DATA_CACHE/,
      );
      expect(filesBelow(cache)).toEqual([]);
    },
  );

  // Mounting needs root; where it is not permitted the two tests are skipped, and the two above remain.
  const mounts: [why: string, option: string, code: DataProblem, says: RegExp][] = [
    [
      'the disk is full: a file system of 64 kB',
      'size=64k',
      'disk-full',
      /no space left in the cache .* \(ENOSPC\)/,
    ],
    ['its file system is read-only', 'ro', 'read-only', /cannot be written \(EROFS\); set DATA_CACHE/],
  ];
  test.for(mounts)('because %s', async ([, option, code, says], context) => {
    const { url } = await serve((_, response) => send(response, content));
    const cache = temporaryFolder();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', option, 'tmpfs', cache]);
    if (mounted.status !== 0) return context.skip('mount is not permitted here');
    try {
      const error = await failure(obtain('set', publishedAt(url), testPlaces({ cache })));
      expect(error.code).toBe(code);
      expect(error.message).toMatch(says);
      expect(filesBelow(cache)).toEqual([]);
    } finally {
      spawnSync('umount', [cache]);
    }
  });
});

describe('dataset', () => {
  test('suggests the nearest name for an unknown one', async () => {
    const error = await failure(dataset('fasion-mnist' as 'mnist'));
    expect(error.code).toBe('unknown');
    expect(error.message).toMatch(/^dataset: name is "fasion-mnist".*did you mean 'fashion-mnist'\?/);
  });

  test('lists the names where none is near', async () => {
    const error = await failure(dataset('zzzzzz' as 'mnist'));
    expect(error.message).toMatch(/is "zzzzzz", which is not in the registry; It has ml-latest-small, mnist/);
  });

  test.each([undefined, null, 7, '', 'toString', '__proto__'])('refuses the name %s', async (name) => {
    const error = await failure(dataset(name as unknown as 'mnist'));
    expect(error.code).toBe('unknown');
    expect(error.message).toContain(`name is ${JSON.stringify(name) ?? String(name)}`);
  });

  test('refuses a DATA_MIRROR of an unknown scheme', () => {
    expect(() => placesFromEnvironment({ DATA_MIRROR: 'ftp://example.org/data' })).toThrow(
      /DATA_MIRROR is ftp:\/\/example\.org\/data; give a folder, or a URL/,
    );
  });

  test('says that a mirror folder lacks the data set', async () => {
    const error = await failure(dataset('dtd', testPlaces({ mirror: temporaryFolder() })));
    expect(error.code).toBe('missing');
    expect(error.message).toMatch(/^dataset: 'dtd' cannot be had: .* not in the mirror/);
  });
});
