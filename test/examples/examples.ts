// The examples in the docstrings of what the library exports: found, type-checked as a reader would write them, and run.
import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import { differences } from './stated-value.js';

const root = path.resolve(__dirname, '../..');
const index = path.join(root, 'lib/src/index.ts');
const requireHere = createRequire(path.join(root, 'package.json'));

export interface Example {
  /** Name of the export. */
  name: string;
  /** The docstring; empty where there is none. */
  doc: string;
  /** Undefined where the docstring has no example. */
  code: string | undefined;
}

const options: ts.CompilerOptions = {
  ...{ strict: true, noEmit: true, skipLibCheck: true, types: ['node'] },
  ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};

/** Every function, class and constant that `agop` exports, with the example of its docstring. */
export function exportedValues(): Example[] {
  const program = ts.createProgram([index], {
    ...options,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: undefined,
  });
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(index)!)!);
  return exported.flatMap((symbol) => {
    const aliased = checker.getAliasedSymbol(symbol);
    if (!(aliased.flags & ts.SymbolFlags.Value)) return [];
    const doc = aliased.declarations!.map(docstring).join('\n');
    const [, code] = /@example\n```ts\n([\s\S]*?)\n```/.exec(doc) ?? [];
    return [{ name: symbol.name, doc, code }];
  });
}

function docstring(declaration: ts.Declaration): string {
  const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const text = node.getSourceFile().text;
  const comments = (ts.getLeadingCommentRanges(text, node.pos) ?? []).map(({ pos, end }) =>
    text.slice(pos, end),
  );
  const last = comments.at(-1) ?? '';
  if (!last.startsWith('/**')) return '';
  const lines = last.slice('/**'.length, -'*/'.length).split('\n');
  return lines.map((line) => line.replace(/^\s*\* ?/, '')).join('\n');
}

/** The code as a module: everything comes from `agop`. */
function asModule(code: string, names: readonly string[]): string {
  const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  return `import { ${used.join(', ')} } from 'agop';\n${code}\nexport {};\n`;
}

/** What the compiler finds wrong with the examples, one line an error. */
export function typeErrors(examples: readonly Example[], names: readonly string[]): string[] {
  const files = new Map(
    examples.map(({ name, code }) => [
      path.join(root, 'test/examples', `${name}.ts`),
      asModule(code!, names),
    ]),
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => files.has(path.normalize(file)) || fileExists(file);
  host.getSourceFile = (file, language) => {
    const text = files.get(path.normalize(file));
    return text === undefined ? getSourceFile(file, language) : ts.createSourceFile(file, text, language);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((file) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map(({ messageText }) => {
      return `${path.basename(file, '.ts')}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    }),
  );
}

/** A statement of an example whose line states its value. */
export interface Statement {
  code: string;
  stated: string;
  /** In what the value differs from what is stated; empty where it does not. */
  differences: string[];
}

/** Runs an example and compares each `expression; // value` with the value. */
export async function run(code: string, names: readonly string[]): Promise<Statement[]> {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2022, true);
  const statements: Statement[] = [];
  let checked = code;
  for (const node of source.statements.toReversed()) {
    if (!ts.isExpressionStatement(node)) continue;
    const [, stated] = /^ \/\/ (.*)/.exec(code.slice(node.end)) ?? [];
    if (stated === undefined) continue;
    const expression = node.expression.getText();
    const place = statements.push({ code: expression, stated, differences: ['it was not reached'] }) - 1;
    checked = `${checked.slice(0, node.getStart())}compare(${place}, ${expression});${checked.slice(node.end)}`;
  }
  const compare = (place: number, value: unknown): void => {
    statements[place].differences = differences(statements[place].stated, value);
  };
  const { outputText } = ts.transpileModule(asModule(checked, names), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  });
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as FunctionConstructor;
  await AsyncFunction('require', 'exports', 'compare', outputText)(requireHere, {}, compare);
  return statements.reverse();
}
