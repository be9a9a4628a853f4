const transform = {
  '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
};

/** `npm test` runs what needs Node alone; `npm run test:slow` what needs Go and a network. */
/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: process.env.STATOR_SUITE === 'slow' ? ['**/slow/**/*.test.ts'] : ['**/*.test.ts', '!**/slow/**'],
  transform,
  maxWorkers: 2,
};
