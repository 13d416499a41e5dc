// The Python that has Jupyter.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** First of the project's own, the user's and the system's Python that can execute notebooks. */
export function findPython(root) {
  const candidates = [path.join(root, '.venv/bin/python'), 'python3', '/usr/bin/python3'];
  const found = candidates.find(
    (python) =>
      spawnSync(python, ['-c', 'import nbclient, nbformat, jupyter_client'], { stdio: 'ignore' }).status ===
      0,
  );
  if (!found)
    throw new Error(
      `no Python with nbclient among ${candidates.slice(1).join(', ')} and .venv; run: sh tools/setup.sh`,
    );
  return found;
}
