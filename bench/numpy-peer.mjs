import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The environment without the variables by which a user tunes one BLAS: they would slow another's down. */
export const untuned = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(OPENBLAS|NVPL|OMP|MKL|GOTO)_/.test(name)),
  );

/**
 * A process of bench/<script> that answers each request, one line of JSON, with one line; its first line tells
 * numpy's version. Undefined if the first python3 of PATH has no numpy.
 */
export async function numpyPeer(script) {
  const peer = await linePeer(process.env.PYTHON ?? 'python3', script);
  if (peer === undefined) return undefined;
  const { version, blas } = peer.hello;
  return { ...peer, about: `numpy ${version}${blas ? `, OpenBLAS ${blas}` : ''}` };
}

/** The same of any program; `hello` is what its first line says. Undefined if it ends without one. */
export async function linePeer(program, script, variables = {}) {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const env = { ...untuned(), ...variables };
  const child = spawn(program, [file], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const hello = await lines.next();
  if (hello.done) return undefined;
  return {
    hello: JSON.parse(hello.value),
    /** The answer to a request: seconds of one call. */
    seconds: async (request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return JSON.parse((await lines.next()).value);
    },
    close: () => child.stdin.end(),
  };
}
