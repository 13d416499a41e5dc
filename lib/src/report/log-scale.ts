// log10 of the tick, and whether it is a whole power of ten.
const exponent = 'round(log(datum.value) / LN10)';
const isPower = `abs(log(datum.value) / LN10 - ${exponent}) < 1e-6`;

// Plain numbers from 0.001 to 1000, a raised exponent outside; Vega has already emptied the labels that would crowd.
const label =
  `datum.label === '' ? '' : (datum.value > 0.00099 && datum.value < 1001) ? format(datum.value, '~g') : ` +
  `!(${isPower}) ? '' : '10' + (datum.value < 1 ? '⁻' : '') + (abs(${exponent}) >= 10 ? '¹' : '') + ` +
  `substring('⁰¹²³⁴⁵⁶⁷⁸⁹', abs(${exponent}) % 10, abs(${exponent}) % 10 + 1)`;

/**
 * A log axis with readable ticks; spread into an encoding channel:
 * `{ field: 'error', type: 'quantitative', ...logScale }`.
 */
export const logScale: { scale: object; axis: object } = {
  scale: { type: 'log' },
  axis: {
    labelExpr: label,
    // Grid lines at powers of ten alone: the lines between them say nothing and hide the curves.
    gridOpacity: { condition: { test: isPower, value: 1 }, value: 0 },
  },
};
