const collator: Intl.Collator = new Intl.Collator('en', { numeric: true });

/** Order in which C2 stands before C10. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b);
}
