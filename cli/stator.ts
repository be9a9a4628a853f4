#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { ExitCode, InputError } from './exit';
import { outputTo } from './output';

const output = outputTo(process.stdout);
const messages = outputTo(process.stderr);
/** Whether Pulumi has been asked: what it is at must be brought to an end, and its programs may go on after it. */
let deploying = false;

/** What stands where a blueprint is asked for. */
const PROGRAM = "a blueprint of the catalog, or a program that exports one: 'graph.ts', 'graphs.ts#name'";

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
    .description('list the blueprints by model')
    .argument('[words...]', 'only those with all of these in their name or summary, such as: h100 vllm')
    .option('--json', 'print JSON')
    .action(async (words, options) => finish((await import('./commands/list')).list(words, options, output)));
  root
    .command('sizes')
    .description('what the pools of blueprints take, side by side: GPUs, weights, KV cache')
    .argument('[name...]', 'blueprints, or what several have in their names (default: all)')
    .option('--set <key=value>', 'set a parameter of all of them; may be repeated', collect, [])
    .option('--json', 'print JSON')
    .action(async (names, options) => finish((await import('./commands/sizes')).sizes(names, options, output)));
  root
    .command('show')
    .description('describe a blueprint: parameters, defaults, the graph it makes')
    .argument('<blueprint>', PROGRAM)
    .option('--json', 'print JSON')
    .action(async (name, options) => finish(await (await import('./commands/show')).show(name, options, output)));
  root
    .command('synth')
    .description('check a blueprint and write its Kubernetes manifests')
    .argument('<blueprint>', PROGRAM)
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
      finish(await (await import('./commands/synth')).synth(name, options, output, messages));
    });
  root
    .command('check')
    .description("check any manifests: '-' reads standard input, a folder stands for the manifests below it")
    .argument('<file...>', "manifests, or programs that export a blueprint: 'graph.ts'")
    .option(
      '--crds <path>',
      'CRDs to check against beside the built-in kinds, file or folder; may be repeated',
      collect,
      [],
    )
    .option('--release <version>', 'release of the platform (default: the latest)')
    .option('--json', 'print documents and findings as JSON')
    .action(async (paths, options) => finish(await (await import('./commands/check')).check(paths, options, output)));
  root
    .command('import')
    .description(
      'write a TypeScript program that makes what manifests describe: graphs of v1alpha1 or v1beta1 and what belongs to them',
    )
    .argument('<file...>', "manifests: '-' reads standard input, a folder stands for the manifests below it")
    .option('--out <file>', 'where to write the program (default: it is printed)')
    .option('--force', 'write over a file that is there')
    .option('--gpu <name>', 'GPU of the machines, for example h200 (default: guessed from labels and names)')
    .option('--machine <name>', 'the machines, for example p5.48xlarge (default: guessed from labels and names)')
    .option('--release <version>', 'release of Dynamo (default: the one that the images are of)')
    .option('--acknowledge', 'accept what rules refuse and only you can mend, with the finding as the reason')
    .option('--json', 'print the program, the differences and the findings as JSON')
    .action(async (paths, options) => {
      if (options.gpu !== undefined && options.machine !== undefined) {
        throw new CommanderError(
          ExitCode.USAGE,
          'stator.conflict',
          "error: '--gpu' and '--machine' exclude each other",
        );
      }
      finish(await (await import('./commands/import')).importFiles(paths, options, output, messages));
    });
  root
    .command('diff')
    .description('what differs between two graphs, what restarts, and what has to be replaced')
    .argument('<old>', "a file, a folder, '-', a blueprint, or a program")
    .argument('<new>', "a file, a folder, '-', a blueprint, or a program")
    .option('--set <key=value>', 'set a parameter of every blueprint; may be repeated', collect, [])
    .option('--set-old <key=value>', 'set a parameter of the old blueprint; may be repeated', collect, [])
    .option('--set-new <key=value>', 'set a parameter of the new blueprint; may be repeated', collect, [])
    .option('--release <version>', 'release of Dynamo for blueprints (default: the latest)')
    .option('--release-old <version>', 'release of Dynamo for the old blueprint')
    .option('--release-new <version>', 'release of Dynamo for the new blueprint')
    .option('--namespace <name>', 'namespace of all objects of blueprints')
    .option('--exit-code', 'end with 1 when there are differences, as git diff does')
    .option('--json', 'print the comparison as JSON')
    .action(async (before, after, options) =>
      finish(await (await import('./commands/diff')).diff(before, after, options, output)),
    );
  root
    .command('upgrade')
    .description('what has to change in a graph, and in the platform, before it runs on a newer release of Dynamo')
    .argument('<graph>', "a file, a folder, '-', a blueprint, or a program")
    .option('--from <version>', 'release of Dynamo that runs it now (default: what the images say)')
    .option('--to <version>', 'release of Dynamo to go to (default: the latest)')
    .option('--set <key=value>', 'set a parameter of the blueprint; may be repeated', collect, [])
    .option('--json', 'print the report as JSON')
    .action(async (name, options) => finish(await (await import('./commands/upgrade')).upgrade(name, options, output)));
  root
    .command('platform')
    .description('check and write what installs Dynamo on a cluster, and what graphs stand on')
    .option('--release <version>', 'release of Dynamo (default: the latest)')
    .option('--deliver <way>', 'flux, argo or helm (default: helm)')
    .option(
      '--set <key=value>',
      'a part (grove=install, kai=bundled, lws=0.7.0), kubernetes, gpuDriver, namespace, or a value of the chart; may be repeated',
      collect,
      [],
    )
    .option('--out <folder>', 'where to write (default: platform)')
    .option('--stdout', 'print the files instead')
    .option('--json', 'print charts, documents, commands and findings as JSON')
    .action(async (options) => {
      if (options.stdout === true && options.out !== undefined) {
        throw new CommanderError(ExitCode.USAGE, 'stator.conflict', "error: '--out' and '--stdout' exclude each other");
      }
      finish((await import('./commands/platform')).platform(options, output, messages));
    });
  root
    .command('deploy')
    .description('deploy a blueprint onto a cluster with Pulumi: shows what would change, asks, and does it')
    .argument('<blueprint>')
    .option('--set <key=value>', 'set a parameter; may be repeated', collect, [])
    .option('--release <version>', 'release of Dynamo (default: the latest)')
    .option('--namespace <name>', "namespace of all objects (default: that of the kubeconfig's context)")
    .option('--create-namespace', 'make the namespace too, with the Pod Security level that the graph needs')
    .option('--stack <name>', 'name under which the deployment is known (default: that of the graph)')
    .option('--state <folder|url>', 'where to keep the state (default: PULUMI_BACKEND_URL, else .stator)')
    .option('--kubeconfig <file>', 'kubeconfig (default: KUBECONFIG, else ~/.kube/config); kept for later runs')
    .option('--context <name>', 'context of the kubeconfig (default: its current one); kept for later runs')
    .option('--preview', 'only show what would change')
    .option('--yes', 'do not ask')
    .option('--no-wait', 'end when the cluster has the objects, not when the graph is Ready')
    .option('--timeout <minutes>', 'how long to wait (default: as long as the graph may take to start)')
    .action(async (name, options) => {
      requireConsent(options);
      if (options.createNamespace === true && options.namespace === undefined) {
        throw new CommanderError(ExitCode.USAGE, 'stator.conflict', "error: '--create-namespace' needs '--namespace'");
      }
      const { deploy } = await withPulumi(() => import('./commands/deploy'));
      finish(await deploy(name, options, output, messages));
    });
  root
    .command('destroy')
    .description('delete what a deployment made: shows what would be deleted, asks, and does it')
    .argument('[stack]', 'name of the deployment (default: the only one)')
    .option('--state <folder|url>', 'where the state is (default: PULUMI_BACKEND_URL, else .stator)')
    .option('--preview', 'only show what would be deleted')
    .option('--yes', 'do not ask')
    .action(async (stack, options) => {
      requireConsent(options);
      const { destroy } = await withPulumi(() => import('./commands/destroy'));
      finish(await destroy(stack, options, output, messages));
    });
  return root;
}

