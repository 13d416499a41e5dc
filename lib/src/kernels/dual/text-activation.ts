import type * as Mathjs from 'mathjs';
import { InputError } from '../../errors.js';
import { loadPackage } from '../../load-package.js';
import { expressionSlope, spelledOut } from './expression-slope.js';
import type { ScalarActivation } from './gaussian-quadrature.js';

const FUNCTIONS = new Set([
  ...['abs', 'sqrt', 'cbrt', 'exp', 'log', 'log2', 'log10', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan'],
  ...['sinh', 'cosh', 'tanh', 'asinh', 'erf', 'sign', 'pow', 'square', 'cube', 'max', 'min'],
]);
const NODES = new Set(['ConstantNode', 'SymbolNode', 'OperatorNode', 'ParenthesisNode', 'FunctionNode']);
const NAMES = new Set(['x', 'pi', 'e']);

/** A function of x at many x at once; its result may be x itself and is not written to. */
type Column = (x: Float64Array) => Float64Array;

/**
 * φ and φ' of an activation typed as an expression in x, the derivative taken symbolically. Numbers, pi, e, the
 * operators `+ - * / ^` and elementary functions are understood, erf, sign and max and min of two among them; nothing
 * else: no assignments, no other names. Parsed once; `values` runs the expression operator by operator over whole
 * arrays.
 * @throws InputError on text that is no such expression, or that is not finite at ordinary x (the root of a negative
 * number).
 * @example
 * ```ts
 * textActivation('sin(2 * x)').slope(0); // 2
 * ```
 */
export function textActivation(text: string): ScalarActivation {
  const fn = 'textActivation';
  const wrong = (why: string): InputError =>
    new InputError(fn, 'text', `is ${JSON.stringify(text)}: ${why}`, 'give an expression in x, as "tanh(x)"');
  const mathjs = loadPackage<typeof Mathjs>(fn, 'mathjs');
  let tree: Mathjs.MathNode;
  let slopeTree: Mathjs.MathNode;
  try {
    tree = mathjs.parse(text);
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
    if ((name === 'max' || name === 'min') && 'args' in node && (node.args as unknown[]).length !== 2)
      throw wrong(`"${name}" has two arguments here`);
  });
  try {
    tree = spelledOut(tree, mathjs);
    slopeTree = expressionSlope(tree, mathjs);
  } catch (error) {
    throw wrong(`it has no derivative (${(error as Error).message})`);
  }
  const values = column(tree, mathjs);
  const slopes = column(slopeTree, mathjs);
  const value = (x: number): number => values(Float64Array.of(x))[0];
  const slope = (x: number): number => slopes(Float64Array.of(x))[0];
  // Off the kinks, which are sought among 0 and ±1.
  const odd = [-3.3, -1.7, -0.6, 0.4, 1.3, 2.9].find(
    (x) => !Number.isFinite(value(x)) || !Number.isFinite(slope(x)),
  );
  if (odd !== undefined) throw wrong(`it is ${value(odd)} at x = ${odd}`);
  return { name: text, value, slope, values, kinks: [-1, 0, 1] };
}

type Loop = (a: Float64Array, b: Float64Array, out: Float64Array) => void;

// A loop each: one loop that calls the operator is several times slower.
const OPERATORS: Record<string, Loop | undefined> = {
  add: (a, b, out) => {
    for (let i = 0; i < out.length; i++) out[i] = a[i] + b[i];
  },
  subtract: (a, b, out) => {
    for (let i = 0; i < out.length; i++) out[i] = a[i] - b[i];
  },
  multiply: (a, b, out) => {
    for (let i = 0; i < out.length; i++) out[i] = a[i] * b[i];
  },
  divide: (a, b, out) => {
    for (let i = 0; i < out.length; i++) out[i] = a[i] / b[i];
  },
  pow: (a, b, out) => {
    for (let i = 0; i < out.length; i++) out[i] = b[i] === 2 ? a[i] * a[i] : a[i] ** b[i];
  },
};

const FUNCTIONS_OF_ONE: Record<string, ((x: number) => number) | undefined> = {
  ...(Object.fromEntries(
    [...FUNCTIONS]
      .filter((name) => name in Math && name !== 'pow')
      .map((name) => [name, Math[name as 'exp']]),
  ) as Record<string, (x: number) => number>),
  unaryMinus: (x) => -x,
};

/**
 * The column of a checked expression: operators and functions of Math as loops, all others by mathjs, number by number.
 */
function column(node: Mathjs.MathNode, mathjs: typeof Mathjs): Column {
  const { type } = node;
  if (type === 'ParenthesisNode') return column((node as Mathjs.ParenthesisNode).content, mathjs);
  if (type === 'SymbolNode' && (node as Mathjs.SymbolNode).name === 'x') return (x) => x;
  if (type === 'ConstantNode' || type === 'SymbolNode') {
    const constant = Number(node.evaluate());
    return (x) => new Float64Array(x.length).fill(constant);
  }
  const { args } = node as Mathjs.FunctionNode | Mathjs.OperatorNode;
  const parts = args.map((arg) => column(arg, mathjs));
  const name = type === 'OperatorNode' ? String((node as Mathjs.OperatorNode).fn) : functionName(node);
  const [first, second] = parts;
  const [operator, plain] = [OPERATORS[name], FUNCTIONS_OF_ONE[name]];
  if (parts.length === 2 && operator !== undefined) {
    return (x) => {
      const result = new Float64Array(x.length);
      operator(first(x), second(x), result);
      return result;
    };
  }
  if (parts.length === 1 && plain !== undefined) return (x) => first(x).map((a) => plain(a));
  const any = (mathjs as unknown as Record<string, (...args: number[]) => unknown>)[name];
  return (x) => {
    const columns = parts.map((part) => part(x));
    return x.map((_, i) => {
      const result = any(...columns.map((values) => values[i]));
      return typeof result === 'number' ? result : NaN;
    });
  };
}

function functionName(node: Mathjs.MathNode): string {
  return (node as Mathjs.FunctionNode).fn.name;
}
