import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import {
  Cluster,
  type CommandOptions,
  changesIn,
  describeEngine,
  engine,
  PASSPHRASE,
  projectCopy,
  runPulumi,
  startPulumi,
} from './harness';

const FIXTURES = join(__dirname, 'fixtures');

const kubectl = (...args: readonly string[]) => Cluster.newest.run(['--namespace', 'plain', 'get', ...args]);
/** Plugins of this run: the language host and the provider, when both are there. */
const plugins = () =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(dirname(engine().standIns.bin)) && line.includes('pulumi-'));
const colour = () => kubectl('configmap', 'settings', '--output', 'jsonpath={.data.colour}');

describeEngine("a project on Pulumi's command line and the stand-in for the language host", () => {
  let project: CommandOptions;
  beforeAll(async () => {
    project = projectCopy(join(FIXTURES, 'plain'));
    await run('stack', 'init', 'test');
  });
  const run = (...args: readonly string[]) => runPulumi(args, project);

  it('says what its program says when configuration is missing', async () => {
    const { code, stdout } = await run('preview');
    expect(code).not.toBe(0);
    expect(stdout).toContain("set the configuration value 'namespace'");
  });

  it('goes up with its configuration', async () => {
    await run('config', 'set', 'namespace', 'plain');
    expect(await run('up', '--yes')).toMatchObject({ code: 0 });
    expect(await colour()).toBe('red');
    expect(await run('preview', '--expect-no-changes')).toMatchObject({ code: 0 });
    const uid = await kubectl('configmap', 'settings', '--output', 'jsonpath={.metadata.uid}');
    expect((await run('stack', 'output', 'uid')).stdout.trim()).toBe(uid);
  });

  it('replaces a ConfigMap whose data changed, as the provider does unless it is told that they are mutable', async () => {
    const before = await kubectl('configmap', 'settings', '--output', 'jsonpath={.metadata.uid}');
    await run('config', 'set', 'colour', 'blue');
    expect(await run('up', '--yes', '--skip-preview')).toMatchObject({ code: 0 });
    expect(await colour()).toBe('blue');
    expect(await kubectl('configmap', 'settings', '--output', 'jsonpath={.metadata.uid}')).not.toBe(before);
  });

  it('runs policy packs', async () => {
    const policies = ['--policy-pack', join(FIXTURES, 'policies')];
    expect(await run('preview', ...policies)).toMatchObject({ code: 0 });
    await run('config', 'set', 'colour', 'green');
    const { code, stdout } = await run('preview', ...policies);
    expect(code).not.toBe(0);
    expect(stdout).toContain('green is not allowed');
  });

  it('refuses a wrong passphrase', async () => {
    const env = { ...project.env, PULUMI_CONFIG_PASSPHRASE: `${PASSPHRASE}!` };
    const { code, stderr } = await runPulumi(['preview'], { ...project, env });
    expect(code).not.toBe(0);
    expect(stderr).toContain('incorrect passphrase');
  });

  it('leaves no plugin behind when it is killed, and goes on after the lock is removed', async () => {
    await run('config', 'set', 'namespace', 'another');
    const env = { ...project.env, STATOR_STANDIN_SLOW_MS: '600000' };
    const { process: child, result } = startPulumi(['up', '--yes', '--skip-preview'], { ...project, env });
    await Cluster.newest.eventually('plugins', 60, async () => (plugins().length === 2 ? true : undefined));
    child.kill('SIGKILL');
    await result;
    await Cluster.newest.eventually('end of the plugins', 10, async () => (plugins().length === 0 ? true : undefined));
    expect(await run('up', '--yes')).toMatchObject({ stderr: expect.stringContaining('currently locked') });
    await run('cancel', '--yes');
    expect(await run('up', '--yes', '--skip-preview')).toMatchObject({ code: 0 });
    expect(changesIn(project.env).at(-1)).toMatchObject({ operation: 'delete', kind: 'Namespace', name: 'plain' });
  });

  it('comes down again', async () => {
    expect(await run('destroy', '--yes')).toMatchObject({ code: 0 });
    expect((await Cluster.newest.kubectl(['get', 'namespace', 'plain'])).stderr).toContain('not found');
  });
});
