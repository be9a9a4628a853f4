import { join } from 'node:path';
import { type CommandOptions, type CommandResult, projectCopy, runPulumi } from './command-line';
import { changesIn } from './stack';
import type { LogLine } from './stand-ins/kubernetes/faults';
import { StackState } from './state';

const PROJECT = 'stator-eks';

/** A stack of the project stacks/eks. */
export class EksProject {
  /** A copy of the project with a new stack `test`. */
  public static async create(): Promise<EksProject> {
    const project = new EksProject(projectCopy(join(__dirname, '..', '..', 'stacks', 'eks')));
    await project.expect(0, 'stack', 'init', 'test');
    return project;
  }

  private seen = 0;

  private constructor(private readonly options: CommandOptions) {}

  /** Runs Pulumi's command line in the project. */
  public run(...args: readonly string[]): Promise<CommandResult> {
    return runPulumi(args, this.options);
  }

  /** As `run`, and fails unless the code is the expected one. */
  public async expect(code: number, ...args: readonly string[]): Promise<CommandResult> {
    const result = await this.run(...args);
    if (result.code !== code) {
      throw new Error(`pulumi ${args.join(' ')} ended with ${result.code}:\n${result.stdout}\n${result.stderr}`);
    }
    return result;
  }

  /** Sets configuration by path, as docs/eks.md says. */
  public async configure(settings: Readonly<Record<string, string | number>>): Promise<void> {
    const pairs = Object.entries(settings).flatMap(([key, value]) => ['--plaintext', `${key}=${value}`]);
    await this.expect(0, 'config', 'set-all', '--path', ...pairs);
  }

  /** An `up`, with the objects whose creation fails as `<kind>/<name>`. */
  public up(fail: readonly string[] = []): Promise<CommandResult> {
    const env = { ...this.options.env, STATOR_STANDIN_FAIL: fail.join(',') };
    return runPulumi(['up', '--yes', '--skip-preview'], { ...this.options, env });
  }

  public state(): StackState {
    return StackState.read(this.options.env, PROJECT);
  }

  /** What was changed in the test cluster since the last call. */
  public changes(): readonly LogLine[] {
    const all = changesIn(this.options.env);
    const fresh = all.slice(this.seen);
    this.seen = all.length;
    return fresh;
  }
}
