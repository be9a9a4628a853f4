import { defineBlueprint } from '../../blueprints/blueprint';
import { instantiate } from '../../blueprints/instantiate';
import {
  AggregatedPool,
  appDocuments,
  Engine,
  Frontend,
  InferenceGraph,
  ModelCache,
  models,
  Parallelism,
  Precision,
  PrefillPool,
  Release,
  Router,
} from '../../constructs';
import { nameOf, Observation } from '../../constructs/observed';
import { aggregated, chart, gb200, h200, llama } from './support';

/** What graphs need to come out as other tools wrote them. */
const observe = (graph: InferenceGraph) => Observation.of(appDocuments(graph.node.root));
const component = (graph: InferenceGraph, name: string) =>
  observe(graph).graphs[0]?.components.find((candidate) => candidate.name === name);

describe('flags of a frontend', () => {
  const command = (props: ConstructorParameters<typeof Frontend>[2]) =>
    component(llama({ frontend: props ?? {} }), 'frontend')?.writtenCommand.slice(3);

  test('win over computed ones, in their place; further ones stand at the end', () => {
    expect(command({ flags: { httpPort: 8080, 'kv-cache-block-size': 32, someSwitch: true } })).toEqual(
      '--http-port 8080 --router-mode round-robin --migration-limit 3 --kv-cache-block-size 32 --some-switch'.split(
        ' ',
      ),
    );
  });

  test('null leaves a computed flag out, false turns one off', () => {
    expect(command({ flags: { migrationLimit: null, httpPort: null } })).toEqual(['--router-mode', 'round-robin']);
    const guessing = command({
      router: Router.kv({ events: false }),
      flags: { routerKvEvents: null, kvEvents: false },
    });
    expect(guessing).toContain('--no-kv-events');
    expect(guessing).not.toContain('--no-router-kv-events');
  });
});

describe('the pod template of a graph', () => {
  test('is laid over those of all components, and theirs over it', () => {
    const graph = aggregated(Engine.vllm(), {
      podTemplate: { spec: { securityContext: null, imagePullSecrets: [{ name: 'registry' }], schedulerName: 'mine' } },
    });
    new AggregatedPool(graph, 'other', {
      nodes: h200,
      parallelism: Parallelism.tensor(2),
      podTemplate: { spec: { schedulerName: 'other' } },
    });
    const pods = ['frontend', 'worker', 'other'].map((name) => component(graph, name)?.pod);
    expect(pods.map((pod) => pod?.['schedulerName'])).toEqual(['mine', 'mine', 'other']);
    expect(pods.map((pod) => [pod?.['securityContext'], pod?.['imagePullSecrets']])).toEqual(
      Array.from({ length: 3 }, () => [undefined, [{ name: 'registry' }]]),
    );
  });
});

describe('names', () => {
  test('of components may have capitals, those of objects are in lower case', () => {
    const graph = new InferenceGraph(chart(), 'r1', {
      model: models.DEEPSEEK_R1.at(Precision.NVFP4),
      engine: Engine.trtllm(),
      computeDomain: { domain: 'rack', claimTemplate: 'rack-channel' },
    });
    new Frontend(graph, 'Frontend');
    new AggregatedPool(graph, 'TrtllmWorker', { nodes: gb200, parallelism: Parallelism.attentionDp(8) });
    const documents = observe(graph);
    expect(documents.graphs[0]?.components.map(({ name }) => name)).toEqual(['Frontend', 'TrtllmWorker']);
    expect(documents.ofKind('ConfigMap').map(nameOf)).toEqual([expect.stringMatching(/^r1-trtllmworker-engine-/)]);
    expect(documents.find('ComputeDomain', undefined, 'rack')?.value['spec']).toMatchObject({
      channel: { resourceClaimTemplate: { name: 'rack-channel' } },
    });
    expect(component(graph, 'TrtllmWorker')?.podClaims.map(({ template }) => template)).toEqual(['rack-channel']);
    expect(graph.check().findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each(['', '-a', 'a_b', 'a.b', 'a'.repeat(64)])("'%s' is no name of a component", (id) => {
    const graph = llama();
    expect(() => new PrefillPool(graph, id, { nodes: h200, parallelism: Parallelism.tensor(2) })).toThrow();
  });
});

test('an existing claim is mounted where it is said', () => {
  const graph = llama({ cache: ModelCache.fromClaim({ claimName: 'weights', mountPath: '/models' }) });
  const { mounts = [], env } = component(graph, 'decode') ?? {};
  expect(mounts.map(({ mountPath }) => mountPath)).toContain('/models');
  expect(env?.get('HF_HOME')?.value).toBe('/models');
});

test('a blueprint has a release and a namespace of its own, unless others are asked for', () => {
  const blueprint = defineBlueprint({
    name: 'own',
    summary: 'own',
    description: 'own',
    release: Release.V1_4,
    namespace: 'llm',
    parameters: {},
    build: (scope, _parameters, release) => {
      const graph = new InferenceGraph(scope, 'own', {
        model: models.QWEN3_32B.at(Precision.FP8),
        engine: Engine.vllm(),
        release,
      });
      new Frontend(graph, 'frontend');
      return graph;
    },
  });
  const own = instantiate(blueprint);
  expect([own.graph.release.version, own.chart.namespace]).toEqual(['1.4', 'llm']);
  const asked = instantiate(blueprint, { release: Release.V1_6, namespace: 'other' });
  expect([asked.graph.release.version, asked.chart.namespace]).toEqual(['1.6', 'other']);
});
