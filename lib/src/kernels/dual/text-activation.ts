import type * as Mathjs from 'mathjs';
import { InputError } from '../../errors.js';
import { loadPackage } from '../../load-package.js';
import type { ScalarActivation } from './gaussian-quadrature.js';

const FUNCTIONS = new Set([
  ...['abs', 'sqrt', 'cbrt', 'exp', 'log', 'log2', 'log10', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan'],
  ...['sinh', 'cosh', 'tanh', 'asinh', 'erf', 'sign', 'pow', 'square', 'cube'],
]);
const NODES = new Set(['ConstantNode', 'SymbolNode', 'OperatorNode', 'ParenthesisNode', 'FunctionNode']);
const NAMES = new Set(['x', 'pi', 'e']);

/**
 * φ and φ' of an activation typed as an expression in x, the derivative taken symbolically. Numbers, pi, e, the operators
 * `+ - * / ^` and elementary functions are understood, nothing else: no assignments, no other names.
 * @throws InputError on text that is no such expression, or that is not finite at ordinary x (the root of a negative number).
 * @example
 * ```ts
 * textActivation('sin(2 * x)').slope(0); // 2
 * ```
 */
export function textActivation(text: string): ScalarActivation {
  const fn = 'textActivation';
  const wrong = (why: string): InputError =>
    new InputError(fn, 'text', `is ${JSON.stringify(text)}: ${why}`, 'give an expression in x, as "tanh(x)"');
  const { parse, derivative } = loadPackage<typeof Mathjs>(fn, 'mathjs');
  let tree: Mathjs.MathNode;
  let slopeTree: Mathjs.MathNode;
  try {
    tree = parse(text);
  } catch (error) {
    throw wrong((error as Error).message);
  }
  tree.traverse((node: Mathjs.MathNode) => {
    if (!NODES.has(node.type)) throw wrong(`${node.type.replace('Node', '')} is not allowed`);
    const name = 'name' in node ? String(node.name) : '';
    if (node.type === 'SymbolNode' && !NAMES.has(name) && !FUNCTIONS.has(name))
      throw wrong(`"${name}" is not known`);
    if (node.type === 'FunctionNode' && !FUNCTIONS.has(name))
      throw wrong(`"${name}" is no elementary function`);
  });
  try {
    slopeTree = derivative(tree, 'x');
  } catch (error) {
    throw wrong(`it has no derivative (${(error as Error).message})`);
  }
  const evaluator = (node: Mathjs.MathNode): ((x: number) => number) => {
    const code = node.compile();
    const scope = { x: 0 };
    return (x) => {
      scope.x = x;
      const result: unknown = code.evaluate(scope);
      return typeof result === 'number' ? result : NaN;
    };
  };
  const [value, slope] = [evaluator(tree), evaluator(slopeTree)];
  // Off the kinks, which are sought among 0 and ±1.
  const odd = [-3.3, -1.7, -0.6, 0.4, 1.3, 2.9].find(
    (x) => !Number.isFinite(value(x)) || !Number.isFinite(slope(x)),
  );
  if (odd !== undefined) throw wrong(`it is ${value(odd)} at x = ${odd}`);
  return { name: text, value, slope, kinks: [-1, 0, 1] };
}
