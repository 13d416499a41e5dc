import { methodColors, palette } from 'agop/report/theme';
import { expect, test } from 'vitest';

// Machado, Oliveira and Fernandes 2009, severity 1: what a colour looks like without one kind of cone.
const sight: Record<string, number[][]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const linear = (hex: string): number[] =>
  [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });

const luminance = (hex: string): number => {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (a: string, b: string): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

// Ottosson's OKLab, in which equal distances look equally different.
function oklab(hex: string, matrix: number[][]): number[] {
  const [r, g, b] = matrix.map((row) => {
    const rgb = linear(hex);
    return Math.min(1, Math.max(0, row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2]));
  });
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const colors = Object.values(palette);

test.each(Object.keys(sight))('any two colours of the palette differ under %s', (kind) => {
  for (const [i, a] of colors.entries()) {
    for (const b of colors.slice(0, i)) {
      const [p, q] = [a, b].map((hex) => oklab(hex, sight[kind]));
      // 0.02 is a just noticeable difference in OKLab; 0.07 is what the docstring promises.
      expect(Math.hypot(...p.map((x, k) => x - q[k])), `${a} ${b}`).toBeGreaterThan(0.07 - 5e-4);
    }
  }
});

test('every colour stands out from white paper and from the dark ground', () => {
  for (const color of colors) {
    expect(contrast(color, '#ffffff')).toBeGreaterThan(2.2);
    expect(contrast(color, '#15181d')).toBeGreaterThan(3);
  }
});

test('every method has a colour of the palette', () => {
  for (const color of Object.values(methodColors)) expect(colors).toContain(color);
});
