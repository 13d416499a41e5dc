import { expect, test } from 'vitest';
import { kernelFrom } from 'agop/kernels/kernel-from';
import { cases, points } from './support.js';

for (const [name, { kernel }] of Object.entries(cases)) {
  test(`${name} comes back from its spec, through JSON`, () => {
    const back = kernelFrom(JSON.parse(JSON.stringify(kernel.spec)) as typeof kernel.spec);
    expect(back.spec).toEqual(kernel.spec);
    const x = points(8, 3, 0);
    expect(back.matrix(x).data).toEqual(kernel.matrix(x).data);
  });
}
