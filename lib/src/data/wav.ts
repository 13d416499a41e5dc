import { DataError } from '../errors.js';
import { firstBytes } from './zip.js';

/** Mono sound, 16 bits a sample. */
export interface Sound {
  sampleRate: number;
  samples: Int16Array;
}

/** Reads a RIFF/WAVE file of one channel of 16-bit PCM; chunks other than `fmt ` and `data` are passed over. */
export function readWav(bytes: Uint8Array, what: string): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') {
    throw new DataError(
      'format',
      `${what}: begins with ${firstBytes(bytes)}; a WAVE file begins with RIFF .... WAVE`,
    );
  }
  let sampleRate = 0;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = tag(at);
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (body + size > bytes.length) {
      throw new DataError(
        'format',
        `${what}: its chunk '${name}' has ${bytes.length - body} of ${size} bytes`,
      );
    }
    if (name === 'fmt ') {
      const [format, channels, bits] = [0, 2, 14].map((offset) => view.getUint16(body + offset, true));
      if (format !== 1 || channels !== 1 || bits !== 16) {
        throw new DataError(
          'format',
          `${what}: has format ${format}, ${channels} channels, ${bits} bits; expected 1 (PCM), 1 channel, 16 bits`,
        );
      }
      sampleRate = view.getUint32(body + 4, true);
    } else if (name === 'data') {
      if (sampleRate === 0) break;
      const samples = new Int16Array(size >> 1);
      for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(body + 2 * i, true);
      return { sampleRate, samples };
    }
    // Chunks begin at even positions.
    at = body + size + (size % 2);
  }
  throw new DataError('format', `${what}: has no 'fmt ' chunk followed by a 'data' chunk`);
}
