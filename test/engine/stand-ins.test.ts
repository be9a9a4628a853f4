import { Cluster as EksCluster } from '@pulumi/aws/eks/cluster';
import { ConfigMap, Namespace, Secret } from '@pulumi/kubernetes/core/v1';
import { Provider } from '@pulumi/kubernetes/provider';
import { all, CustomResource, type CustomResourceOptions, type Inputs, secret } from '@pulumi/pulumi';
import type { Json } from '../../constructs/manifests';
import { Release } from '../../constructs/releases';
import { Cluster, describeEngine, type InlineStack, inlineStack, installCrds, outputsOf } from './harness';

const PASSWORD = 'not-for-the-state-file';

interface Settings {
  readonly space: string;
  readonly colour?: string;
  readonly configMap?: string;
  readonly replicas?: Json;
}

/** As the bridge makes it: a token of the SDK, and no class of the SDK. */
class Graph extends CustomResource {
  public constructor(name: string, inputs: Inputs, options: CustomResourceOptions) {
    super('kubernetes:nvidia.com/v1beta1:DynamoGraphDeployment', name, inputs, options);
  }
}

function program({ space, colour = 'red', configMap = 'settings', replicas = 1 }: Settings) {
  return async () => {
    const provider = new Provider('cluster', { enableConfigMapMutable: true, enableSecretMutable: true });
    const namespace = new Namespace('space', { metadata: { name: space } }, { provider });
    const metadata = (name: string) => ({ name, namespace: namespace.metadata.name });
    const settings = new ConfigMap('settings', { metadata: metadata(configMap), data: { colour } }, { provider });
    new Secret('token', { metadata: metadata('token'), stringData: { token: secret(PASSWORD) } }, { provider });
    const container = { name: 'main', image: 'example.com/frontend:1.0.0', resources: { requests: { cpu: '0.5' } } };
    const frontend = {
      name: 'frontend',
      type: 'frontend',
      replicas,
      podTemplate: { spec: { containers: [container] } },
    };
    new Graph(
      'graph',
      {
        apiVersion: 'nvidia.com/v1beta1',
        kind: 'DynamoGraphDeployment',
        metadata: metadata('graph'),
        spec: { components: [frontend] },
      },
      { provider, dependsOn: settings },
    );
    return { uid: settings.metadata.uid };
  };
}

const kubectl = (space: string, ...args: readonly string[]) => Cluster.newest.run(['--namespace', space, ...args]);
const colourIn = (space: string) =>
  kubectl(space, 'get', 'configmap', 'settings', '--output', 'jsonpath={.data.colour}');
const changed = ({ changes }: InlineStack) =>
  changes().map(({ operation, kind, name }) => `${operation} ${kind}/${name}`);

describeEngine('a stack on the engine and the stand-in for kubernetes', () => {
  const space = 'lifecycle';
  let stack: InlineStack;
  beforeAll(async () => {
    await installCrds(Cluster.newest, Release.latest);
    stack = await inlineStack({ name: 'lifecycle', program: program({ space }) });
  });

  it('previews without changing anything', async () => {
    const { changeSummary } = await stack.stack.preview();
    expect(changeSummary).toEqual({ create: 6 });
    expect(changed(stack)).toEqual([]);
    expect((await Cluster.newest.kubectl(['get', 'namespace', space])).status).not.toBe(0);
  });

  it('creates objects in the order of their dependencies and hands outputs back', async () => {
    const { outputs } = await stack.stack.up();
    const operations = changed(stack);
    expect([operations[0], operations.at(-1)]).toEqual([
      'create Namespace/lifecycle',
      'create DynamoGraphDeployment/graph',
    ]);
    expect([...operations].sort()).toEqual([
      'create ConfigMap/settings',
      'create DynamoGraphDeployment/graph',
      'create Namespace/lifecycle',
      'create Secret/token',
    ]);
    const uid = await kubectl(space, 'get', 'configmap', 'settings', '--output', 'jsonpath={.metadata.uid}');
    expect(outputsOf(outputs)).toEqual({ uid });
  });

  it('changes nothing the second time', async () => {
    const { summary } = await stack.stack.up({ expectNoChanges: true });
    expect(summary.resourceChanges).toEqual({ same: 6 });
    expect(changed(stack)).toEqual([]);
  });

  it('sees no drift where only the server added defaults, wrote quantities in another way, or hides a value', async () => {
    const { summary } = await stack.stack.refresh({ expectNoChanges: true });
    expect(summary.resourceChanges).toEqual({ same: 6 });
  });

  it('keeps secrets out of the state file and sends them to the cluster', async () => {
    const encoded = Buffer.from(PASSWORD).toString('base64');
    expect(stack.state()).not.toContain(PASSWORD);
    expect(stack.state()).not.toContain(encoded);
    expect(await kubectl(space, 'get', 'secret', 'token', '--output', 'jsonpath={.data.token}')).toBe(encoded);
  });

  it('updates only what changed', async () => {
    const { summary } = await stack.stack.up({ program: program({ space, colour: 'blue' }) });
    expect(summary.resourceChanges).toEqual({ same: 5, update: 1 });
    expect(changed(stack)).toEqual(['update ConfigMap/settings']);
    expect(await colourIn(space)).toBe('blue');
  });

  it('replaces an object that is renamed: first the new one, then the old one goes', async () => {
    await stack.stack.up({ program: program({ space, configMap: 'other' }) });
    expect(changed(stack)).toEqual(['create ConfigMap/other', 'delete ConfigMap/settings']);
    await stack.stack.up();
    expect(changed(stack)).toEqual(['create ConfigMap/settings', 'delete ConfigMap/other']);
  });

  it('finds drift by a refresh and puts it back', async () => {
    await kubectl(space, 'patch', 'configmap', 'settings', '--patch', '{"data":{"colour":"green"}}');
    await kubectl(space, 'patch', 'secret', 'token', '--patch', '{"stringData":{"token":"another"}}');
    expect((await stack.stack.refresh()).summary.resourceChanges).toEqual({ same: 4, update: 2 });
    await stack.stack.up();
    expect(changed(stack).sort()).toEqual(['update ConfigMap/settings', 'update Secret/token']);
    expect(await colourIn(space)).toBe('red');
  });

  it('notices that an object was deleted by somebody else and makes it again', async () => {
    await kubectl(space, 'delete', 'configmap', 'settings');
    await stack.stack.up({ refresh: true });
    expect(changed(stack)).toEqual(['create ConfigMap/settings']);
  });

  it('refuses a graph that the CRD refuses, at preview', async () => {
    const wrong = stack.stack.preview({ program: program({ space, replicas: 'one' }) });
    await expect(wrong).rejects.toThrow(/spec\.components\[0\]\.replicas.*must be of type integer|expected numeric/);
  });

  it('leaves nothing behind', async () => {
    const { summary } = await stack.stack.destroy();
    expect(summary.resourceChanges).toEqual({ delete: 6 });
    expect((await Cluster.newest.kubectl(['get', 'namespace', space])).stderr).toContain('not found');
  });
});

