import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installPacked, root, type Installed } from './installed.js';

let agop: Installed;
beforeAll(() => {
  agop = installPacked();
});
afterAll(() => agop.remove());

const readme = (folder: string): string => fs.readFileSync(path.join(root, folder, 'README.md'), 'utf8');
const example = (folder: string): string => /```ts\n([\s\S]*?)```/.exec(readme(folder))![1];

describe('the packed library', () => {
  test('holds code, types, licence and its own README, and nothing else', () => {
    const others = agop.files.filter((file) => !/^dist(\/|$)/.test(file.replaceAll(path.sep, '/')));
    expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
    expect(agop.files.filter((file) => /\.(map|ts)$/.test(file) && !file.endsWith('.d.ts'))).toEqual([]);
    expect(fs.readFileSync(path.join(root, 'lib/LICENSE'))).toEqual(
      fs.readFileSync(path.join(root, 'LICENSE')),
    );
    expect(example('lib')).toBe(example('.'));
  });

  test('is as small as the README says', () => {
    const [, most] = /package of less than (\d+) kB/.exec(readme('.'))!;
    expect(agop.bytes).toBeLessThan(Number(most) * 1000);
  });

  test('asks for nothing but what both READMEs list, and for no notebook or chart unless asked', () => {
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = agop.manifest;
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      expect(name).not.toMatch(/tslab|jupyter|vega|tfjs|resvg/);
      expect(readme('.')).toContain(`\`${name}\``);
      expect(readme('lib')).toContain(`\`${name}\``);
    }
    for (const name of Object.keys(peerDependencies)) {
      expect(peerDependenciesMeta[name], name).toEqual({ optional: true });
      if (!name.endsWith('-node-gpu')) expect(readme('lib')).toContain(`\`${name}\``);
    }
  });

  test('runs the example of the README in both module systems, to the same result', () => {
    const commonJs = example('.').replace(/import (\{[^}]*\}) from ('agop')/, 'const $1 = require($2)');
    const [asModule, required] = [
      agop.node('example.mjs', example('.')),
      agop.node('example.cjs', `(async () => {\n${commonJs}\n})()`),
    ];
    expect(Number(asModule.split(' ')[1])).toBeLessThan(1e-2);
    expect(required).toBe(asModule);
  });

  test('gives the same names to import and to require', () => {
    const names = agop.node(
      'names.mjs',
      "import * as agop from 'agop'; console.log(Object.keys(agop).sort().join());",
    );
    const required = agop.node('names.cjs', "console.log(Object.keys(require('agop')).sort().join());");
    const added = ['default', 'module.exports', '__esModule'];
    expect(names.split(',').filter((name) => !added.includes(name))).toEqual(required.split(','));
  });

  test('loads neither mathjs nor a package that is installed when asked for', () => {
    const loaded = agop.node(
      'loaded.cjs',
      "require('agop'); console.log(Object.keys(require.cache).join('\\n'));",
    );
    expect(loaded).toMatch(/agop.dist.index\.js/);
    for (const name of ['mathjs', ...Object.keys(agop.manifest.peerDependencies)]) {
      expect(loaded.replaceAll('\\', '/')).not.toContain(`/node_modules/${name}/`);
    }
  });

  test('every file is importable by its path beside the declared dependencies alone', () => {
    const paths = agop.files
      .map((file) => file.replaceAll(path.sep, '/'))
      .filter((file) => file.startsWith('dist/') && file.endsWith('.js') && !file.endsWith('/worker.js'))
      .map((file) => `agop/${file.slice('dist/'.length, -'.js'.length)}`);
    expect(paths.length).toBeGreaterThan(300);
    const program = `for (const path of ${JSON.stringify(paths)}) require(path); console.log('all');`;
    expect(agop.node('paths.cjs', program)).toBe('all');
  });

  test('says what to install where a package is missing that it was asked to use', () => {
    const said = (program: string): string =>
      agop.node(
        'missing.cjs',
        `(async () => { ${program} })().catch((error) => console.log(String(error)));`,
      );
    const sentence = (fn: string, name: string): string =>
      `InputError: ${fn}: the package ${name} is not installed; it is loaded at first use; npm install ${name}`;
    expect(said("await require('agop/nets/tensorflow').tensorflow()")).toMatch(
      /InputError: tensorflow: the package @tensorflow\/tfjs is not installed; .*npm install @tensorflow\/tfjs/,
    );
    const figure = `await require('agop/report/figure').figure(
      { id: 'f', title: 't', question: 'q', see: 's', alt: 'a', rows: [{ x: 1 }], spec: {} }, { folder: '.', claims: [] })`;
    expect(said(figure)).toBe(sentence('figure', 'vega'));
    expect(agop.node('text.cjs', "console.log(require('agop').textActivation('x^2').slope(3));")).toBe('6');
    fs.rmSync(path.join(agop.folder, 'node_modules', 'mathjs'));
    expect(said("require('agop').textActivation('x^2')")).toBe(sentence('textActivation', 'mathjs'));
  });
});

describe('its types', () => {
  const program = `
    import { InputError, laplace, matmul, Matrix, RFMRegressor, type Kernel, type Step } from 'agop';
    import { gram } from 'agop/linalg/gram';
    const kernel: Kernel = laplace({ bandwidth: 2 });
    const step: Step = (done, total) => { if (done > total) throw new InputError('f', 'x', 'is wrong'); };
    export const product: Matrix = matmul(gram(new Matrix(2, 2)), new Matrix(2, 2));
    export const bytes: Uint8Array = new RFMRegressor({ kernel }).save();
    // @ts-expect-error a bandwidth is a number
    export const wrong = laplace({ bandwidth: 'wide' });
    void step;
  `;

  test.each([
    ['node16', 'node16', 'mts'],
    ['node16', 'node16', 'cts'],
    ['bundler', 'esnext', 'ts'],
    ['node10', 'commonjs', 'ts'],
  ])(
    'are found by moduleResolution %s with module %s in a .%s file',
    (moduleResolution, module, extension) => {
      const file = `types.${extension}`;
      fs.writeFileSync(path.join(agop.folder, file), program);
      const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
      // Nothing of the user's own: no types of Node, and the library's declarations are checked too.
      const compilerOptions = {
        noEmit: true,
        strict: true,
        target: 'es2022',
        types: [],
        module,
        moduleResolution,
      };
      fs.writeFileSync(
        path.join(agop.folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions, files: [file] }),
      );
      const { stdout } = spawnSync(process.execPath, [compiler], { cwd: agop.folder, encoding: 'utf8' });
      expect(stdout).toBe('');
    },
  );
});
