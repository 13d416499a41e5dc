import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import type { Places } from 'agop/data/places';
import type { DataFile, RegistryEntry, Variant } from 'agop/data/registry';

/** A local server whose handler may break every rule of HTTP; closed after the test. */
export async function serve(handler: http.RequestListener): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    requests.push(request.url!);
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** Sends `body` as an honest server would. */
export function send(response: http.ServerResponse, body: Uint8Array): void {
  response.writeHead(200, { 'content-length': body.length });
  response.end(body);
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function fileOf(name: string, bytes: Uint8Array, url?: string): DataFile {
  return { path: name, bytes: bytes.length, sha256: sha256(bytes), ...(url ? { sources: [{ url }] } : {}) };
}

export function variantOf(name: Variant['name'], ...files: DataFile[]): Variant {
  return { name, says: `the ${name} files`, rows: {}, files };
}

export function entryOf(...variants: Variant[]): RegistryEntry {
  return {
    title: 'Test',
    licence: 'none',
    citation: 'none',
    home: ['https://example.org'],
    showable: false,
    variants,
  };
}

/** A temporary folder, removed after the test. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'agop-data-'));
  cleanups.push(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty cache, little patience, and the lines that were noted. */
export function testPlaces(more: Partial<Places> = {}): Places & { notes: string[] } {
  const notes: string[] = [];
  return {
    cache: path.join(temporaryFolder(), 'cache'),
    offline: false,
    patience: { headers: 1000, idle: 1000, total: 5000 },
    note: (line) => notes.push(line),
    notes,
    ...more,
  };
}

/** Every file below `folder`, relative to it. */
export function filesBelow(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});