describeEngine('faults of the stand-in for kubernetes', () => {
  it('fails where it is told to, and goes on from there', async () => {
    const stack = await inlineStack({ name: 'failing', program: program({ space: 'failing' }) });
    stack.faults({ fail: ['Secret/token'] });
    await expect(stack.stack.up()).rejects.toThrow('the stand-in was told to fail for Secret/token');
    stack.changes();
    stack.faults();
    await stack.stack.up();
    expect(changed(stack)).toContain('create Secret/token');
    await stack.stack.destroy();
  });

  it('does not take over an object that the stack did not create', async () => {
    await Cluster.newest.run(['create', 'namespace', 'taken']);
    const stack = await inlineStack({ name: 'taken', program: program({ space: 'taken' }) });
    await expect(stack.stack.up()).rejects.toThrow('Namespace taken already exists');
    await stack.stack.destroy();
    expect(await Cluster.newest.run(['get', 'namespace', 'taken', '--output', 'name'])).toBe('namespace/taken\n');
  });

  it('ends a slow creation when the user interrupts', async () => {
    const stack = await inlineStack({ name: 'slow', program: program({ space: 'slow' }) });
    stack.faults({ slowMs: 600_000 });
    const abort = new AbortController();
    const up = stack.stack.up({
      signal: abort.signal,
      onOutput: (text) => text.includes('kubernetes:core/v1:Namespace') && abort.abort(),
    });
    await expect(up).rejects.toThrow();
    stack.faults();
    await stack.stack.cancel().catch(() => {});
    await stack.stack.up();
    await stack.stack.destroy();
  });
});

describeEngine('the stand-in for aws', () => {
  it('leads a program from an EKS cluster to the test cluster', async () => {
    const stack = await inlineStack({
      name: 'eks',
      program: async () => {
        const eks = new EksCluster('eks', {
          roleArn: 'arn:aws:iam::123456789012:role/eks',
          vpcConfig: { subnetIds: [] },
        });
        const kubeconfig = all([eks.name, eks.endpoint, eks.certificateAuthority]).apply(([name, server, { data }]) =>
          JSON.stringify({
            'current-context': 'eks',
            contexts: [{ name: 'eks', context: { cluster: 'eks', user: 'eks' } }],
            clusters: [{ name: 'eks', cluster: { server, 'certificate-authority-data': data } }],
            users: [
              { name: 'eks', user: { exec: { command: 'aws', args: ['eks', 'get-token', '--cluster-name', name] } } },
            ],
          }),
        );
        const provider = new Provider('eks', { kubeconfig });
        new Namespace('space', { metadata: { name: 'on-eks' } }, { provider });
        return { arn: eks.arn };
      },
      env: { KUBECONFIG: '/dev/null' },
    });
    const { outputs } = await stack.stack.up();
    expect(outputsOf(outputs)['arn']).toMatch(/^arn:aws:eks:us-east-1:123456789012:cluster\/eks-[0-9a-f]{7}$/);
    expect(await Cluster.newest.run(['get', 'namespace', 'on-eks', '--output', 'name'])).toBe('namespace/on-eks\n');
    await stack.stack.refresh({ expectNoChanges: true });
    await stack.stack.destroy();
  });
});
