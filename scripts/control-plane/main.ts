// A real Kubernetes control plane with fake nodes on this machine, without containers: `npm run control-plane -- up|down|status|build`.
import { Command } from 'commander';
import { ControlPlaneError, ensureBinaries } from './binaries';
import { down, folderOf, status, up } from './control-plane';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const program = new Command('control-plane').description('a real Kubernetes control plane with fake nodes');
const nameOption = ['--name <name>', 'name of the instance', 'default'] as const;
program
  .command('build')
  .description('build the programs into the cache and print the folder')
  .action(() => {
    process.stdout.write(`${ensureBinaries(say).folder}\n`);
  });
program
  .command('up')
  .description('start it, unless it runs')
  .option(...nameOption)
  .option('--emulate <minor>', 'release of Kubernetes to behave like, for example 1.34')
  .action(async ({ name, emulate }) => {
    const { version, kubeconfig, kubectl } = await up({ name, emulate, progress: say });
    say(`Kubernetes ${version} answers; kubectl is ${kubectl}`);
    process.stdout.write(`export KUBECONFIG=${kubeconfig}\n`);
  });
program
  .command('down')
  .description('stop it and remove its folder')
  .option(...nameOption)
  .action(({ name }) => down(name));
program
  .command('status')
  .description('say whether it runs; exit code 1 when not')
  .option(...nameOption)
  .action(({ name }) => {
    const running = status(name);
    say(running === undefined ? 'not running' : `Kubernetes ${running.version} runs in ${folderOf(name)}`);
    process.exitCode = running === undefined ? 1 : 0;
  });

program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof ControlPlaneError)) {
    throw error;
  }
  say(`error: ${error.message}`);
  process.exitCode = 1;
});
