'use strict';
// What it takes to stop a cell. Synchronous code is stopped by node:vm. Code that yields is stopped by the library's
// steps, which ask globalThis[Symbol.for('agop.interrupt')].requested, and by the check in the loops of the cells;
// a second thread hears the signal while the first is busy.
const { AsyncLocalStorage } = require('node:async_hooks');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { Worker } = require('node:worker_threads');

class Interrupted extends Error {
  name = 'Interrupted';
  constructor() {
    super('stopped by the user');
  }
}

const heard = new Int32Array(new SharedArrayBuffer(4));
const cells = new AsyncLocalStorage();
let unsettled = 0; // interrupted cells that still run

// Each asynchronous chain sees the state of the cell that began it, also after the next cell has begun.
Object.defineProperty(globalThis, Symbol.for('agop.interrupt'), { get: () => cells.getStore() });

/** Called in each turn of a loop in a cell; throws when the cell is to stop. */
function check() {
  if (heard[0] === 1 || (unsettled > 0 && cells.getStore()?.requested)) throw new Interrupted();
}

/** Runs `start` as a cell that can be interrupted; a cell that does not stop within `grace` ms is left behind. */
async function interruptible(start, onRunning, grace = 1000) {
  Atomics.store(heard, 0, 0);
  const state = { requested: false };
  let leave;
  const left = new Promise((_, reject) => {
    leave = reject;
  });
  let running = true;
  const result = new Promise((resolve) => cells.run(state, () => resolve(start())));
  const settled = result.then(...[1, 2].map(() => () => (running = false)));
  onRunning({
    fail: leave,
    interrupt() {
      state.requested = true;
      setTimeout(() => leave(new Interrupted()), grace);
    },
  });
  try {
    return await Promise.race([result, left]);
  } finally {
    if (running) {
      unsettled += 1;
      settled.then(() => (unsettled -= 1));
    }
    // The other thread must have heard the same signal before the next cell clears its mark.
    for (let i = 0; state.requested && Atomics.load(heard, 0) === 0 && i < 20; i += 1) await sleep(10);
  }
}

/** Starts the thread that hears SIGINT while this one is busy, and ends the kernel when its parent is gone. */
function startWatch() {
  const watch = new Worker(path.join(__dirname, 'watch.cjs'), { workerData: heard });
  watch.unref();
}

module.exports = { Interrupted, check, interruptible, startWatch };
