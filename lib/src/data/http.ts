import http from 'node:http';
import https from 'node:https';
import { DataError } from '../errors.js';

/** Bounds of one download in milliseconds: to the first header, between two pieces, and over all. */
export interface Patience {
  headers: number;
  idle: number;
  total: number;
}

export const defaultPatience: Patience = { headers: 20_000, idle: 20_000, total: 15 * 60_000 };

const MAX_REDIRECTS = 5;

/**
 * The body of `url`, piece by piece, at most `maxBytes` bytes. Every failure is a DataError that begins with `what`.
 * Not `fetch`: it undoes a Content-Encoding that servers put on .gz files, and the checksum is of the file as
 * published.
 */
export async function* httpBody(
  url: string,
  what: string,
  maxBytes: number,
  patience: Patience = defaultPatience,
): AsyncGenerator<Uint8Array> {
  const stop = new AbortController();
  const giveUp = (problem: string) =>
    stop.abort(
      new DataError(
        'timeout',
        `${what}: ${url} ${problem}; try again later, or set DATA_MIRROR to a copy of the data`,
      ),
    );
  const seconds = (ms: number) => `${ms / 1000} s`;
  const overall = setTimeout(giveUp, patience.total, `took more than ${seconds(patience.total)}`);
  let timer = setTimeout(giveUp, patience.headers, `sent no answer for ${seconds(patience.headers)}`);
  const patient = () => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, patience.idle, `sent nothing for ${seconds(patience.idle)}`);
  };
  let expected = NaN;
  let received = 0;
  let response: http.IncomingMessage | undefined;
  try {
    response = await get(url, what, stop.signal);
    patient();
    expected = Number(response.headers['content-length'] ?? NaN);
    if (expected > maxBytes) throw tooLarge(url, what, `announces ${expected} bytes`, maxBytes);
    for await (const piece of response as AsyncIterable<Uint8Array>) {
      patient();
      received += piece.length;
      if (received > maxBytes) throw tooLarge(url, what, 'sends more', maxBytes);
      yield piece;
    }
    if (received < expected) throw new Error('aborted');
  } catch (error) {
    if (stop.signal.aborted) throw stop.signal.reason;
    if (error instanceof DataError) throw error;
    if (received < expected) {
      throw new DataError(
        'truncated',
        `${what}: ${url} broke off after ${received} of ${expected} bytes; try again, or set DATA_MIRROR to a copy of the data`,
      );
    }
    throw new DataError(
      'unreachable',
      `${what}: ${url} cannot be reached (${reason(error)}); check the connection, or set DATA_MIRROR to a copy of the data`,
    );
  } finally {
    clearTimeout(overall);
    clearTimeout(timer);
    response?.destroy();
  }
}

/** The 200 response of `url` after at most MAX_REDIRECTS redirects, its body unread. */
async function get(url: string, what: string, signal: AbortSignal): Promise<http.IncomingMessage> {
  let target = url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const client = target.startsWith('https:') ? https : http;
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      client
        .get(target, { signal, agent: false, headers: { 'user-agent': 'agop', accept: '*/*' } }, resolve)
        .on('error', reject);
    });
    const { statusCode = 0, headers } = response;
    if (statusCode === 200) return response;
    response.destroy();
    if (statusCode < 300 || statusCode > 399 || !headers.location) {
      throw new DataError(
        'http-status',
        `${what}: ${target} answers ${statusCode} ${response.statusMessage ?? ''}`.trimEnd() +
          '; the file may have moved: correct its URL in data/registry.json, or set DATA_MIRROR to a copy of the data',
      );
    }
    target = new URL(headers.location, target).href;
  }
  throw new DataError(
    'http-status',
    `${what}: ${url} redirects more than ${MAX_REDIRECTS} times; correct its URL in data/registry.json, or set DATA_MIRROR to a copy of the data`,
  );
}

function tooLarge(url: string, what: string, how: string, maxBytes: number): DataError {
  return new DataError(
    'too-large',
    `${what}: ${url} ${how} where at most ${maxBytes} are expected; it is another file: set DATA_MIRROR to a copy of the data`,
  );
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
