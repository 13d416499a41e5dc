/**
 * For data that may be absent: `const words = await dataset('glove').catch(skipped)` says why and goes on with null.
 */
export function skipped(error: Error): null {
  console.log(`Skipped: ${error.message}`);
  return null;
}
