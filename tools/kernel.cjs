'use strict';
// The notebooks' kernel: tslab's compiler and protocol code, with honest errors, source maps and interrupts.
const { createExecutor } = require('./kernel/executor.cjs');
const { Handler, Server } = require('./kernel/server.cjs');

const flag = '--config-path=';
const configPath = process.argv.find((argument) => argument.startsWith(flag))?.slice(flag.length);
if (!configPath) {
  console.error('kernel.cjs: --config-path is missing; start the kernel through Jupyter (make lab)');
  process.exit(2);
}
const executor = createExecutor(process.cwd());
new Server(new Handler(executor), configPath).init();
