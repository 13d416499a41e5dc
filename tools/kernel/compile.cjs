'use strict';
// tslab's converter with three additions: spellings that it miscompiles are written out before it sees them,
// loops ask whether the user has interrupted, and positions in the compiled code lead back to the cell.
const { SourceMap } = require('node:module');
const { insert, offsetOf, positionOf } = require('./edit.cjs');

const compiler = require.resolve('@tslab/typescript-for-tslab');
const ts = require(compiler);

const comment = '//# sourceMappingURL=data:application/json;base64,';
const maps = new Map(); // compiled text -> its two maps, last pass first

/** Compiles in two passes, as tslab does, and keeps the map of each. */
function transpileWithMap(js, options) {
  const at = js.lastIndexOf(comment);
  const first =
    at < 0 ? undefined : JSON.parse(Buffer.from(js.slice(at + comment.length), 'base64').toString());
  const { outputText, sourceMapText } = ts.transpileModule(at < 0 ? js : js.slice(0, at), {
    ...options,
    compilerOptions: { ...options.compilerOptions, sourceMap: true },
  });
  const text = outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, '');
  if (first) maps.set(text, [new SourceMap(JSON.parse(sourceMapText)), new SourceMap(first)]);
  return { outputText: text };
}

const DONE = {};

/**
 * The system without one of TypeScript's two timers, since tslab has room for one alone and throws at a second: a look at
 * files that were missing is taken at once, and the program is still updated at the next cell.
 */
function withOneTimer(system) {
  const { setTimeout, clearTimeout } = system;
  system.setTimeout = (callback, ...rest) => {
    if (callback.name !== 'invalidateResolutionsOfFailedLookup') return setTimeout(callback, ...rest);
    callback();
    return DONE;
  };
  system.clearTimeout = (timer) => timer === DONE || clearTimeout(timer);
  return system;
}

// Of names that need no import cells have those of Node: the declarations of all packages take .4 s to read.
const added = { inlineSourceMap: true, types: ['node'] };

// The exports of the compiler are read-only getters: tslab is given a copy with some functions replaced.
require.cache[compiler].exports = {
  ...ts,
  createWatchCompilerHost: (files, options, system, ...rest) =>
    ts.createWatchCompilerHost(files, { ...options, ...added }, withOneTimer(system), ...rest),
  transpileModule: transpileWithMap,
};
const { createConverter } = require('tslab/dist/converter.js');
require.cache[compiler].exports = ts;

const parse = (name, source) => ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);

/**
 * Edits that spell out what tslab misreads: `{ x }` and `{ values: v }`, whose names it takes for variables of earlier
 * cells, and `await (...)`, which it takes for a call of a function `await`.
 */
function spellOut(source) {
  const file = parse('cell.ts', `${source}\nexport {};`); // as a module, where await may stand at top level
  const edits = [];
  (function visit(node) {
    if (ts.isShorthandPropertyAssignment(node)) edits.push([node.name.getStart(file), `${node.name.text}: `]);
    if (ts.isBindingElement(node) && node.propertyName && ts.isIdentifier(node.propertyName))
      edits.push([node.propertyName.getStart(file), "'"], [node.propertyName.getEnd(), "'"]);
    if (ts.isAwaitExpression(node) && !/^[\w$'"]/.test(node.expression.getText(file)))
      edits.push([node.expression.getStart(file), 'Promise.resolve('], [node.expression.getEnd(), ')']);
    ts.forEachChild(node, visit);
  })(file);
  return edits;
}

/** Edits that call `__check()` in each turn of each loop, so that a loop after an `await` can be stopped too. */
function checkLoops(js) {
  const file = parse('cell.js', js);
  const edits = [];
  (function visit(node) {
    if (ts.isIterationStatement(node, false)) {
      const body = node.statement;
      if (ts.isBlock(body)) edits.push([body.getStart(file) + 1, '__check();']);
      else edits.push([body.getStart(file), '{__check();'], [body.getEnd(), '}']);
    }
    ts.forEachChild(node, visit);
  })(file);
  return edits;
}

/** Compiler of cells: `compile(declarations, source)` -> tslab's conversion with `output` checked and `locate`. */
function createCompiler() {
  const converter = createConverter({ isJS: false, isBrowser: false });

  function compile(declarations, source) {
    const written = insert(source, spellOut(source));
    const inCell = (offset) => positionOf(source, written.toOriginal(Math.max(0, offset)));
    maps.clear();
    const converted = converter.convert(declarations, written.text);
    const diagnostics = converted.diagnostics.map((d) => ({
      ...d,
      start: d.fileName
        ? { line: d.start.line, column: d.start.character }
        : inCell(offsetOf(written.text, d.start.line, d.start.character)),
    }));
    if (!converted.output) return { ...converted, diagnostics };

    const passes = maps.get(converted.output) ?? [];
    const checked = insert(converted.output, checkLoops(converted.output));
    /** Position in the cell of a position in the compiled code, all from 0. */
    function locate(line, column) {
      let at = positionOf(converted.output, checked.toOriginal(offsetOf(checked.text, line, column)));
      for (const map of passes) {
        const entry = map.findEntry(at.line, at.column);
        if (entry.originalLine === undefined) return undefined;
        at = { line: entry.originalLine, column: entry.originalColumn };
      }
      return inCell(offsetOf(written.text, at.line - 1, at.column)); // tslab puts one line before the cell
    }
    return { ...converted, diagnostics, output: checked.text, locate };
  }

  return { compile, inspect: converter.inspect, complete: converter.complete, close: converter.close };
}

module.exports = { createCompiler };
