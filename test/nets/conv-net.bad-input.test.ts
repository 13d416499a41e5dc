import { describe, expect, it } from 'vitest';
import { convAgops, convAnsatz } from 'agop/features/cnfa';
import { Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { convNet } from 'agop/nets/conv-net';
import { convPredict } from 'agop/nets/conv-predict';
import { meanSquaredError } from 'agop/nets/loss';
import { trainConvNet } from 'agop/nets/train-conv-net';

const image = { channels: 1, height: 5, width: 5 };
const random = new Random(1);
const made = (change: object = {}) =>
  convNet({ image, layers: [{ filters: 2, patch: 3 }], outputs: 2, random, ...change });
const net = made();

describe('a convolutional network refuses', () => {
  it.each([
    ['no layers', { layers: [] }, /convNet: layers is empty/],
    ['an even patch', { layers: [{ filters: 2, patch: 4 }] }, /layers\[0\].patch is 4/],
    ['no filters', { layers: [{ filters: 0, patch: 3 }] }, /layers\[0\].filters is 0/],
    ['unknown pooling', { layers: [{ filters: 2, patch: 3, pool: 'median' }] }, /pool is median/],
    ['unknown padding', { padding: 'full' }, /padding is full/],
    ['a patch larger than the image', { padding: 'valid', layers: [{ filters: 2, patch: 7 }] }, /is 5 x 5/],
    ['no outputs', { outputs: 0 }, /outputs is 0/],
    ['an image without channels', { image: { ...image, channels: 0 } }, /image.channels is 0/],
    ['one start for two weights', { init: [{ std: 1 }] }, /init has 1 entries; there are 2 weights/],
    ['a start of zeros', { init: { std: 0 } }, /std/],
  ])('%s', (_, change, message) => {
    expect(() => made(change)).toThrow(message);
  });

  it('images of another size, channels, precision, or with NaN', () => {
    expect(() => convPredict(net, zeros(2, 24))).toThrow(/convPredict: x has 24 columns/);
    expect(() => convPredict(net, zeros(2, 75))).toThrow(/convPredict: x has 75 columns/);
    expect(() => convPredict(net, zeros(2, 25, 'float32'))).toThrow(/x is float32; the weights are float64/);
    const bad = new Matrix(1, 25, new Float64Array(25).fill(NaN));
    expect(() => convPredict(net, bad)).toThrow(/NaN/);
    expect(() => convAgops(net, bad)).toThrow(/NaN/);
    expect(() => convAgops(net, zeros(0, 25))).toThrow(/x is empty/);
    const deeper = made({
      layers: [
        { filters: 2, patch: 3 },
        { filters: 2, patch: 3 },
      ],
    });
    expect(() => convAnsatz(deeper, net, zeros(1, 25))).toThrow(/initial has 1 layers; the network has 2/);
  });

  it('training without images or targets that fit', async () => {
    const options = { loss: meanSquaredError, learningRate: 1, batchSize: 2, epochs: 1, random };
    const train = (change: object, y = zeros(3, 2)) =>
      trainConvNet(net, { x: zeros(3, 25), y }, { ...options, ...change });
    await expect(train({ batchSize: 4 })).rejects.toThrow(/batchSize is 4; there are 3 images/);
    await expect(train({ epochs: 0 })).rejects.toThrow(/epochs/);
    await expect(train({ learningRate: -1 })).rejects.toThrow(/learningRate/);
    await expect(train({}, zeros(2, 2))).rejects.toThrow(/y has 2 rows/);
  });
});
