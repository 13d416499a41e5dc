'use strict';
// Second thread of the kernel. Node tells only the first thread of a signal, and not before that thread is free:
// a shell in the same process group, which Jupyter signals as a whole, reports it here.
const { spawn } = require('node:child_process');
const { workerData: heard } = require('node:worker_threads');

// The shell lives as long as its input is open, that is as long as the kernel.
const script =
  'exec 3<&0; trap "echo interrupt" INT; cat <&3 >/dev/null & while kill -0 $! 2>/dev/null; do wait $!; done';
const shell = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'ignore'] });
shell.on('error', () => {}); // without a shell, only code that yields can be interrupted
shell.stdout.on('data', () => Atomics.store(heard, 0, 1));

const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, 500);
