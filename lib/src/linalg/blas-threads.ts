import type { Routine, Work } from './backend.js';
import type { ForeignLibrary } from './foreign.js';

export interface BlasThreads {
  /** 0 where the library keeps the number to itself. */
  threads(): number;
  setThreads(threads: number): void;
  /** The same routine, each piece of it on one thread. */
  alone<T>(routine: Routine<T>): Routine<T>;
}

/** The number of threads of a BLAS library, which is one for the whole process. */
export function blasThreads(lib: ForeignLibrary): BlasThreads {
  const { get, set } = accessors(lib);
  // Works under way on one thread, and the number to go back to after the last of them.
  let underWay = 0;
  let wanted = 0;
  const enter = (): void => {
    if (underWay++ > 0) return;
    wanted = get();
    set(1);
  };
  const leave = (): void => {
    if (--underWay === 0) set(wanted);
  };
  const now = (work: Work): void => {
    enter();
    try {
      work.now();
    } finally {
      leave();
    }
  };
  const later = async (work: Work): Promise<void> => {
    enter();
    try {
      await work.later();
    } finally {
      leave();
    }
  };
  return {
    threads: () => (underWay > 0 ? wanted : get()),
    setThreads(threads) {
      if (underWay > 0) wanted = threads;
      else set(threads);
    },
    *alone(routine) {
      for (;;) {
        const next = routine.next();
        if (next.done) return next.value;
        const work = next.value;
        yield { now: () => now(work), later: () => later(work) };
      }
    },
  };
}

function accessors(lib: ForeignLibrary): { get(): number; set(threads: number): void } {
  for (const [get, set] of [
    ['openblas_get_num_threads', 'openblas_set_num_threads'],
    ['MKL_Get_Max_Threads', 'MKL_Set_Num_Threads'],
  ]) {
    try {
      const getter = lib.func(get, 'int', []);
      const setter = lib.func(set, 'void', ['int']);
      return { get: () => getter() as number, set: (threads) => void setter(threads) };
    } catch {
      // Not this library.
    }
  }
  // Accelerate has no such call: it reads VECLIB_MAXIMUM_THREADS when it starts.
  return { get: () => 0, set: () => {} };
}
