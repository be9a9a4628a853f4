import { stringify } from 'yaml';
import { findBlueprint, instantiate } from '../../blueprints';
import { Release, synthesizeChart } from '../../constructs';
import { GraphDeployment, GraphWait } from '../../stacks/pulumi';
import { Cluster, describeEngine, inlineStack, installCrds, outputsOf } from './harness';

/** Bytes of an object whose keys stand in one order: Pulumi's protocol keeps none. */
const canonical = (object: unknown) => stringify(object, { sortMapEntries: true });

/** One for each engine and for each kind of object; what Pulumi is sent for every other is compared in test/pulumi. */
const CHOSEN = [
  'deepseek-r1-gb200-trtllm',
  'deepseek-r1-h200-sglang',
  'llama-3-70b-h100-vllm',
  'llama-3-70b-slo-h100-vllm',
  'llama-3-70b-nats-h100-vllm',
  'gpt-oss-120b-b200-trtllm',
].map(findBlueprint);

describeEngine('blueprints on the engine', () => {
  beforeAll(() => installCrds(Cluster.newest, Release.latest));

  it.each(CHOSEN)('$name: goes up with the bytes that synth writes, and down without a trace', async (blueprint) => {
    const namespace = `up-${blueprint.name}`;
    const instance = () => instantiate(blueprint, { namespace, createNamespace: true });
    const stack = await inlineStack({
      name: 'blueprints',
      program: async () => {
        const deployment = new GraphDeployment('graph', instance().app, { wait: GraphWait.none() });
        return { url: deployment.frontendUrl };
      },
    });

    const { outputs } = await stack.stack.up();
    const sent = stack.changes();
    const { documents } = synthesizeChart(instance().chart);
    expect(sent.map(({ body }) => canonical(JSON.parse(body))).sort()).toEqual(documents.map(canonical).sort());
    expect(sent.at(-1)?.kind).toBe('DynamoGraphDeployment');
    expect(outputsOf(outputs)['url']).toBe(`http://${blueprint.name}-frontend.${namespace}.svc.cluster.local:8000`);

    await stack.stack.destroy();
    expect(stack.changes().map(({ operation }) => operation)).toEqual(documents.map(() => 'delete'));
    expect((await Cluster.newest.kubectl(['get', 'namespace', namespace])).stderr).toContain('not found');
  });
});
