'use strict';
// Text with insertions that remembers where each character came from.

/** Inserts `edits`, pairs `[offset, text]`; `toOriginal(offset)` leads back into the text before. */
function insert(source, edits) {
  const ordered = [...edits].sort((a, b) => a[0] - b[0]);
  let text = '';
  let from = 0;
  const inserted = []; // [offset in the new text, length]
  for (const [at, addition] of ordered) {
    text += source.slice(from, at);
    inserted.push([text.length, addition.length]);
    text += addition;
    from = at;
  }
  text += source.slice(from);
  return {
    text,
    toOriginal(offset) {
      let shift = 0;
      for (const [at, length] of inserted) {
        if (offset <= at) break;
        shift += Math.min(length, offset - at);
      }
      return offset - shift;
    },
  };
}

/** Offset of a line and column, both from 0. */
function offsetOf(text, line, column) {
  let start = 0;
  for (let i = 0; i < line; i += 1) start = text.indexOf('\n', start) + 1;
  return start + column;
}

/** Line and column, both from 0, of an offset. */
function positionOf(text, offset) {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length - 1, column: offset - start };
}

module.exports = { insert, offsetOf, positionOf };
