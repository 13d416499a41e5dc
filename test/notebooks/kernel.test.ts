import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Executed, type Kernel, printed, pythonWith, startKernel, traceback } from './support/jupyter';

const python = pythonWith('jupyter_client');

describe.skipIf(!python)('kernel, through a Jupyter client (needs a Python with jupyter_client)', () => {
  let kernel: Kernel;
  beforeAll(async () => {
    kernel = await startKernel(python!);
    await kernel.execute('const x = 3; let y = 4; const res = { values: 7 };');
  });
  afterAll(() => kernel?.close());

  describe('shows and counts', () => {
    it('numbers the cells and echoes their input', async () => {
      const { reply, published } = await kernel.execute('1 + 1');
      const input = published.find(({ type }) => type === 'execute_input');
      expect(input?.execution_count).toBe(reply.execution_count);
      const next = await kernel.execute('2 + 2');
      expect(next.reply.execution_count).toBe(reply.execution_count! + 1);
    });

    it('prints the value of the last expression, and nothing for a statement', async () => {
      expect(printed(await kernel.execute('[x, 1]'))).toBe('[ 3, 1 ]\n');
      expect(printed(await kernel.execute('const unseen = 5;'))).toBe('');
    });

    it('displays a last expression that brings its own bundle, or a promise of one', async () => {
      const show = (value: string): string => `({ [Symbol.for('Jupyter.display')]: ${value} })`;
      const bundle = `({ 'text/plain': 'a figure', 'image/png': 'AAAA' })`;
      for (const code of [
        show(`() => ${bundle}`),
        show(`async () => ${bundle}`),
        `await Promise.resolve(${show(`async () => ${bundle}`)})`,
      ]) {
        const { published } = await kernel.execute(code);
        const displays = published.filter(({ type }) => type === 'display_data');
        expect(displays.map(({ data }) => data)).toEqual([
          { 'text/plain': 'a figure', 'image/png': 'AAAA' },
        ]);
      }
    });
  });

  describe('gives the right answer where tslab alone miscompiles', () => {
    it('{ x } with x from an earlier cell, also inside a function', async () => {
      expect(printed(await kernel.execute('({ x })'))).toBe('{ x: 3 }\n');
      expect(printed(await kernel.execute('(() => ({ x }))()'))).toBe('{ x: 3 }\n');
    });

    it('({ y } = obj) assigns the variable of the earlier cell', async () => {
      await kernel.execute('({ y } = { y: 11 });');
      expect(printed(await kernel.execute('y'))).toBe('11\n');
    });

    it('({ y = 1 } = obj) takes its default', async () => {
      await kernel.execute('({ y = 12 } = {} as { y?: number });');
      expect(printed(await kernel.execute('y'))).toBe('12\n');
    });

    it('const { values: v } = res', async () => {
      expect(printed(await kernel.execute('const { values: v } = res; v'))).toBe('7\n');
    });

    it('await before a parenthesis or a bracket', async () => {
      expect(printed(await kernel.execute('await (async () => x)()'))).toBe('3\n');
      expect(printed(await kernel.execute('const [first] = await [x]; first'))).toBe('3\n');
      const wrong = await kernel.execute('const s: string = await (async () => x)();');
      expect(traceback(wrong)).toContain("1:7 - Type 'number' is not assignable to type 'string'");
    });

    it('a renaming parameter whose default is of an earlier cell', async () => {
      const code = 'const f = ({ x: a = y }: { x?: number } = {}) => a; [f(), f({ x: 1 })]';
      expect(printed(await kernel.execute(code))).toBe('[ 12, 1 ]\n');
    });
  });

  describe('reports errors', () => {
    it('with the TypeScript line of the cell, below types that leave no JavaScript', async () => {
      const failed = await kernel.execute(
        'interface A {\n  b: number;\n}\nconst a: A = { b: 1 };\n\nif (a.b > 0) throw new RangeError("too large");',
      );
      expect(failed.reply).toMatchObject({ status: 'error', ename: 'RangeError', evalue: 'too large' });
      const { execution_count: n } = failed.reply;
      expect(traceback(failed)).toContain(`cell [${n}], line 6: if (a.b > 0)`);
      expect(traceback(failed)).toContain(`cell [${n}]:6:20`);
    });

    it('with the right column where the kernel has spelled out names on the line', async () => {
      const failed = await kernel.execute('const o = { x }; throw new Error("after shorthand");');
      expect(traceback(failed)).toContain(`cell [${failed.reply.execution_count}]:1:24`);
    });

    it('with the cell in which a function was written, and the one that called it', async () => {
      const first = await kernel.execute('function check(n: number) {\n  if (n > 2) throw new Error("n is " + n);\n}');
      const second = await kernel.execute('await Promise.resolve();\n\ncheck(5);');
      expect(traceback(second)).toContain(`check (cell [${first.reply.execution_count}]:2:20)`);
      expect(traceback(second)).toContain(`cell [${second.reply.execution_count}]:3:1`);
    });

    it('with the TypeScript line of the library, by a path that begins at the project', async () => {
      const failed = await kernel.execute(`import { zeros } from 'agop/linalg/matrix';\nzeros(-1, 2);`);
      expect(failed.reply).toMatchObject({ ename: 'InputError' });
      expect(traceback(failed)).toMatch(/zeros \(lib\/src\/linalg\/matrix\.ts:\d+:\d+\)/);
      expect(traceback(failed)).not.toMatch(/node:|tslab|\(\//);
    });

    it('of the types with place, message and line', async () => {
      const failed = await kernel.execute('const ok = { x };\nconst s: string = x + 1;');
      expect(failed.reply.ename).toBe('TypeError');
      expect(traceback(failed)).toContain(
        `2:7 - Type 'number' is not assignable to type 'string'.\n    const s: string = x + 1;`,
      );
    });

    it('of the types with a long explanation as one error', async () => {
      const failed = await kernel.execute(`const part: { a: { b: string } } = { a: { b: 1 } } as { a: { b: number } };`);
      expect(traceback(failed).match(/1:7 - /g)).toHaveLength(1);
      expect(traceback(failed)).toContain(`\n  Type 'number' is not assignable to type 'string'.\n    const part`);
    });

    it('thrown as plain values, and the cause of an error', async () => {
      expect((await kernel.execute(`throw 'a string'`)).reply.evalue).toBe('a string');
      const caused = await kernel.execute(`throw new Error('outer', { cause: new RangeError('inner') })`);
      expect(traceback(caused)).toContain('caused by RangeError: inner');
    });

    it('of promises that nobody handles, in the cell that left them', async () => {
      const failed = await kernel.execute(`Promise.reject(new Error('lost')); 1`);
      expect(failed.reply).toMatchObject({ status: 'error', evalue: 'lost' });
    });

    it('of timers: the cell that runs fails, or else the next one', async () => {
      const during = await kernel.execute(
        `setTimeout(() => { throw new Error('tick') }, 20);\nawait new Promise((r) => setTimeout(r, 500));`,
      );
      expect(during.reply).toMatchObject({ status: 'error', evalue: 'tick' });
      await kernel.execute(`setTimeout(() => { throw new Error('late') }, 50);`);
      await new Promise((resolve) => setTimeout(resolve, 500));
      const next = await kernel.execute('1');
      expect(next.reply).toMatchObject({ status: 'error', evalue: 'late' });
      expect((await kernel.execute('1')).reply.status).toBe('ok');
    });

    it('and aborts the requests that were waiting, unless the client allows errors', async () => {
      const results = await kernel.ask<Executed[]>({ codes: [`throw new Error('stop')`, '1', '2'] });
      expect(results.map(({ reply }) => reply.status)).toEqual(['error', 'aborted', 'aborted']);
      expect((await kernel.execute('3')).reply.status).toBe('ok');
      const allowed = await kernel.execute(`throw new Error('expected')`, { stop_on_error: false });
      expect(allowed.reply.status).toBe('error');
      expect((await kernel.execute('4')).reply.status).toBe('ok');
    });
  });

  describe('stops on an interrupt and stays usable', () => {
    const spin = 'for (let t = Date.now(); Date.now() - t < 20_000; );';
    const stopped = async (code: string): Promise<Executed> => {
      const result = await kernel.execute(code, { interrupt_after: 0.7 });
      expect(result.reply).toMatchObject({ status: 'error', ename: 'Interrupted' });
      // 20 s of work, so far less than that means that it was stopped.
      expect(result.waited).toBeLessThan(10);
      expect(printed(await kernel.execute('x'))).toBe('3\n');
      return result;
    };

    it('a synchronous loop', () => stopped(spin));

    it('synchronous work of a library', () =>
      stopped(`new Function('${spin}')();`));

    it('a synchronous stretch after an await', () => stopped(`await Promise.resolve();\n${spin}`));

    it('a synchronous stretch after an await inside a function', () =>
      stopped(`await (async () => {\n  await new Promise((r) => setTimeout(r, 10));\n  ${spin}\n})();`));

    it('a loop optimised to a few instructions after an await', () =>
      stopped('await null;\nawait (async () => { let k = 0; for (let i = 0; i < 1e12; i++) k += i & 3; return k; })();'));

    it('a long wait', () => stopped('await new Promise((resolve) => setTimeout(resolve, 20_000));'));

    it('an asynchronous computation of the library at its next step, which does not go on in the background', async () => {
      const work = `
        let turns = 0;
        // The library's step, in its essence.
        const step = async () => {
          await new Promise((resolve) => setTimeout(resolve, 10));
          const flag = (globalThis as any)[Symbol.for('agop.interrupt')];
          if (flag.requested) throw Object.assign(new Error('at turn ' + turns), { name: 'Interrupted' });
          turns += 1;
        };
        const work = new Function('step', 'return (async () => { while (true) await step(); })()');
        await work(step);`;
      const result = await stopped(work);
      expect(result.reply.evalue).toMatch(/at turn \d+/);
      const turns = printed(await kernel.execute('turns'));
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(printed(await kernel.execute('turns'))).toBe(turns);
    });

    it('an asynchronous computation that comes to its next step only when another cell runs', async () => {
      const slow = `
        const flag = () => (globalThis as any)[Symbol.for('agop.interrupt')];
        const slow = new Function('flag', 'done', 'return (async () => {' +
          'await new Promise((r) => setTimeout(r, 3000)); done(flag().requested ? "stopped" : "went on"); })()');
        await slow(flag, (how: string) => { (globalThis as any).ended = how; });`;
      await stopped(slow);
      const later = await kernel.execute('await new Promise((r) => setTimeout(r, 3500)); (globalThis as any).ended');
      expect(printed(later)).toBe('stopped\n');
    });
  });

  describe('helps while typing', () => {
    const typed = `import { zeros } from 'agop/linalg/matrix';\nzeros(2, 2)`;
    it('shows signature and docstring of a function of the library', async () => {
      const { found, data } = await kernel.ask<{ found: boolean; data: Record<string, string> }>({
        inspect: typed,
        at: typed.indexOf('zeros(') + 2,
      });
      expect(found).toBe(true);
      expect(data['text/plain']).toContain('zeros(rows: number, cols: number');
      expect(data['text/plain']).toContain('Zero matrix');
    });

    it('completes names of the library', async () => {
      const begun = `import * as matrix from 'agop/linalg/matrix';\nmatrix.zer`;
      const { matches } = await kernel.ask<{ matches: string[] }>({ complete: begun, at: begun.length });
      expect(matches).toContain('zeros');
    });
  });
});

it.skipIf(!python)('goes on when modules and packages have changed between two cells', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kernel-'));
  const kernel = await startKernel(python!, folder);
  try {
    const write = (file: string, text: string): void => {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.writeFileSync(path.join(folder, file), text);
    };
    const kept = 'node_modules/kept/index';
    write(`${kept}.js`, 'exports.kept = 1;');
    write(`${kept}.d.ts`, 'export declare const kept: number;');
    expect(printed(await kernel.execute(`import { kept } from 'kept';\nkept`))).toBe('1\n');
    // What the compiler has found, and where it looks for more.
    for (const name of ['made', 'more']) {
      write(`node_modules/@types/${name}/index.d.ts`, `export declare const ${name}: number;`);
      write(`${kept}.d.ts`, `export declare const kept: number; export declare const ${name}: number;`);
      await sleep(3000);
    }
    const { reply, published } = await kernel.execute('const after = 4;\nafter');
    expect({ status: reply.status, published: published.filter(({ type }) => type === 'error') }).toEqual({
      status: 'ok',
      published: [],
    });
  } finally {
    kernel.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
