import { fromRows, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { autoencoder, AutoencoderPass, encode } from 'agop/nets/autoencoders/autoencoder';
import { gradientFlowMode } from 'agop/nets/autoencoders/gradient-flow-mode';
import { linearAutoencoder } from 'agop/nets/autoencoders/linear-autoencoder';
import {
  oneSampleStretch,
  reluOneSampleNorm,
  startForStretch,
  stretch,
} from 'agop/nets/autoencoders/stretch';
import { convergedGrams, stretchedEncoder } from 'agop/nets/autoencoders/stretched-encoder';
import { trainAutoencoder } from 'agop/nets/autoencoders/train-autoencoder';
import { expect, test } from 'vitest';

const random = new Random(0);
const x = random.normalMatrix(6, 3);
const net = autoencoder({ inputs: 3, hidden: 4, activation: 'relu', random });
const encoder = random.normalMatrix(3, 3);
const run = { encoder, learningRate: 0.01, steps: 5 };

test.each([
  ['a negative singular value', () => stretch(-1), 'stretch: s is -1'],
  ['a stretch below 1', () => startForStretch(0.5), 'startForStretch: b is 0.5; a stretch is at least 1'],
  ['a sample of length zero', () => reluOneSampleNorm(0), 'reluOneSampleNorm: eta is 0'],
  ['units along nothing', () => oneSampleStretch({ eta: 0, start: 1 }), 'oneSampleStretch: eta is 0'],
  [
    'a slope of a linear net',
    () => oneSampleStretch({ eta: 1, start: 1, slope: 1 }),
    'slope is 1; give 0 <= slope < 1',
  ],
  ['a mode at zero', () => gradientFlowMode({ eigenvalue: 1, start: 0 }, 1), 'gradientFlowMode: start is 0'],
  ['a time before the start', () => gradientFlowMode({ eigenvalue: 1, start: 1 }, -1), 'time is -1'],
  [
    'a start that overflows',
    () => stretchedEncoder(x, { start: (value) => (1e10 * value) ** 99 }),
    'stretchedEncoder: start gives Infinity',
  ],
  ['data that are not finite', () => stretchedEncoder(fromRows([[NaN]]), { start: () => 1 }), 'x has NaN'],
  ['a narrow encoder', () => convergedGrams(zeros(2, 3)), 'convergedGrams: start is (2, 3)'],
  ['dependent columns', () => convergedGrams(zeros(3, 2)), 'convergedGrams: start has dependent columns'],
  [
    'an encoder of another width',
    () => [...linearAutoencoder(x, { ...run, encoder: zeros(3, 2) })],
    'encoder has 2',
  ],
  [
    'a decoder of another shape',
    () => [...linearAutoencoder(x, { ...run, decoder: zeros(2, 3) })],
    'decoder has 2',
  ],
  [
    'a rate that is no number',
    () => [...linearAutoencoder(x, { ...run, learningRate: NaN })],
    'learningRate is NaN',
  ],
  ['an empty layer', () => autoencoder({ inputs: 0, hidden: 1, activation: 'relu', random }), 'inputs is 0'],
  [
    'an unknown activation',
    () => autoencoder({ inputs: 1, hidden: 1, activation: 'gelu' as 'relu', random }),
    'autoencoder: activation is gelu; give one of relu',
  ],
  ['samples of another width', () => encode(net, zeros(2, 5)), 'encode: x has 5 columns; 3 are needed'],
  [
    'NaN samples',
    () => new AutoencoderPass(net).evaluate(fromRows([[0, NaN, 0]])),
    'x has NaN at position 1',
  ],
])('%s is refused', (_, call, message) => {
  expect(call).toThrow(message);
});

test('a batch larger than the data is refused, and divergence is a result', async () => {
  const options = { learningRate: 0.1, epochs: 1 };
  await expect(trainAutoencoder(net, x, { ...options, batchSize: 7 })).rejects.toThrow(
    'batchSize is 7; x has 6 rows',
  );
  const wild = autoencoder({ inputs: 3, hidden: 4, activation: 'linear', random });
  expect(await trainAutoencoder(wild, x, { learningRate: 1e3, epochs: 500 })).not.toSatisfy(Number.isFinite);
  const states = [...linearAutoencoder(x, { encoder, learningRate: 10, steps: 500, at: [50, 100] })];
  expect(states.at(-1)!.diverged).toBe(true);
});
