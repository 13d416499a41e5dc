import type * as Mathjs from 'mathjs';

const isCall = (node: Mathjs.MathNode): node is Mathjs.FunctionNode => node.type === 'FunctionNode';

function replaceSymbols(
  node: Mathjs.MathNode,
  by: (name: string) => Mathjs.MathNode | undefined,
): Mathjs.MathNode {
  return node.transform((part: Mathjs.MathNode) =>
    part.type === 'SymbolNode' ? (by((part as Mathjs.SymbolNode).name) ?? part) : part,
  );
}

// In the arguments a and b, of functions that mathjs does not differentiate.
const MEANINGS: Readonly<Record<string, string>> = {
  square: '(a)^2',
  cube: '(a)^3',
  max: '((a) + (b) + abs((a) - (b))) / 2',
  min: '((a) + (b) - abs((a) - (b))) / 2',
};

/** The expression with square, cube, max and min spelled out by operators and abs. */
export function spelledOut(node: Mathjs.MathNode, mathjs: typeof Mathjs): Mathjs.MathNode {
  const mapped = node.map((part: Mathjs.MathNode) => spelledOut(part, mathjs));
  if (!isCall(mapped)) return mapped;
  const meaning = MEANINGS[mapped.fn.name];
  if (meaning === undefined) return mapped;
  const [a, b] = mapped.args;
  return replaceSymbols(mathjs.parse(meaning), (name) => (name === 'a' ? a : name === 'b' ? b : undefined));
}

// The derivatives, of an argument u, of functions that mathjs leaves out.
const SLOPES: Readonly<Record<string, string>> = { erf: '2 / sqrt(pi) * exp(-(u)^2)', sign: '0' };

/**
 * df/dx, with the chain rule for erf and sign added to mathjs's own: each call g(u) is taken for a variable s of its
 * own, and df/dx = ∂f/∂x + Σ ∂f/∂s g'(u) du/dx.
 */
export function expressionSlope(tree: Mathjs.MathNode, mathjs: typeof Mathjs): Mathjs.MathNode {
  const calls = new Map<string, Mathjs.FunctionNode>();
  const opened = (node: Mathjs.MathNode): Mathjs.MathNode => {
    const mapped = node.map(opened);
    if (!isCall(mapped) || !(mapped.fn.name in SLOPES)) return mapped;
    const symbol = `call${calls.size}`;
    calls.set(symbol, mapped);
    return new mathjs.SymbolNode(symbol);
  };
  const operator = (op: '+' | '*', a: Mathjs.MathNode, b: Mathjs.MathNode): Mathjs.MathNode =>
    op === '+'
      ? new mathjs.OperatorNode('+', 'add', [a, b])
      : new mathjs.OperatorNode('*', 'multiply', [a, b]);
  const slope = (node: Mathjs.MathNode): Mathjs.MathNode => {
    let sum = mathjs.derivative(node, 'x');
    for (const [symbol, { fn, args }] of calls) {
      const part = mathjs.derivative(node, symbol);
      if (part.toString() === '0') continue;
      const rate = replaceSymbols(mathjs.parse(SLOPES[fn.name]), (name) =>
        name === 'u' ? args[0] : undefined,
      );
      sum = operator('+', sum, operator('*', operator('*', part, rate), slope(args[0])));
    }
    return sum;
  };
  const closed = (node: Mathjs.MathNode): Mathjs.MathNode =>
    replaceSymbols(node, (name) => calls.get(name)?.map(closed));
  return closed(slope(opened(tree)));
}
