import { Release } from '../../constructs';
import { Cluster, describeEngine, installCrds, startPulumi } from './harness';
import { kubernetesProject } from './kubernetes-project';

const NAMESPACE = 'waiting';

const SETTINGS = {
  blueprint: 'llama-3-70b-h100-vllm',
  parameters: '{"name":"llama"}',
  namespace: NAMESPACE,
  createNamespace: 'true',
  timeoutMinutes: '1',
};

/** There is no operator: its part, the status, is played here. */
async function reportReady(): Promise<void> {
  await Cluster.newest.eventually('the graph', 60, async () => {
    const { status } = await Cluster.newest.kubectl(['get', 'dgd', 'llama', '--namespace', NAMESPACE]);
    return status === 0 ? true : undefined;
  });
  const conditions = [
    {
      type: 'Ready',
      status: 'True',
      reason: 'AllResourcesReady',
      message: 'all pods are ready',
      lastTransitionTime: '2026-11-24T00:00:00Z',
    },
  ];
  await Cluster.newest.run([
    ...['patch', 'dgd', 'llama', '--namespace', NAMESPACE, '--subresource=status', '--type=merge', '--patch'],
    JSON.stringify({ status: { state: 'successful', observedGeneration: 1, conditions } }),
  ]);
}

const pod = (name: string, component: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: NAMESPACE,
    labels: {
      'nvidia.com/dynamo-graph-deployment-name': 'llama',
      'nvidia.com/dynamo-component': component,
    },
  },
  spec: {
    containers: [
      {
        name: 'main',
        image: 'example.com/worker:1.0.0',
        resources: { limits: { 'nvidia.com/gpu': '4' } },
      },
    ],
  },
});

describeEngine('waiting for a graph', () => {
  beforeAll(() => installCrds(Cluster.newest, Release.latest));

  it('says which pods of which component are not ready, why and what to do, then goes on where it stopped', async () => {
    const project = await kubernetesProject(SETTINGS);
    expect((await project.run('preview')).code).toBe(0);
    const first = startPulumi(['up', '--yes', '--skip-preview'], project.options);
    await Cluster.newest.eventually('the namespace', 60, async () => {
      const account = ['get', 'serviceaccount', 'default', '--namespace', NAMESPACE];
      return (await Cluster.newest.kubectl(account)).status === 0 ? true : undefined;
    });
    const pods = [pod('llama-decode-0', 'decode'), pod('llama-prefill-0', 'prefill')];
    await Cluster.newest.run(['create', '--filename', '-'], pods.map((one) => JSON.stringify(one)).join('\n---\n'));
    const { code, stdout } = await first.result;
    expect(code).not.toBe(0);
    expect(stdout).toMatch(
      /graph waiting\/llama is not ready after 1 min[\s\S]*decode[\s\S]*llama-decode-0[\s\S]*Unschedulable[\s\S]*fix: /,
    );
    expect(stdout).not.toMatch(/^\s+at .*\.[jt]s:\d+/m);

    const second = startPulumi(['up', '--yes', '--skip-preview'], project.options);
    await Cluster.newest.run(['delete', 'pods', '--all', '--namespace', NAMESPACE, '--grace-period=0', '--force']);
    await reportReady();
    expect(await second.result).toMatchObject({ code: 0 });
    expect((await project.run('stack', 'output', 'frontendUrl')).stdout.trim()).toBe(
      'http://llama-frontend.waiting.svc.cluster.local:8000',
    );
    expect((await project.run('destroy', '--yes', '--skip-preview')).code).toBe(0);
  });
});