/** Nobody can answer where there is no terminal. */
function requireConsent(options: { readonly yes?: boolean; readonly preview?: boolean }): void {
  if (options.yes !== true && options.preview !== true && process.stdin.isTTY !== true) {
    throw new CommanderError(
      ExitCode.USAGE,
      'stator.conflict',
      "error: there is no terminal to ask on: give '--yes', or '--preview' to change nothing",
    );
  }
}

/** Pulumi is only needed here, and not everybody has it. */
async function withPulumi<T>(load: () => Promise<T>): Promise<T> {
  deploying = true;
  try {
    return await load();
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND';
    const [, name] = /'(@(?:pulumi|kubernetes)\/[^/']+)/.exec(missing ? error.message : '') ?? [];
    if (name === undefined) {
      throw error;
    }
    throw new InputError(
      `this needs the package ${name}, which is not installed`,
      'npm install @pulumi/pulumi @pulumi/kubernetes @kubernetes/client-node, and the Pulumi command line: https://www.pulumi.com/docs/iac/download-install/',
    );
  }
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
  // Not thrown: while something is deployed, rejections that nobody handles are not shown.
  messages.line(error instanceof Error ? error.stack : String(error));
  return ExitCode.FAILED;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    throw error;
  }
  // A reader that has seen enough (`| head`) is no error, and no reason to stop in the middle of a deployment.
  if (!deploying) {
    process.exit(ExitCode.OK);
  }
});

main().then((code) => {
  process.exitCode = code;
  if (deploying) {
    // A program that waits for a graph would keep the process, although nobody waits for the program any more.
    process.stdout.write('', () => process.exit());
  }
});
