/**
 * Called between pieces of a long computation: shows progress, lets the event loop breathe, throws Interrupted on
 * request.
 */
export type Step = (done: number, total: number, what?: string) => void | Promise<void>;
