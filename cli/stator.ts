#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { ExitCode, InputError } from './exit';
import { outputTo } from './text';

const output = outputTo(process.stdout);
const messages = outputTo(process.stderr);

/** A command's code is only loaded when it runs: `synth` should not pay for `check`. */
function program(finish: (code: ExitCode) => void): Command {
  const root = new Command('stator')
    .description('Typed, checked inference graphs for NVIDIA Dynamo on Kubernetes')
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeErr: (text) => messages.line(text.trimEnd()) });
  const collect = (value: string, all: readonly string[]) => [...all, value];
  root
    .command('list')
    .description('list the blueprints')
    .option('--json', 'print JSON')
    .action(async (options) => finish((await import('./commands/list')).list(options, output)));
  root
    .command('show')
    .description('describe a blueprint: parameters, defaults, the graph it makes')
    .argument('<blueprint>')
    .option('--json', 'print JSON')
    .action(async (name, options) => finish((await import('./commands/show')).show(name, options, output)));
  root
    .command('synth')
    .description('check a blueprint and write its Kubernetes manifests')
    .argument('<blueprint>')
    .option('--out <folder>', 'where to write (default: manifests)')
    .option('--stdout', 'print the manifests instead')
    .option('--set <key=value>', 'set a parameter; may be repeated', collect, [])
    .option('--release <version>', 'release of Dynamo (default: the latest)')
    .option('--namespace <name>', 'namespace of all objects (default: left to kubectl)')
    .option('--create-namespace', 'write the namespace too, with the Pod Security level that the graph needs')
    .option('--json', 'print documents, findings and the description as JSON')
    .action(async (name, options) => {
      if (options.stdout === true && options.out !== undefined) {
        throw new CommanderError(ExitCode.USAGE, 'stator.conflict', "error: '--out' and '--stdout' exclude each other");
      }
      if (options.createNamespace === true && options.namespace === undefined) {
        throw new CommanderError(ExitCode.USAGE, 'stator.conflict', "error: '--create-namespace' needs '--namespace'");
      }
      finish((await import('./commands/synth')).synth(name, options, output, messages));
    });
  root
    .command('check')
    .description("check any manifests: '-' reads standard input, a folder stands for the manifests below it")
    .argument('<file...>')
    .option(
      '--crds <path>',
      'CRDs to check against beside the built-in kinds, file or folder; may be repeated',
      collect,
      [],
    )
    .option('--release <version>', 'release of the platform (default: the latest)')
    .option('--json', 'print documents and findings as JSON')
    .action(async (paths, options) => finish((await import('./commands/check')).check(paths, options, output)));
  return root;
}

async function main(): Promise<ExitCode> {
  let code: ExitCode = ExitCode.OK;
  try {
    await program((result) => {
      code = result;
    }).parseAsync();
    return code;
  } catch (error) {
    return report(error);
  }
}

/** A message for everything that a user can cause; a stack trace only for our own mistakes. */
function report(error: unknown): ExitCode {
  if (error instanceof CommanderError) {
    if (error.code === 'stator.conflict') {
      messages.line(error.message);
    }
    return error.exitCode === 0 ? ExitCode.OK : ExitCode.USAGE;
  }
  if (InputError.is(error)) {
    messages.line(`error: ${error.message}`);
    if (error.fix !== undefined) {
      messages.line(`  fix: ${error.fix}`);
    }
    return ExitCode.FAILED;
  }
  if (error instanceof Error && /^Invalid(?:Value|Parameters)Error$/.test(error.name)) {
    for (const line of error.message.split('\n')) {
      messages.line(`error: ${line}`);
    }
    return ExitCode.FAILED;
  }
  throw error;
}

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    throw error;
  }
  process.exit(ExitCode.OK);
});

main().then((code) => {
  process.exitCode = code;
});
