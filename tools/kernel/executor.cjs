'use strict';
// Runs cells one after the other in one context. A cell ends with what it shows or with a readable error.
const { createRequire } = require('node:module');
const path = require('node:path');
const util = require('node:util');
const vm = require('node:vm');
const { createCompiler } = require('./compile.cjs');
const { check, interruptible, Interrupted, startWatch } = require('./interrupt.cjs');

const root = path.resolve(__dirname, '../..');

/** Variables of all cells. TypeScript defines imported names as properties; here they stay assignable. */
function createExports() {
  const values = {};
  return new Proxy(values, {
    defineProperty(_, name, attributes) {
      if (name !== '__esModule') values[name] = attributes.get ? attributes.get() : attributes.value;
      return true;
    },
  });
}

/**
 * Executor of cells with `folder` as the place imports start from.
 * `execute(source, count, show)` resolves to undefined or to the error `{ ename, evalue, traceback }`.
 */
function createExecutor(folder) {
  const compiler = createCompiler();
  const exports = createExports();
  const require = createRequire(path.join(folder, 'cell.js'));
  const cells = new Map(); // file name -> { source, locate }
  let declarations = '';
  let running; // how to interrupt or fail the cell that runs
  let late; // error thrown in the background between two cells

  process.on('SIGINT', () => running?.interrupt());
  for (const event of ['uncaughtException', 'unhandledRejection'])
    process.on(event, (error) => {
      if (running) running.fail(error);
      else late ??= error;
    });
  startWatch();

  /** Place in a cell of a frame `cell [3]:line:column` of the compiled code. */
  function placed(stack) {
    return stack.replace(/(cell \[\d+\]):(\d+)(?::(\d+))?/g, (all, name, line, column = '1') => {
      const shift = line === '1' ? cells.get(name)?.prefix : 0;
      const at = cells.get(name)?.locate(line - 1, Math.max(0, column - 1 - shift));
      return at ? `${name}:${at.line + 1}:${at.column + 1}` : name;
    });
  }

  /** A thrown value as Jupyter shows it: the line of the cell, then the stack without the kernel's own frames. */
  function readable(thrown) {
    if (thrown?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') thrown = new Interrupted();
    if (!util.types.isNativeError(thrown)) {
      const evalue = typeof thrown === 'string' ? thrown : util.inspect(thrown);
      return { ename: 'Error', evalue, traceback: [`thrown: ${evalue}`] };
    }
    const head = `${thrown.name}: ${thrown.message}`;
    const stack = placed(String(thrown.stack))
      .replaceAll('file://', '')
      .replaceAll(root + path.sep, '')
      .replaceAll('at Proxy.', 'at ');
    const frames = stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .filter((line) => !/node:|evalmachine|tools\/kernel|node_modules\/tslab/.test(line));
    const [, name, line] = frames.join('\n').match(/(cell \[\d+\]):(\d+):/) ?? [];
    const source = cells.get(name)?.source.split('\n')[line - 1]?.trim();
    const traceback = [head, ...(source ? [`  ${name}, line ${line}: ${source}`] : []), ...frames];
    if (thrown.cause) traceback.push(`caused by ${readable(thrown.cause).traceback.join('\n')}`);
    return { ename: thrown.name, evalue: thrown.message, traceback };
  }

  /** Type errors, each with its line of the cell below it. */
  function typeErrors(diagnostics, source) {
    const lines = diagnostics.map(({ fileName, start, messageText }) => {
      const place = `${fileName ? `${fileName} ` : ''}${start.line + 1}:${start.column + 1}`;
      const code = fileName ? '' : `\n    ${source.split('\n')[start.line]?.trim()}`;
      return `${place} - ${messageText}${code}`;
    });
    return {
      ename: 'TypeError',
      evalue: `the cell does not type-check: ${lines[0].split('\n')[0]}`,
      traceback: ['The cell does not type-check:', ...lines],
    };
  }

  async function display(value, show) {
    const bundle = value[Symbol.for('Jupyter.display')];
    if (typeof bundle === 'function') show(await bundle.call(value));
    else console.log(value);
  }

  async function execute(source, count, show) {
    if (late !== undefined) {
      const error = readable(late);
      late = undefined;
      error.traceback.unshift('Thrown in the background after its cell had ended; this cell has not run:');
      return error;
    }
    try {
      const compiled = compiler.compile(declarations, source);
      if (compiled.diagnostics.length > 0) return typeErrors(compiled.diagnostics, source);
      const name = `cell [${count}]`;
      const prefix = `(${compiled.hasToplevelAwait ? 'async ' : ''}function (exports, require, __check) { `;
      cells.set(name, { source, locate: compiled.locate, prefix: prefix.length });
      await interruptible(
        async () => {
          if (compiled.output) {
            const script = new vm.Script(`${prefix}${compiled.output}\n})`, { filename: name });
            globalThis[entry] = [script.runInThisContext(), exports, require, check];
            await vm.runInThisContext(call, { breakOnSigint: true });
          }
          declarations = compiled.declOutput || '';
          const last = exports[compiled.lastExpressionVar];
          delete exports[compiled.lastExpressionVar];
          if (last != null) await display(last, show);
          await new Promise((resolve) => setImmediate(resolve)); // rejections nobody handles are reported by now
        },
        (controls) => (running = controls),
      );
    } catch (thrown) {
      return readable(thrown);
    } finally {
      running = undefined;
    }
  }

  return {
    execute,
    inspect: (source, position) => compiler.inspect(declarations, source, position),
    complete: (source, position) => compiler.complete(declarations, source, position),
    close: compiler.close,
  };
}

const entry = Symbol.for('agop.cell');
const call = `(([cell, ...args]) => cell(...args))(globalThis[Symbol.for('agop.cell')])`;

module.exports = { createExecutor };
