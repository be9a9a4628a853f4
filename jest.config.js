const transform = {
  '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
};

/**
 * Further suites by the folder they stand in: `slow` and `servers` need Go and a module proxy, `e2e` a control plane, which it builds and
 * starts, `engine` Pulumi's command line as well.
 */
const SUITES = {
  slow: { testMatch: ['**/slow/**/*.test.ts'], maxWorkers: 2 },
  // A first run builds the servers.
  servers: { testMatch: ['**/servers/**/*.test.ts'], testTimeout: 600_000, maxWorkers: 1 },
  e2e: {
    testMatch: ['**/e2e/**/*.test.ts'],
    globalSetup: '<rootDir>/test/e2e/global-setup.ts',
    globalTeardown: '<rootDir>/test/e2e/global-teardown.ts',
    testTimeout: 180_000,
    // One after the other: they share the cluster and its CRDs.
    maxWorkers: 1,
  },
  engine: {
    testMatch: ['**/engine/**/*.test.ts'],
    testEnvironment: '<rootDir>/test/engine/jest-environment.ts',
    globalSetup: '<rootDir>/test/engine/global-setup.ts',
    globalTeardown: '<rootDir>/test/engine/global-teardown.ts',
    testTimeout: 300_000,
    // They share the cluster, and each keeps both processors busy.
    maxWorkers: 1,
  },
};

/** `npm test` runs what needs Node alone. */
/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  transform,
  ...(SUITES[process.env.STATOR_SUITE] ?? {
    testMatch: ['**/*.test.ts', ...Object.keys(SUITES).map((suite) => `!**/${suite}/**`)],
    maxWorkers: 2,
  }),
};
