// The Python that has Jupyter.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** First of the project's own, the user's and the system's Python that imports all `modules`; undefined if none does. */
export function findPython(root, modules) {
  const candidates = [path.join(root, '.venv/bin/python'), 'python3', '/usr/bin/python3'];
  return candidates.find(
    (python) => spawnSync(python, ['-c', `import ${modules}`], { stdio: 'ignore' }).status === 0,
  );
}
