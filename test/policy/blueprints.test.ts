import { type Chart, JsonPatch } from 'cdk8s';
import { CATALOG, instantiate, releasesOf } from '../../blueprints';
import { synthesizeChart } from '../../constructs/graph';
import { kubernetes, stackReport, wholeReport } from './support';

/** Where the rights of what takes requests in stand, which has no adapter: a frontend, or an endpoint picker after the workers. */
function entryContext(chart: Chart): string {
  const graph = chart.toJson().find(({ kind }) => kind === 'DynamoGraphDeployment');
  const index = graph.spec.components.findIndex(({ type }: { readonly type?: string }) =>
    ['frontend', 'epp'].includes(type ?? ''),
  );
  return `/spec/components/${index}/podTemplate/spec/containers/0/securityContext`;
}

const blueprints = CATALOG.map((blueprint) => [blueprint.name, blueprint] as const);
const resources = (...args: Parameters<typeof instantiate>) =>
  synthesizeChart(instantiate(...args).chart).documents.map(kubernetes);

describe('the blueprints of Stator', () => {
  it.each(blueprints)('%s passes every policy in a namespace of its own, in each release', async (_name, blueprint) => {
    for (const release of releasesOf(blueprint)) {
      const stack = resources(blueprint, { namespace: 'inference', createNamespace: true, release });
      expect(await wholeReport(stack)).toEqual({});
    }
  });

  it.each(blueprints)(
    '%s needs a word for its namespace where the stack does not make it',
    async (_name, blueprint) => {
      const graph = instantiate(blueprint).graph.describe();
      const stack = resources(blueprint, { namespace: 'inference' });
      const report = await stackReport('pod-security', stack);
      expect(report.length > 0).toBe(graph.podSecurity === 'privileged');
      expect(await stackReport('pod-security', stack, { namespaces: { inference: graph.podSecurity } })).toEqual([]);
    },
  );

  it.each(blueprints)('%s is refused once a container is privileged that has no adapter', async (_name, blueprint) => {
    const { chart, graph } = instantiate(blueprint, { namespace: 'inference', createNamespace: true });
    graph.deployment.addJsonPatch(JsonPatch.add(entryContext(chart), { privileged: true }));
    const { documents } = synthesizeChart(chart);
    const report = await stackReport('pod-security', documents.map(kubernetes));
    expect(report.map(({ message }) => message)).toEqual([
      expect.stringContaining('do not pass privileged of level baseline'),
    ]);
  });
});
