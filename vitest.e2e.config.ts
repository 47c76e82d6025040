import { defineConfig } from 'vitest/config';

/** Browser tests: the real product in its own process, a real Chromium; one file at a time on two cores. */
export default defineConfig({
  test: {
    include: ['tests/**/*.e2e.ts'],
    globalSetup: ['tests/support/built.ts', 'tests/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    // A browser on a machine that others share may stall; a fault of the product fails twice.
    retry: process.env['CI'] === undefined ? 0 : 1,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    teardownTimeout: 60_000,
  },
});
