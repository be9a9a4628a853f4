// Compiles the library with declarations, and bundles the command line, each command for itself: loading cdk8s and the Kubernetes
// types from one minified file takes about half the time of loading them from node_modules, and `synth` need not load what only
// `check` uses.
import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const COMMANDS = 'cli/commands';

rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});

const options = {
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  logLevel: 'warning',
  allowOverwrite: true,
  // Loads a command with require() when it runs.
  supported: { 'dynamic-import': false },
  // What only some users have is loaded when it is used.
  external: ['@pulumi/*', '@kubernetes/client-node', 'jiti'],
  // cdk8s brings the same version of this package along.
  alias: sameVersion('yaml', 'cdk8s')
    ? { yaml: join(dirname(require.resolve('cdk8s/package.json')), 'node_modules/yaml') }
    : {},
};
await build({
  ...options,
  entryPoints: ['cli/stator.ts'],
  outfile: 'dist/cli/stator.js',
  external: [...options.external, './commands/*'],
});
await build({
  ...options,
  entryPoints: readdirSync(COMMANDS).map((file) => join(COMMANDS, file)),
  outdir: join('dist', COMMANDS),
});
chmodSync('dist/cli/stator.js', 0o755);

/** Whether a package bundles the very version of another that we depend on ourselves. */
function sameVersion(name, bundler) {
  const own = require(`${name}/package.json`).version;
  try {
    return (
      require(join(dirname(require.resolve(`${bundler}/package.json`)), 'node_modules', name, 'package.json'))
        .version === own
    );
  } catch {
    return false;
  }
}
