import {
  AggregatedPool,
  appDocuments,
  EncodePool,
  Engine,
  Frontend,
  InferenceGraph,
  LoraAdapter,
  LoraSource,
  ModelCache,
  models,
  Parallelism,
  Planner,
  Precision,
  Release,
  SecretKey,
} from '../../constructs';
import { CrdSet } from '../../constructs/admission';
import { HAS_CRDS, sharedCrds } from '../manifests/shared';
import { component, TARGETS } from './planner-support';
import { chart, h200, llama } from './support';

const s3 = (region = 'eu-central-1') =>
  LoraSource.s3({
    ...{ bucket: 'adapters', path: '/support/v3/', region, endpoint: 'http://minio:9000' },
    credentials: {
      accessKeyId: SecretKey.of('minio', 'AWS_ACCESS_KEY_ID'),
      secretAccessKey: SecretKey.of('minio', 'AWS_SECRET_ACCESS_KEY'),
    },
  });

const hub = LoraSource.huggingFace({
  ...{ repository: 'org/adapter', revision: '1a2b', token: SecretKey.of('hf', 'HF_TOKEN') },
});

const errorsOf = (graph: InferenceGraph<'vllm'>) =>
  graph.check().findings.filter(({ severity }) => severity === 'error');

describe('a LoRA adapter', () => {
  test('becomes a DynamoModel on the base model of the graph', () => {
    const graph = llama();
    new LoraAdapter(graph, 'support', { name: 'support', source: s3(), rank: 16 });
    const [model] = appDocuments(graph.node.root).filter(({ value }) => value['kind'] === 'DynamoModel');
    expect(model?.value).toMatchObject({
      apiVersion: 'nvidia.com/v1alpha1',
      metadata: { name: 'llama-support' },
      spec: {
        modelName: 'support',
        baseModelName: graph.model.repository,
        modelType: 'lora',
        source: { uri: 's3://adapters/support/v3' },
      },
    });
    expect(errorsOf(graph)).toEqual([]);
  });

  test('has all workers started for as many adapters as there are, of the largest rank', () => {
    const graph = llama();
    new LoraAdapter(graph, 'support', { name: 'support', source: s3(), rank: 12 });
    new LoraAdapter(graph, 'sales', { name: 'sales', source: s3(), rank: 33 });
    for (const name of ['prefill', 'decode']) {
      const worker = component(graph, name);
      expect(worker.written['modelRef']).toEqual({ name: graph.model.repository });
      expect(worker.commandLine.has('--enable-lora')).toBe(true);
      expect(worker.commandLine.value('--max-lora-rank')).toBe('64');
      expect(worker.commandLine.value('--max-loras')).toBe('2');
      expect(worker.env.get('DYN_LORA_ENABLED')?.value).toBe('true');
      expect(worker.env.get('AWS_ENDPOINT')?.value).toBe('http://minio:9000');
      expect(worker.env.get('AWS_ALLOW_HTTP')?.value).toBe('true');
      expect(worker.secretNames).toContain('minio');
    }
    expect(component(graph, 'frontend').written['modelRef']).toBeUndefined();
    expect(errorsOf(graph)).toEqual([]);
  });

  test('from the hub lets workers ask it, though the weights are in a cache', () => {
    const graph = llama({ cache: ModelCache.fromClaim({ claimName: 'weights' }) });
    new LoraAdapter(graph, 'support', { name: 'support', source: hub, rank: 8 });
    const worker = component(graph, 'decode');
    expect(worker.env.get('HF_HUB_OFFLINE')?.value).toBe('0');
    expect(worker.secretNames).toContain('hf');
    expect(hub.uri).toBe('hf://org/adapter@1a2b');
    expect(errorsOf(graph)).toEqual([]);
  });

  test('is refused with a name that is taken, a rank that vLLM does not have, and access that contradicts another', () => {
    const graph = llama();
    new LoraAdapter(graph, 'support', { name: 'support', source: s3(), rank: 16 });
    const add = (id: string, name: string, source: LoraSource, rank = 16) =>
      new LoraAdapter(graph, id, { name, source, rank });
    expect(() => add('a', 'support', s3())).toThrow(/a name other than those of the graph/);
    expect(() => add('b', graph.servedName, s3())).toThrow(/a name other than those of the graph/);
    expect(() => add('c', 'c', s3(), 1024)).toThrow("'rank' must be a whole number from 1 to 512, got 1024");
    expect(() => add('d', 'd', s3('us-east-1'))).toThrow(/workers have one AWS_REGION/);
    expect(() => LoraSource.s3({ bucket: 'b', path: '/' })).toThrow("'path'");
    expect(() => LoraSource.s3({ bucket: 'b', path: 'p', endpoint: 'minio:9000' })).toThrow("'endpoint'");
    expect(() => LoraSource.huggingFace({ repository: 'adapter' })).toThrow("'repository'");
    expect(() => LoraSource.huggingFace({ repository: 'org/adapter', revision: 'a b' })).toThrow("'revision'");
  });

  const crds = HAS_CRDS ? CrdSet.from(sharedCrds('dynamo-1.2')) : undefined;

  (crds === undefined ? test.skip : test)('is accepted by the real CRDs', () => {
    const graph = llama({ release: Release.V1_2 });
    new LoraAdapter(graph, 'support', { name: 'support', source: s3(), rank: 16 });
    expect(appDocuments(graph.node.root).flatMap((document) => crds?.check(document) ?? [])).toEqual([]);
  });
});

describe('an encode pool', () => {
  const seeing = (release = Release.latest) => {
    const graph = new InferenceGraph(chart(), 'seeing', {
      model: models.QWEN3_32B.at(Precision.FP8),
      engine: Engine.vllm(),
      release,
    });
    new Frontend(graph, 'frontend');
    new EncodePool(graph, 'encode', { nodes: h200, parallelism: Parallelism.tensor(1) });
    new AggregatedPool(graph, 'worker', { nodes: h200, parallelism: Parallelism.tensor(2) });
    return graph;
  };

  test('encodes for the others, as a component of type worker', () => {
    const graph = seeing();
    const encode = component(graph, 'encode');
    expect(encode.type).toBe('worker');
    expect(encode.role).toBe('encode');
    expect(encode.commandLine.value('--disaggregation-mode')).toBe('encode');
    expect(encode.commandLine.has('--enable-multimodal')).toBe(true);
    expect(encode.commandLine.has('--kv-transfer-config', '--kv-events-config')).toBe(false);
    const worker = component(graph, 'worker');
    for (const flag of ['--route-to-encoder', '--enable-multimodal', '--enable-mm-embeds']) {
      expect(worker.commandLine.has(flag)).toBe(true);
    }
    expect(graph.describe()).toMatchObject({
      disaggregated: false,
      pools: [{ role: 'encode' }, { role: 'aggregated' }],
    });
    expect(errorsOf(graph)).toEqual([]);
  });

  test('is nothing that a planner scales', () => {
    const graph = seeing();
    const planner = new Planner(graph, 'planner', TARGETS);
    expect(planner.pools.map(({ node }) => node.id)).toEqual(['worker']);
    expect(component(graph, 'encode').scalingAdapter).toBe(false);
    const pools = seeing().pools.slice(0, 1);
    expect(() => new Planner(pools[0]?.graph ?? graph, 'planner', { ...TARGETS, pools })).toThrow(
      "'pools' must be pools that read prompts or generate tokens",
    );
  });

  test('needs release 1.3', () => {
    expect(() => seeing(Release.V1_2)).toThrow("'release' must be 1.3 or newer for an EncodePool, got '1.2'");
  });
});
