import { defineConfig } from 'vitest/config';

/** Unit and integration tests; browser tests have vitest.e2e.config.ts. */
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/e2e/**', 'tests/torture/**', 'tests/bench/**', '**/node_modules/**'],
    globalSetup: ['tests/support/global-setup.ts'],
    pool: 'forks',
    // Half of the time of a run went into reading the same modules for each file: files of a worker share them. A
    // test that changes a module for itself (fake timers, mocks, the environment) takes it back.
    isolate: false,
    maxWorkers: 2,
    // Only what hangs takes that long, also on a machine that others share.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
