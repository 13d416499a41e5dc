import { InputError } from '../errors.js';

/**
 * Okabe and Ito's palette for colour blindness without its yellow and black, and a grey for baselines. Any two differ
 * by at least 0.07 in OKLab for normal and for each kind of colour-blind sight; contrast is at least 2.2:1 on white and
 * 3:1 on the site's dark ground (tested).
 */
export const palette: Record<string, string> = {
  blue: '#0072b2',
  vermillion: '#d55e00',
  green: '#009e73',
  purple: '#cc79a7',
  amber: '#e69f00',
  sky: '#56b4e9',
  grey: '#6e7781',
};

/** One colour per method in all notebooks; two methods of one colour never meet in a figure. */
export const methodColors: Record<string, string> = {
  'lin-RFM': palette.blue,
  'lin-RFM, α = 1/4': palette.sky,
  'lin-RFM, α = 1/3': palette.purple,
  'lin-RFM, α = 1/2': palette.blue,
  'lin-RFM, α = 1': palette.grey,
  'lin-RFM, alternating (ours)': palette.vermillion,
  'lin-RFM, one-sided (authors)': palette.blue,
  'lin-RFM, SVD at every step': palette.amber,
  'lin-RFM, eigendecomposition': palette.purple,
  IRLS: palette.purple,
  'nuclear norm': palette.green,
  'basis pursuit': palette.green,
  'deep linear, L = 2': palette.amber,
  'deep linear, L = 3': palette.vermillion,
  'deep linear, L = 4': palette.grey,
  'deep diagonal, L = 2': palette.amber,
  'deep diagonal, L = 3': palette.vermillion,
  'deep diagonal, L = 4': palette.grey,
  'row and column bias': palette.grey,
  'Laplace kernel': palette.grey,
  Laplace: palette.grey,
  RFM: palette.blue,
  'RFM, leak-free': palette.vermillion,
  'RFM, diagonal M': palette.vermillion,
  CNTK: palette.blue,
  biharmonic: palette.vermillion,
  harmonic: palette.green,
  'nearest pixel': palette.grey,
  EigenPro: palette.blue,
  Richardson: palette.grey,
  NTK: palette.blue,
  baseline: palette.grey,
  network: palette.amber,
  'quadratic model': palette.blue,
  'linear model': palette.grey,
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

/** The colour of text, and of a curve that stands for itself. */
export const ink = '#24292f';

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
    // Labels pulled inside the plot run into their neighbours.
    labelFlush: false,
  },
  legend: {
    labelColor: ink,
    titleColor: ink,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    symbolStrokeWidth: 3,
    symbolOpacity: 1,
    orient: 'top',
    labelLimit: 260,
    columnPadding: 18,
  },
  axisX: { tickCount: 8 },
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
