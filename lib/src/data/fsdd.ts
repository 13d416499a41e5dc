import { DataError } from '../errors.js';
import { untarGz } from './tar.js';
import { readWav } from './wav.js';

/** One spoken digit. */
export interface Recording {
  digit: number;
  speaker: string;
  /** 0 to 49 for each digit and speaker; 0 to 4 are the official test set. */
  index: number;
  samples: Int16Array;
}

export interface SpokenDigits {
  sampleRate: number;
  train: Recording[];
  test: Recording[];
}

const SAMPLE_RATE = 8000;
const TEST_RECORDINGS = 5;

/** The recordings of the Free Spoken Digit Dataset's tag archive, {digit}_{speaker}_{index}.wav. */
export async function readSpokenDigits(archive: Uint8Array, what: string): Promise<SpokenDigits> {
  const files = await untarGz(archive, what, (name) => name.endsWith('.wav'));
  const recordings = Array.from(files, ([name, bytes]): Recording => {
    const match = /\/recordings\/(\d)_([a-z]+)_(\d+)\.wav$/.exec(name);
    if (!match) {
      throw new DataError(
        'format',
        `${what}: has ${name}; expected recordings/{digit}_{speaker}_{index}.wav`,
      );
    }
    const { sampleRate, samples } = readWav(bytes, `${what}: ${name}`);
    if (sampleRate !== SAMPLE_RATE) {
      throw new DataError(
        'format',
        `${what}: ${name} has ${sampleRate} samples a second; expected ${SAMPLE_RATE}`,
      );
    }
    return { digit: Number(match[1]), speaker: match[2], index: Number(match[3]), samples };
  });
  return {
    sampleRate: SAMPLE_RATE,
    train: recordings.filter(({ index }) => index >= TEST_RECORDINGS),
    test: recordings.filter(({ index }) => index < TEST_RECORDINGS),
  };
}
