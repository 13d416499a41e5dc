import { InputError } from '../errors.js';

/**
 * The house palette. Every colour has at least 3:1 contrast on white and on the site's dark ground, and any two stay
 * apart under the three kinds of colour blindness (a test checks both).
 */
export const palette: Record<string, string> = {
  blue: '#0072b2',
  orange: '#d55e00',
  green: '#009e73',
  purple: '#cc79a7',
  sky: '#56b4e9',
  amber: '#e69f00',
  brown: '#8c564b',
  grey: '#7f7f7f',
};

/** One colour per method in all notebooks. */
export const methodColors: Record<string, string> = {
  'lin-RFM': palette.blue,
  'nuclear norm': palette.green,
};

/** A scale for `encoding.color.scale`: each method keeps its colour in all notebooks. */
export function colorScale(methods: readonly string[]): { domain: string[]; range: string[] } {
  const unknown = methods.find((method) => !(method in methodColors));
  if (unknown !== undefined) {
    const known = Object.keys(methodColors).join(', ');
    throw new InputError(
      'colorScale',
      'methods',
      `names "${unknown}"`,
      `add it to methodColors, which has ${known}`,
    );
  }
  return { domain: [...methods], range: methods.map((method) => methodColors[method]) };
}

const ink = '#24292f';

/** Fonts by preference; the first is the one that PNGs are drawn with. */
export const fontFamily = 'DejaVu Sans, Verdana, sans-serif';

/** Vega-Lite configuration of every figure. */
export const themeConfig: Record<string, unknown> = {
  background: 'white',
  font: fontFamily,
  padding: 12,
  view: { stroke: null, continuousWidth: 600, continuousHeight: 340 },
  title: {
    anchor: 'start',
    frame: 'group',
    color: ink,
    fontSize: 16,
    fontWeight: 600,
    subtitleColor: '#57606a',
    subtitleFontSize: 12,
    subtitleLineHeight: 17,
    offset: 16,
    subtitlePadding: 6,
  },
  axis: {
    labelColor: ink,
    titleColor: ink,
    labelFontSize: 12,
    titleFontSize: 12.5,
    titleFontWeight: 'normal',
    titlePadding: 10,
    domainColor: '#8c959f',
    tickColor: '#8c959f',
    gridColor: '#8c959f',
    gridOpacity: 0.25,
    labelOverlap: true,
  },
  legend: {
    labelColor: ink,
    titleColor: ink,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    symbolStrokeWidth: 3,
    orient: 'top',
    labelLimit: 260,
    columnPadding: 18,
  },
  header: { labelColor: ink, titleColor: ink, labelFontSize: 12.5, titleFontSize: 12.5 },
  text: { color: ink, fontSize: 12 },
  rule: { color: '#6e7781' },
  line: { strokeWidth: 2.25, strokeJoin: 'round', strokeCap: 'round' },
  point: { size: 45, filled: true },
  bar: { cornerRadiusEnd: 2 },
  range: {
    category: Object.values(palette),
    heatmap: { scheme: 'viridis' },
    ramp: { scheme: 'viridis' },
    diverging: { scheme: 'blueorange' },
  },
};
