/** An encoding channel of a Vega-Lite spec that draws a field. */
export interface Channel {
  field: string;
  type: 'quantitative' | 'nominal' | 'ordinal';
  title: string | null;
  [option: string]: unknown;
}

/** A field of numbers: `x: quantitative('epoch', 'epoch', logAxis())`. */
export function quantitative(field: string, title: string, more: object = {}): Channel {
  return { field, type: 'quantitative', title, ...more };
}

/** A field of names, whose legend says enough without a title: `color: nominal('method', { sort: null })`. */
export function nominal(field: string, more: object = {}): Channel {
  return { field, type: 'nominal', title: null, ...more };
}
