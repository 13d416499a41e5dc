/** A C function bound by koffi: called at once, or by `async` in another thread. */
export interface Foreign {
  (...args: unknown[]): unknown;
  async(...args: unknown[]): void;
}

/** A shared library opened by koffi. */
export interface ForeignLibrary {
  func(name: string, result: string, args: string[]): Foreign;
}
