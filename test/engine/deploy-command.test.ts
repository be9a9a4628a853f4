import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Release } from '../../constructs';
import { engine } from './environment';
import {
  Cluster,
  type CommandResult,
  describeEngine,
  installCrds,
  pulumiEnvironment,
  temporaryFolder,
} from './harness';

const STATOR = join(__dirname, '..', '..', 'dist', 'cli', 'stator.js');
const NAMESPACE = 'deploy';
const LLAMA = ['llama-3-70b-h100-vllm', '--namespace', NAMESPACE, '--create-namespace', '--set', 'name=llama'];

const clean = ({ code, stdout, stderr }: CommandResult) => ({
  code,
  // How a plugin is found is of no interest to users of an installed one.
  out: stdout.replace(/^warning using pulumi-resource-kubernetes.*\n/gm, ''),
  err: stderr,
});

describeEngine('stator deploy and destroy', () => {
  const folder = temporaryFolder('site');
  const stateFile = join(folder, '.stator', 'state', '.pulumi', 'stacks', 'stator', 'llama.json');
  const { PULUMI_BACKEND_URL: _, PULUMI_CONFIG_PASSPHRASE: __, ...environment } = pulumiEnvironment();
  const path = [engine().standIns.providers.kubernetes, environment['PATH']].join(delimiter);

  const locks = join(folder, '.stator', 'state', '.pulumi', 'locks', 'organization', 'stator');

  const stator = (
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    started: (child: ChildProcess) => void = () => undefined,
  ) =>
    new Promise<ReturnType<typeof clean>>((resolve, reject) => {
      // A group of its own, as a terminal makes one for each command.
      const child = spawn(process.execPath, [STATOR, ...args], {
        cwd: folder,
        env: { ...environment, PATH: path, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      started(child);
      const [out, err]: [string[], string[]] = [[], []];
      child.stdout.on('data', (part) => out.push(String(part)));
      child.stderr.on('data', (part) => err.push(String(part)));
      child.on('error', reject);
      child.on('close', (code) => resolve(clean({ code: code ?? -1, stdout: out.join(''), stderr: err.join('') })));
    });

  beforeAll(() => installCrds(Cluster.newest, Release.latest));

  const isLocked = (stack: string) =>
    existsSync(join(locks, stack)) && readdirSync(join(locks, stack)).some((file) => file.endsWith('.json'));

  it('shows what would change, and changes nothing with --preview', async () => {
    const { code, out } = await stator(['deploy', ...LLAMA, '--preview']);
    expect(code).toBe(0);
    expect(out).toContain('total: 3 workers, 8 GPUs, 1 h100-sxm node');
    expect(out).toMatch(
      /\+ create Namespace deploy\n[\s\S]*\+ create DynamoGraphDeployment llama\n5 objects would change\n$/,
    );
    expect((await Cluster.newest.kubectl(['get', 'namespace', NAMESPACE])).status).not.toBe(0);
  });

  it('keeps nothing of a preview: neither a stack nor the cluster that was only looked at', async () => {
    const { err } = await stator(['destroy', '--yes']);
    expect(err).toContain('nothing is deployed from');
    const stack = ['--stack', 'looked', '--no-wait'];
    expect((await stator(['deploy', ...LLAMA, ...stack, '--yes'])).code).toBe(0);
    const look = ['deploy', ...LLAMA, ...stack, '--set', 'frontendReplicas=2', '--preview'];
    const elsewhere = await stator([...look, '--context', 'elsewhere']);
    expect([elsewhere.code, elsewhere.err]).toEqual([1, expect.stringContaining('elsewhere')]);
    expect((await stator(look)).out).toContain('1 object would change');
    expect((await stator(['destroy', 'looked', '--yes'])).code).toBe(0);
  });

  it.each([
    ['--stack', 'a b', /'a b' is no name of a stack/],
    ['--state', 'foo://bar', /Pulumi keeps no state at 'foo:\/\/'/],
    ['--kubeconfig', '/', /there is no file '\/'/],
    ['--timeout', '1441', /give whole minutes from 1 to 1440/],
  ])('refuses %s %s in words', async (option, value, message) => {
    const { code, err } = await stator(['deploy', ...LLAMA, '--preview', option, value]);
    expect([code, err]).toEqual([1, expect.stringMatching(message)]);
    expect(err).not.toContain('    at ');
  });

  it('says which object failed, and ends without a stack trace', async () => {
    const fault = { STATOR_STANDIN_FAIL: 'NetworkPolicy/llama-workers' };
    const { code, err } = await stator(['deploy', ...LLAMA, '--yes', '--no-wait'], fault);
    expect(code).toBe(1);
    expect(err).toMatch(/\nerror: NetworkPolicy llama-workers: the stand-in was told to fail [^\n]*\n$/);
    expect((await stator(['destroy', '--yes'])).code).toBe(0);
  });

  it.each([
    ['Ctrl-C, which all processes of the terminal get', 'SIGINT', true],
    ['being asked to end', 'SIGTERM', false],
  ] as const)('stops after %s, and leaves no lock', async (_, signal, group) => {
    let child: ChildProcess | undefined;
    const slow = { STATOR_STANDIN_SLOW_MS: '3000' };
    const run = stator(['deploy', ...LLAMA, '--stack', 'stopped', '--no-wait', '--yes'], slow, (each) => {
      child = each;
    });
    await Cluster.newest.eventually('the lock', 60, async () => (isLocked('stopped') ? true : undefined));
    const id = child?.pid ?? 0;
    process.kill(group ? -id : id, signal);
    const { code, out, err } = await run;
    expect(code).toBe(1);
    expect(out).toContain('stopping after the steps that are under way');
    expect(err).not.toContain('    at ');
    expect(isLocked('stopped')).toBe(false);
    expect((await stator(['destroy', 'stopped', '--yes'])).code).toBe(0);
  });

  it('stops when the graph is waited for, too', async () => {
    let child: ChildProcess | undefined;
    const run = stator(['deploy', ...LLAMA, '--stack', 'waiting', '--yes'], {}, (each) => {
      child = each;
    });
    await Cluster.newest.eventually('the graph', 60, async () => {
      const { status } = await Cluster.newest.kubectl(['get', 'dgd', 'llama', '--namespace', NAMESPACE]);
      return status === 0 ? true : undefined;
    });
    process.kill(-(child?.pid ?? 0), 'SIGINT');
    expect((await run).code).toBe(1);
    expect(isLocked('waiting')).toBe(false);
    expect((await stator(['destroy', 'waiting', '--yes'])).code).toBe(0);
  });

  it('goes on when nobody reads its output any more', async () => {
    const run = stator(['deploy', ...LLAMA, '--stack', 'unread', '--yes', '--no-wait'], {}, ({ stdout }) => {
      stdout?.once('data', () => stdout.destroy());
    });
    expect((await run).code).toBe(0);
    const { out } = await stator(['destroy', 'unread', '--yes']);
    expect(out).toContain('5 objects: 5 deleted');
  });

  it('deploys in plain lines, and keeps the state beside the user', async () => {
    const { code, out, err } = await stator(['deploy', ...LLAMA, '--yes', '--no-wait']);
    expect(code).toBe(0);
    expect(out).toMatch(/\+ created DynamoGraphDeployment llama\n5 objects: 5 created\n/);
    expect(out).toContain('frontend: http://llama-frontend.deploy.svc.cluster.local:8000 (not waited for)');
    expect(err).toContain('the state is not encrypted');
    expect(existsSync(stateFile)).toBe(true);
  });

  it('has nothing to do the second time, and one object when one parameter changes', async () => {
    expect((await stator(['deploy', ...LLAMA, '--yes', '--no-wait'])).out).toContain('nothing to change');
    const { out } = await stator(['deploy', ...LLAMA, '--set', 'frontendReplicas=2', '--yes', '--no-wait']);
    expect(out).toContain('~ updated DynamoGraphDeployment llama (spec.components[0].replicas)');
    expect(out).toContain('1 object: 1 updated');
  });

  it('refuses a graph with errors before Pulumi is asked', async () => {
    const { code, out } = await stator(['deploy', 'deepseek-r1-gb200-trtllm', '--set', 'nodes=1', '--yes']);
    expect(code).toBe(1);
    expect(out).toContain('error DYN105');
    expect(out).toContain('nothing was deployed');
  });

  it('says what a wrong passphrase means', async () => {
    const { code, err } = await stator(['deploy', ...LLAMA, '--yes', '--no-wait'], { PULUMI_CONFIG_PASSPHRASE: 'x' });
    expect(code).toBe(1);
    expect(err).toContain(
      "error: stack 'llama': the passphrase is not the one that the state is encrypted with\n  fix: ",
    );
    expect(err).not.toContain('    at ');
  });

  it('does not start a second deployment of a stack beside the first', async () => {
    const slow = { STATOR_STANDIN_SLOW_MS: '4000' };
    const again = ['deploy', ...LLAMA, '--stack', 'locked', '--namespace', 'locked', '--yes', '--no-wait'];
    const first = stator(again, slow);
    await Cluster.newest.eventually('the lock', 60, async () => (isLocked('locked') ? true : undefined));
    const { code, err } = await stator(again);
    expect(code).toBe(1);
    expect(err).toMatch(/another deployment of this stack is under way, or was killed\n {2}fix: .*pulumi cancel/);
    expect((await first).code).toBe(0);
    expect((await stator(['destroy', 'locked', '--yes'])).code).toBe(0);
  });

  it('names the backup of a damaged state, from which it goes on', async () => {
    const whole = readFileSync(stateFile, 'utf8');
    writeFileSync(stateFile, whole.slice(0, whole.length / 2));
    for (const command of [['deploy', ...LLAMA, '--no-wait'], ['destroy']]) {
      const { code, err } = await stator([...command, '--yes']);
      expect(code).toBe(1);
      expect(err).toContain(`error: the state of 'llama' is damaged: ${stateFile} is no JSON\n`);
      expect(err).toContain(`cp '${stateFile}.bak' '${stateFile}'`);
    }
    writeFileSync(stateFile, readFileSync(`${stateFile}.bak`));
    expect((await stator(['deploy', ...LLAMA, '--yes', '--no-wait'])).code).toBe(0);
  });

  it('says which stacks there are when another one is to be destroyed', async () => {
    const { code, err } = await stator(['destroy', 'lama', '--yes']);
    expect(code).toBe(1);
    expect(err).toMatch(/there is no stack 'lama' in .*\n {2}fix: there are llama\n/);
  });

  it('destroys everything, and says that the weights go too', async () => {
    const { code, out } = await stator(['destroy', '--yes']);
    expect(code).toBe(0);
    expect(out).toContain("the weights in claim 'llama-weights' go with it");
    expect(out).toContain('5 objects: 5 deleted');
    expect((await Cluster.newest.kubectl(['get', 'namespace', NAMESPACE])).stderr).toContain('not found');
    expect((await stator(['destroy', '--yes'])).err).toContain('nothing is deployed from');
  });
});
