import { setTimeout as sleep } from 'node:timers/promises';
import { Release } from '../../constructs';
import { restartApiServer } from '../../scripts/control-plane';
import { INSTANCE } from './environment';
import { Cluster, describeEngine, installCrds, startPulumi } from './harness';
import { type KubernetesProject, kubernetesProject } from './kubernetes-project';

const NAMESPACE = 'faults';
const LEFT = 'dgd,pvc,job,networkpolicy';

const project = (env: Readonly<Record<string, string>>) =>
  kubernetesProject(
    { blueprint: 'llama-3-70b-h100-vllm', namespace: NAMESPACE, createNamespace: 'true', wait: 'false' },
    env,
  );

const there = async (object: string) =>
  (await Cluster.newest.kubectl(['get', ...object.split('/'), '--namespace', NAMESPACE])).status === 0;

/** After whatever happened: one up completes, the next has nothing to do, and destroy leaves nothing. */
async function expectRecovery({ run }: KubernetesProject): Promise<void> {
  const up = await run('up', '--yes', '--skip-preview', '--refresh');
  expect([up.stdout, up.code]).toEqual([expect.any(String), 0]);
  expect(await there('dgd/llama-3-70b-h100-vllm')).toBe(true);
  const again = await run('preview', '--expect-no-changes');
  expect([again.stdout, again.code]).toEqual([expect.any(String), 0]);
  expect((await run('destroy', '--yes', '--skip-preview')).code).toBe(0);
  expect(await Cluster.newest.run(['get', LEFT, '--namespace', NAMESPACE, '--output', 'name'])).toBe('');
}

describeEngine('an up that does not come to its end', () => {
  beforeAll(() => installCrds(Cluster.newest, Release.latest));

  it('is taken up again after an interrupt', async () => {
    const slow = await project({ STATOR_STANDIN_SLOW_MS: '1500' });
    const up = startPulumi(['up', '--yes', '--skip-preview'], slow.options);
    await Cluster.newest.eventually('the namespace', 60, async () =>
      (await there(`namespace/${NAMESPACE}`)) ? true : undefined,
    );
    up.process.kill('SIGINT');
    const { code } = await up.result;
    expect(code).not.toBe(0);
    expect(await there('dgd/llama-3-70b-h100-vllm')).toBe(false);
    await expectRecovery(slow);
  });

  it('is taken up again after the process was killed, once the stack is unlocked', async () => {
    const slow = await project({ STATOR_STANDIN_SLOW_MS: '1500' });
    const up = startPulumi(['up', '--yes', '--skip-preview'], slow.options);
    await Cluster.newest.eventually('the namespace', 60, async () =>
      (await there(`namespace/${NAMESPACE}`)) ? true : undefined,
    );
    up.process.kill('SIGKILL');
    await up.result;
    const locked = await slow.run('up', '--yes', '--skip-preview');
    expect(locked.code).not.toBe(0);
    expect(`${locked.stdout}${locked.stderr}`).toMatch(/stack is currently locked by 1 lock/);
    expect((await slow.run('cancel', '--yes')).code).toBe(0);
    await expectRecovery(slow);
  });

  it('is taken up again after the API server went away in the middle of it', async () => {
    const slow = await project({ STATOR_STANDIN_SLOW_MS: '1500' });
    const up = startPulumi(['up', '--yes', '--skip-preview'], slow.options);
    await Cluster.newest.eventually('the namespace', 60, async () =>
      (await there(`namespace/${NAMESPACE}`)) ? true : undefined,
    );
    await restartApiServer(INSTANCE, () => sleep(4000));
    const { code, stdout } = await up.result;
    // Whether the provider's own retries outlast the outage is its matter; what it could not do, it says.
    expect(code === 0 || /ECONNREFUSED|ECONNRESET|socket|refused/.test(stdout)).toBe(true);
    await expectRecovery(slow);
  });
});
