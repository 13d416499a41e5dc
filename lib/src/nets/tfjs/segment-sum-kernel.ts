import { floats, type Info, type KernelCall } from './wasm-backend.js';

/**
 * Y_s = Σ of the X_i with segment s, X `(n, ...)`, segments `(n)`; those outside 0..numSegments-1 are left out. The
 * gradient of `gather`.
 */
export function unsortedSegmentSum({
  inputs: { x, segmentIds },
  backend,
  attrs,
}: KernelCall<'x' | 'segmentIds'>): Info {
  const numSegments = attrs.numSegments as number;
  const out = backend.makeOutput([numSegments, ...x.shape.slice(segmentIds.shape.length)], x.dtype);
  const [from, into] = [floats(backend, x), floats(backend, out)];
  const ids = backend.typedArrayFromHeap(segmentIds);
  const width = into.length / numSegments;
  into.fill(0);
  for (const [i, id] of ids.entries()) {
    if (id < 0 || id >= numSegments) continue;
    for (let j = 0; j < width; j++) into[id * width + j] += from[i * width + j];
  }
  return out;
}
