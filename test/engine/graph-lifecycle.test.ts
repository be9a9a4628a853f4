import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { findBlueprint, instantiate } from '../../blueprints';
import { Release } from '../../constructs';
import { GraphDeployment, type GraphDeploymentOptions, GraphWait } from '../../stacks/pulumi';
import { Cluster, describeEngine, type InlineStack, inlineStack, installCrds } from './harness';

const BLUEPRINT = 'deepseek-r1-gb200-trtllm';
const NAMESPACE = 'lifecycle-graph';
const OBJECTS = 8;

interface Settings {
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly deployment?: string;
  readonly options?: GraphDeploymentOptions;
}

function program({ parameters = {}, deployment = 'r1', options = {} }: Settings = {}) {
  return async () => {
    const { app } = instantiate(findBlueprint(BLUEPRINT), {
      namespace: NAMESPACE,
      createNamespace: true,
      parameters: { name: 'r1', ...parameters },
    });
    new GraphDeployment(deployment, app, { wait: GraphWait.none(), ...options });
  };
}

const changed = ({ changes }: InlineStack) => changes().map(({ operation, kind }) => `${operation} ${kind}`);
const kubectl = (...args: readonly string[]) => Cluster.newest.run(['--namespace', NAMESPACE, ...args]);

describeEngine('a graph on the engine', () => {
  let stack: InlineStack;
  beforeAll(async () => {
    await installCrds(Cluster.newest, Release.latest);
    stack = await inlineStack({ name: 'graph', program: program() });
  });

  it('is made after a preview, each object behind those that it needs', async () => {
    // The component and the stack count, too.
    expect((await stack.stack.preview()).changeSummary).toEqual({ create: OBJECTS + 2 });
    expect(changed(stack)).toEqual([]);
    await stack.stack.up();
    const operations = changed(stack);
    expect(operations).toHaveLength(OBJECTS);
    expect([operations[0], operations.at(-1)]).toEqual(['create Namespace', 'create DynamoGraphDeployment']);
  });

  it('does not change when nothing did', async () => {
    expect((await stack.stack.up({ expectNoChanges: true })).summary.resourceChanges).toEqual({ same: OBJECTS + 2 });
  });

  it('changes in one object when only a number of workers does', async () => {
    await stack.stack.up({ program: program({ parameters: { frontendReplicas: 3 } }) });
    expect(changed(stack)).toEqual(['update DynamoGraphDeployment']);
  });

  it('gets a new engine configuration before the graph changes, and loses the old one after', async () => {
    await stack.stack.up({ program: program({ parameters: { decodeBatch: 64 } }) });
    const operations = changed(stack);
    const graph = operations.indexOf('update DynamoGraphDeployment');
    expect(operations.slice(0, graph)).toEqual(operations.slice(0, graph).map(() => 'create ConfigMap'));
    expect(operations.slice(graph + 1)).toEqual(operations.slice(graph + 1).map(() => 'delete ConfigMap'));
    expect(graph).toBeGreaterThan(0);
    expect(operations).toHaveLength(2 * graph + 1);
    await stack.stack.up();
    changed(stack);
  });

  it('is put back after drift', async () => {
    await kubectl(
      'patch',
      'dgd',
      'r1',
      '--type=json',
      '--patch',
      '[{"op":"replace","path":"/spec/components/0/replicas","value":7}]',
    );
    expect((await stack.stack.refresh()).summary.resourceChanges).toEqual({ same: OBJECTS + 1, update: 1 });
    await stack.stack.up();
    expect(changed(stack)).toEqual(['update DynamoGraphDeployment']);
    expect(await kubectl('get', 'dgd', 'r1', '--output', 'jsonpath={.spec.components[0].replicas}')).toBe('1');
  });

  it('keeps its objects when the deployment has another name', async () => {
    const renamed = program({
      deployment: 'prod',
      options: {
        aliases: [{ name: 'r1' }],
      },
    });
    const { summary } = await stack.stack.up({ program: renamed });
    expect(summary.resourceChanges).toEqual({ same: OBJECTS + 2 });
    expect(changed(stack)).toEqual([]);
    await stack.stack.up({ program: program({ options: { aliases: [{ name: 'prod' }] } }) });
    expect(changed(stack)).toEqual([]);
  });

  it('is finished by the next up when one failed', async () => {
    await stack.stack.destroy();
    changed(stack);
    stack.faults({ fail: ['ComputeDomain/r1-nvlink'] });
    await expect(stack.stack.up()).rejects.toThrow(/told to fail for ComputeDomain\/r1-nvlink/);
    const first = changed(stack);
    expect(first).not.toContain('create DynamoGraphDeployment');
    stack.faults();
    await stack.stack.up();
    expect([...first, ...changed(stack)].sort()).toEqual(
      instanceKinds()
        .map((kind) => `create ${kind}`)
        .sort(),
    );
  });

  it('goes without leaving anything', async () => {
    await stack.stack.destroy();
    expect(changed(stack)).toHaveLength(OBJECTS);
    const left = await Cluster.newest.kubectl([
      'get',
      'dgd,computedomain,pvc,job,configmap,networkpolicy',
      '--all-namespaces',
      '--output',
      'name',
    ]);
    expect(left.stdout).not.toContain('r1-');
    expect((await Cluster.newest.kubectl(['get', 'namespace', NAMESPACE])).stderr).toContain('not found');
  });
});

describeEngine('an object whose construct moved', () => {
  it('is the same to Pulumi when its previous path is said', async () => {
    const chartWith = (path: string) => {
      const chart = new Chart(new App(), 'moved', { namespace: 'default' });
      const metadata = { name: 'moved' };
      new ApiObject(new Construct(chart, path), 'map', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata,
        data: { a: 'b' },
      });
      return chart;
    };
    const stack = await inlineStack({
      name: 'moved',
      program: async () => void new GraphDeployment('d', chartWith('old'), { wait: GraphWait.none() }),
    });
    await stack.stack.up();
    expect(changed(stack)).toEqual(['create ConfigMap']);
    const previousPaths = { 'new/map': 'old/map' };
    await stack.stack.up({
      program: async () => void new GraphDeployment('d', chartWith('new'), { wait: GraphWait.none(), previousPaths }),
    });
    expect(changed(stack)).toEqual([]);
    await stack.stack.destroy();
    expect(changed(stack)).toEqual(['delete ConfigMap']);
  });
});

function instanceKinds(): readonly string[] {
  const { app } = instantiate(findBlueprint(BLUEPRINT), { namespace: NAMESPACE, createNamespace: true });
  return app.charts.flatMap((chart) => chart.toJson().map(({ kind }: { readonly kind: string }) => kind));
}
