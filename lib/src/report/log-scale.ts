/** Tick labels of a log axis: plain from 0.01 to 1000, else a power of ten with its exponent raised. */
const labels =
  "datum.label === '' ? '' : (datum.value >= 0.01 && datum.value <= 1000) ? format(datum.value, '~g') : " +
  "(abs(log(datum.value) / LN10 - round(log(datum.value) / LN10)) > 1e-6 ? '' : " +
  "'10' + (datum.value < 1 ? '⁻' : '') + " +
  "(abs(round(log(datum.value) / LN10)) >= 10 ? '¹' : '') + " +
  "substring('⁰¹²³⁴⁵⁶⁷⁸⁹', abs(round(log(datum.value) / LN10)) % 10, abs(round(log(datum.value) / LN10)) % 10 + 1))";

/** Spread into an encoding channel: `y: { field: 'error', type: 'quantitative', ...logScale }`. */
export const logScale: { scale: object; axis: object } = {
  scale: { type: 'log' },
  axis: { labelExpr: labels },
};
