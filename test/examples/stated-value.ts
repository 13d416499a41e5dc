// Values as an example states them: `2.5`, `[[1, 0.36788]]`, `{ a: 1 }`, `'text'`, `true`.
import ts from 'typescript';

const ROUNDING = 1e-9;

/**
 * In what a value differs from the text that states it, as `path: got`. A number with a point and at least three significant digits stands
 * for what rounds to it, any other for itself up to rounding errors. A matrix is stated as its rows, a typed array as an
 * array, and of an object the properties that are named.
 */
export function differences(stated: string, value: unknown): string[] {
  const source = ts.createSourceFile('stated.ts', `(${stated})`, ts.ScriptTarget.ES2022, true);
  const statement = source.statements[0] as ts.ExpressionStatement | undefined;
  const wrong = (source as unknown as { parseDiagnostics: readonly unknown[] }).parseDiagnostics;
  if (
    wrong.length > 0 ||
    source.statements.length !== 1 ||
    !statement ||
    !ts.isExpressionStatement(statement)
  ) {
    return [`${stated} is not a value; it is ${show(value)}`];
  }
  return compare((statement.expression as ts.ParenthesizedExpression).expression, plain(value), 'it');
}

function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  if (value !== null && typeof value === 'object' && 'toRows' in value)
    return (value as { toRows(): unknown }).toRows();
  return value;
}

function compare(node: ts.Expression, value: unknown, place: string): string[] {
  const differs = [`${place} is ${show(value)}`];
  if (ts.isArrayLiteralExpression(node)) {
    if (!Array.isArray(value) || value.length !== node.elements.length) return differs;
    return node.elements.flatMap((element, i) => compare(element, plain(value[i]), `${place}[${i}]`));
  }
  if (ts.isObjectLiteralExpression(node)) {
    if (value === null || typeof value !== 'object') return differs;
    return node.properties.flatMap((property) => {
      if (!ts.isPropertyAssignment(property)) return [`${property.getText()} is not a value`];
      const name = property.name.getText();
      return compare(
        property.initializer,
        plain((value as Record<string, unknown>)[name]),
        `${place}.${name}`,
      );
    });
  }
  if (ts.isStringLiteral(node)) return value === node.text ? [] : differs;
  const text = node.getText();
  if (text === 'true' || text === 'false') return value === (text === 'true') ? [] : differs;
  if (text === 'undefined') return value === undefined ? [] : differs;
  if (!/^-?(\d[\d.]*(e[+-]?\d+)?|Infinity)$/.test(text))
    return [`${text} is not a value; ${place} is ${show(value)}`];
  return typeof value === 'number' && agrees(text, value) ? [] : differs;
}

function agrees(text: string, value: number): boolean {
  const number = Number(text);
  if (value === number) return true;
  const [mantissa, exponent = '0'] = text.replace(/^-/, '').split('e');
  const decimals = mantissa.includes('.') ? mantissa.split('.')[1].length : 0;
  const significant = mantissa.replace('.', '').replace(/^0+/, '').length;
  // 0.000 and 1.000 say how small a difference may be, though zeros are no significant digits.
  const rounded = decimals >= 3 || (decimals > 0 && significant >= 3);
  const unit = 10 ** (Number(exponent) - decimals);
  const most = rounded ? (0.5 + ROUNDING) * unit : ROUNDING * Math.max(1, Math.abs(number));
  return Math.abs(value - number) <= most;
}

function show(value: unknown): string {
  return String(
    JSON.stringify(value, (_, part: unknown) => {
      if (typeof part !== 'number') return plain(part);
      return Number.isFinite(part) ? Number(part.toPrecision(6)) : String(part);
    }),
  );
}
