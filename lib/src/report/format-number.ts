/**
 * A number as a reader wants it: four significant digits, a power of ten when very small or large, a true minus sign.
 */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  let text: string;
  if (Number.isInteger(value) && magnitude < 1e9) {
    text = magnitude < 1e4 ? String(magnitude) : magnitude.toLocaleString('en').replaceAll(',', '\u202f');
  } else if (magnitude >= 1e-3 && magnitude < 1e5) {
    text = String(Number(magnitude.toPrecision(4)));
  } else {
    const [digits, exponent] = magnitude.toExponential(2).split('e');
    text = `${Number(digits)}e${Number(exponent)}`.replace('-', '−');
  }
  return value < 0 ? `−${text}` : text;
}
