import { centreCrop, resizePicture } from 'agop/data/resize-picture';
import { drawnPicture } from 'agop/data/synthetic/drawn-picture';
import { describe, expect, it } from 'vitest';

const grey = (width: number, height: number, of: (r: number, c: number) => number) => ({
  width,
  height,
  channels: 1,
  data: Uint8Array.from({ length: width * height }, (_, p) => of(Math.floor(p / width), p % width)),
});

describe('resizePicture', () => {
  it('averages with a triangle when a picture is halved', () => {
    // Weights 1/8, 3/8, 3/8, 1/8 inside; at the edges the three that are left, over their sum.
    const { data } = resizePicture(
      grey(8, 1, (_, c) => [0, 0, 0, 80, 160, 0, 0, 0][c]),
      { width: 4, height: 1 },
    );
    expect(Array.from(data)).toEqual([0, 50, 70, 0]);
  });

  it('keeps a constant picture and its own size', () => {
    const flat = grey(10, 7, () => 201);
    expect(new Set(resizePicture(flat, { width: 4, height: 9 }).data)).toEqual(new Set([201]));
    expect(resizePicture(flat, { width: 10, height: 7 }).data).toEqual(flat.data);
  });

  it('treats rows as columns', () => {
    const across = resizePicture(
      grey(9, 6, (_, c) => 25 * c),
      { width: 4, height: 6 },
    );
    const down = resizePicture(
      grey(6, 9, (r) => 25 * r),
      { width: 6, height: 4 },
    );
    expect(Array.from(across.data.subarray(0, 4))).toEqual([0, 1, 2, 3].map((r) => down.data[6 * r]));
  });

  it('refuses a size of 0', () => {
    expect(() =>
      resizePicture(
        grey(2, 2, () => 0),
        { width: 0, height: 2 },
      ),
    ).toThrow(/width is 0/);
  });
});

it('centreCrop keeps the middle', () => {
  const { width, height, data } = centreCrop(
    grey(5, 4, (r, c) => 10 * r + c),
    3,
  );
  expect([width, height]).toEqual([3, 3]);
  expect(Array.from(data)).toEqual([1, 2, 3, 11, 12, 13, 21, 22, 23]);
});

it('drawn pictures lie within [0, 1] and refuse unknown names', () => {
  for (const name of ['shapes', 'stripes', 'text', 'houses'] as const) {
    const { data } = drawnPicture(name, 16);
    data.forEach((value) => expect(value >= 0 && value <= 1 + 1e-12).toBe(true));
    expect(Math.max(...data) - Math.min(...data)).toBeGreaterThan(0.3);
  }
  expect(() => drawnPicture('lena' as never, 8)).toThrow(/name is "lena"; give one of shapes/);
});
