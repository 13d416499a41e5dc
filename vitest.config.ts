import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The tests run the built library, as its users do: node loads it, vite leaves it alone.
    server: { deps: { external: [/lib\/dist/] } },
    reporters: ['default', './tools/count-reporter.mjs'],
  },
});
