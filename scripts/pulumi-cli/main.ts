// The command line of Pulumi for tests, without its download: `npm run pulumi-cli -- build|path`.
import { Command } from 'commander';
import { ensurePulumi, PulumiCliError } from './index';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const printPath = (): void => {
  process.stdout.write(`${ensurePulumi(say).path}\n`);
};

const program = new Command('pulumi-cli').description('the command line of Pulumi, built from its Go modules');
program.command('build').description('build it into the cache and print its path').action(printPath);
program.command('path').description('print its path; builds it when the cache does not have it').action(printPath);

try {
  program.parse();
} catch (error) {
  if (!(error instanceof PulumiCliError)) {
    throw error;
  }
  say(`error: ${error.message}`);
  process.exitCode = 1;
}
