import { JsonPatch } from 'cdk8s';
import { CATALOG, instantiate } from '../../blueprints';
import { synthesizeChart } from '../../constructs/graph';
import { Release } from '../../constructs/releases';
import { kubernetes, stackReport, wholeReport } from './support';

/** Of the frontend, which has no adapter. */
const MAIN_CONTEXT = '/spec/components/0/podTemplate/spec/containers/0/securityContext';
const blueprints = CATALOG.map((blueprint) => [blueprint.name, blueprint] as const);
const resources = (...args: Parameters<typeof instantiate>) =>
  synthesizeChart(instantiate(...args).chart).documents.map(kubernetes);

describe('the blueprints of Stator', () => {
  it.each(blueprints)('%s passes every policy in a namespace of its own, in each release', async (_name, blueprint) => {
    for (const release of Release.all) {
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
    graph.deployment.addJsonPatch(JsonPatch.add(MAIN_CONTEXT, { privileged: true }));
    const { documents } = synthesizeChart(chart);
    const report = await stackReport('pod-security', documents.map(kubernetes));
    expect(report.map(({ message }) => message)).toEqual([
      expect.stringContaining('do not pass privileged of level baseline'),
    ]);
  });
});
