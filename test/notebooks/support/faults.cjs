'use strict';
// Preloaded into one tool: kills it before its n-th change of a file, counts the changes, or fills its disk.
const fs = require('node:fs');
const { FAULT_TOOL, FAULT_KILL, FAULT_COUNT, FAULT_FULL } = process.env;

if (process.argv[1]?.endsWith(`/${FAULT_TOOL}`)) {
  const { writeFileSync } = fs;
  let changes = 0;
  for (const name of ['mkdirSync', 'openSync', 'writeFileSync', 'renameSync', 'rmSync']) {
    const real = fs[name];
    fs[name] = (...args) => {
      const opensToRead = name === 'openSync' && args[1] !== 'w';
      if (opensToRead) return real(...args);
      changes += 1;
      if (changes === Number(FAULT_KILL)) process.kill(process.pid, 'SIGKILL');
      const writes = name === 'openSync' || name === 'writeFileSync';
      if (writes && FAULT_FULL && String(args[0]).startsWith(FAULT_FULL)) {
        if (name === 'writeFileSync') real(args[0], String(args[1]).slice(0, 10));
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', path: args[0] });
      }
      return real(...args);
    };
  }
  if (FAULT_COUNT) process.on('exit', () => writeFileSync(FAULT_COUNT, String(changes)));
}
