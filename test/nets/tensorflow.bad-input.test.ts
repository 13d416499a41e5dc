import type { Tensor4D } from '@tensorflow/tfjs';
import { tensorflow } from 'agop/nets/tensorflow';
import type { Info, WasmBackend } from 'agop/nets/tfjs/wasm-backend';
import { describe, expect, it } from 'vitest';

const { tf } = await tensorflow();

describe('TensorFlow.js', () => {
  it('says how much was asked for when the WebAssembly memory is exhausted, and goes on', () => {
    const { numTensors } = tf.memory();
    expect(() => tf.zeros([40_000, 40_000])).toThrow(
      /^tensorflow: 6103\.5 MiB for a tensor do not fit beside the .* MiB that tensors hold \(4 GiB in all\); use smaller batches, or let go of tensors/,
    );
    // Made and not written, so that the test needs none of this memory.
    const backend = tf.backend() as unknown as WasmBackend;
    const held: Info[] = [];
    expect(() => {
      for (let i = 0; i < 5; i++) held.push(backend.makeOutput([2 ** 28], 'float32'));
    }).toThrow(/^tensorflow: 1024\.0 MiB for a tensor do not fit/);
    expect(held.length).toBe(3);
    for (const { dataId } of held) tf.backend().disposeData(dataId);
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync()).toEqual(new Float32Array(4).fill(3));
  });

  it('carries a NaN of an input to what depends on it and no further', () => {
    const rows = tf
      .matMul(
        tf.tensor2d([
          [NaN, 1],
          [2, 3],
        ]),
        tf.ones([2, 2]),
      )
      .dataSync();
    expect([...rows]).toEqual([NaN, NaN, 5, 5]);
    const fused = tf.fused.matMul({ a: tf.tensor2d([[NaN], [-1]]), b: tf.ones([1, 1]), activation: 'relu' });
    expect([...fused.dataSync()]).toEqual([NaN, 0]);
    const image = new Float32Array(25);
    image[0] = NaN;
    const seen = tf.conv2d(tf.tensor4d(image, [1, 5, 5, 1]), tf.ones([3, 3, 1, 1]), 1, 'same').dataSync();
    expect(Array.from(seen.keys()).filter((i) => Number.isNaN(seen[i]))).toEqual([0, 1, 5, 6]);
  });

  it('makes an empty layer empty, and the layer above it zero', () => {
    const empty = tf.matMul(tf.ones([3, 4]), tf.ones([4, 0]));
    expect(empty.shape).toEqual([3, 0]);
    expect([...tf.matMul(empty, tf.ones([0, 2])).dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
    const image = tf.conv2d(tf.ones([1, 4, 4, 1]) as Tensor4D, tf.ones([3, 3, 1, 0]) as Tensor4D, 1, 'same');
    expect(image.shape).toEqual([1, 4, 4, 0]);
    const above = tf.conv2d(image, tf.ones([3, 3, 0, 2]) as Tensor4D, 1, 'same');
    expect(above.dataSync()).toEqual(new Float32Array(32));
  });

  it('names the activations that it knows', () => {
    const run = (activation: string): unknown =>
      tf.fused.matMul({ a: tf.ones([2, 2]), b: tf.ones([2, 2]), activation: activation as 'relu' });
    expect(() => run('swish')).toThrow(
      'fused matMul: activation is swish; give one of linear, relu, relu6, leakyrelu, prelu, elu, sigmoid',
    );
  });

  it('refuses integers, a bias that does not repeat along the last axes, and channels first', () => {
    const whole = tf.ones([2, 2], 'int32');
    expect(() => tf.engine().runKernel('BatchMatMul', { a: whole, b: whole })).toThrow(
      'matMul: a is int32; cast it to float32',
    );
    const [a, b] = [tf.ones([2, 3]), tf.ones([3, 2])];
    expect(() => tf.fused.matMul({ a, b, bias: tf.ones([2, 1]), activation: 'relu' })).toThrow(
      'fused matMul: bias has shape (2, 1); the result is (1, 2, 2): give the last of these',
    );
    expect(() =>
      tf.conv2d(tf.ones([1, 2, 4, 4]) as Tensor4D, tf.ones([3, 3, 2, 1]) as Tensor4D, 1, 'same', 'NCHW'),
    ).toThrow('conv2d: dataFormat is NCHW; give channels last, NHWC');
  });

  it('starts again after its backend was lost, and says so of the tensors that were', async () => {
    const lost = tf.ones([2, 2]);
    tf.removeBackend('wasm');
    const again = await tensorflow();
    expect(again.tf.getBackend()).toBe('wasm');
    expect(() => tf.matMul(lost, tf.ones([2, 2]))).toThrow(
      'tensorflow: the tensor was lost with its backend, which has been removed; call tensorflow() again and make it anew',
    );
    expect([...tf.matMul(tf.ones([1, 2]), tf.ones([2, 1])).dataSync()]).toEqual([2]);
  });
});
