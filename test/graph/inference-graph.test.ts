import { Duration, JsonPatch, Size } from 'cdk8s';
import {
  AggregatedPool,
  appDocuments,
  DecodePool,
  Engine,
  EnvValue,
  Fabric,
  Frontend,
  InferenceGraph,
  KvPrecision,
  ModelCache,
  models,
  NodeGroup,
  Orchestrator,
  Parallelism,
  Precision,
  PrefillPool,
  Release,
  Router,
  SecretKey,
  Workload,
} from '../../constructs';
import { Observation, type ObservedComponent } from '../../constructs/observed';
import { aggregated, chart, gb200, h200, llama } from './support';

const observe = (graph: { readonly node: InferenceGraph['node'] }) => Observation.of(appDocuments(graph.node.root));

function component(graph: { readonly node: InferenceGraph['node'] }, name: string): ObservedComponent {
  const found = observe(graph)
    .graphs.flatMap(({ components }) => components)
    .find((candidate) => candidate.name === name);
  if (found === undefined) {
    throw new Error(`there is no component ${name}`);
  }
  return found;
}

describe('an inference graph', () => {
  test('pods follow from parallelism and node group', () => {
    const graph = new InferenceGraph(chart(), 'r1', {
      model: models.DEEPSEEK_R1.at(Precision.FP8),
      engine: Engine.sglang(),
    });
    new Frontend(graph, 'frontend');
    new AggregatedPool(graph, 'worker', { nodes: h200, parallelism: Parallelism.tensorExpert(16), workers: 2 });
    const worker = component(graph, 'worker');
    expect(worker).toMatchObject({ replicas: 2, nodeCount: 2, gpus: 8, role: 'worker' });
    expect(worker.nodeSelector).toEqual({ 'nvidia.com/gpu.product': 'NVIDIA-H200' });
    expect(graph.describe().totals).toMatchObject({ workers: 2, gpus: 32 });
  });

  test('a worker must take whole nodes when it spans them', () => {
    const graph = new InferenceGraph(chart(), 'r1', {
      model: models.DEEPSEEK_R1.at(Precision.FP8),
      engine: Engine.sglang(),
    });
    expect(() => new AggregatedPool(graph, 'worker', { nodes: h200, parallelism: Parallelism.tensor(12) })).toThrow(
      /'parallelism' must be at most 8 GPUs or a multiple of them.*got 'TP12 \(12 GPUs\)'/,
    );
  });

  test('a router that follows events turns them on in the workers, with one block size', () => {
    const graph = llama({ frontend: { router: Router.kv(), replicas: 2 } });
    const frontend = component(graph, 'frontend').commandLine;
    expect(frontend.value('--router-mode')).toBe('kv');
    expect(frontend.value('--kv-cache-block-size')).toBe('64');
    expect(frontend.has('--router-replica-sync')).toBe(true);
    for (const name of ['prefill', 'decode']) {
      expect(component(graph, name).engine).toMatchObject({ kvEvents: true, kvBlockTokens: 64 });
    }
  });

  test('a TensorRT-LLM worker that publishes events keeps blocks, with the flags of its release', () => {
    const of = (release: Release) => {
      const graph = new InferenceGraph(chart(), 'g', {
        model: models.GPT_OSS_120B.at(Precision.MXFP4),
        engine: Engine.trtllm(),
        release,
      });
      new AggregatedPool(graph, 'worker', { nodes: h200, parallelism: Parallelism.tensor(4) });
      new Frontend(graph, 'frontend', { router: Router.kv() });
      return component(graph, 'worker');
    };
    expect(of(Release.V1_6).engine?.config?.values).toMatchObject({
      kv_cache_config: { enable_block_reuse: true, tokens_per_block: 32 },
    });
    expect(of(Release.V1_6).commandLine.has('--publish-kv-events')).toBe(true);
    expect(of(Release.V1_2).commandLine.has('--publish-events-and-metrics')).toBe(true);
  });

  test('the order in which components are added does not matter', () => {
    const build = (frontendFirst: boolean) => {
      const graph = new InferenceGraph(chart(), 'llama', {
        model: models.LLAMA_3_3_70B.at(Precision.FP8),
        engine: Engine.vllm(),
      });
      const add = [
        () => new Frontend(graph, 'frontend', { router: Router.kv() }),
        () => new AggregatedPool(graph, 'worker', { nodes: h200, parallelism: Parallelism.tensor(2) }),
      ];
      for (const step of frontendFirst ? add : add.reverse()) {
        step();
      }
      return observe(graph).ofKind('DynamoGraphDeployment')[0]?.value;
    };
    expect(build(true)).toEqual(build(false));
  });

  test('a change of the engine configuration changes the name of its ConfigMap', () => {
    const nameFor = (batchSize: number) => {
      const graph = new InferenceGraph(chart(), 'g', {
        model: models.GPT_OSS_120B.at(Precision.MXFP4),
        engine: Engine.trtllm(),
      });
      new AggregatedPool(graph, 'worker', { nodes: h200, parallelism: Parallelism.tensor(4), limits: { batchSize } });
      return component(graph, 'worker').engine?.config?.name;
    };
    expect(nameFor(64)).toMatch(/^g-worker-engine-[0-9a-f]{8}\/aggregated\.yaml$/);
    expect(nameFor(64)).toBe(nameFor(64));
    expect(nameFor(64)).not.toBe(nameFor(65));
  });

  test("settings in the engine's own words win, group by group", () => {
    const graph = new InferenceGraph(chart(), 'g', {
      model: models.GPT_OSS_120B.at(Precision.MXFP4),
      engine: Engine.trtllm(),
    });
    new AggregatedPool(graph, 'worker', {
      nodes: h200,
      parallelism: Parallelism.tensor(4),
      engineConfig: { kv_cache_config: { host_cache_size: 1 }, cuda_graph_config: null, extra: { brand_new_key: [1] } },
    });
    expect(component(graph, 'worker').engine?.config?.values).toMatchObject({
      kv_cache_config: { host_cache_size: 1, dtype: 'auto', free_gpu_memory_fraction: 0.8 },
      cuda_graph_config: null,
      brand_new_key: [1],
    });
  });

  test('FP8 KV cache is the default for NVFP4 checkpoints only', () => {
    expect(
      new InferenceGraph(chart(), 'g', { model: models.DEEPSEEK_R1.at(Precision.NVFP4), engine: Engine.trtllm() })
        .kvPrecision,
    ).toBe(KvPrecision.FP8);
    expect(llama().kvPrecision).toBe(KvPrecision.BF16);
  });

  test('extra arguments and environment come last and win', () => {
    const graph = aggregated(Engine.vllm());
    new AggregatedPool(graph, 'second', {
      nodes: h200,
      parallelism: Parallelism.tensor(1),
      extraArgs: ['--seed', '7'],
      extraEnv: {
        HF_HOME: '/elsewhere',
        TOKEN: EnvValue.secret(SecretKey.of('hub', 'token')),
        NODE: EnvValue.field('spec.nodeName'),
      },
    });
    const second = component(graph, 'second');
    expect(second.commandLine.flags.at(-1)).toMatchObject({ name: '--seed', value: '7' });
    expect(second.env.get('HF_HOME')?.value).toBe('/elsewhere');
    expect(second.env.get('TOKEN')).not.toHaveProperty('value');
    expect(second.secretNames).toEqual(['hub']);
  });

  test('without Grove the operator is told so', () => {
    expect(observe(aggregated(Engine.vllm(), { orchestrator: Orchestrator.LWS })).graphs[0]?.annotations).toEqual({
      'nvidia.com/enable-grove': 'false',
    });
  });

  test('a private image without a version says its runtime version, from release 1.5 on', () => {
    const image = 'registry.example/dynamo@sha256:0000000000000000000000000000000000000000000000000000000000000000';
    const overrideFor = (release: Release) =>
      component(aggregated(Engine.vllm(), { image, release }), 'worker').runtimeVersionOverride;
    expect(overrideFor(Release.V1_6)).toBe('1.6.1');
    expect(overrideFor(Release.V1_4)).toBeUndefined();
  });

  test.each(['G', 'a.b', '-a', 'a'.repeat(64), ''])('refuses the name %j', (name) => {
    expect(
      () =>
        new InferenceGraph(chart(), 'g', { name, model: models.QWEN3_32B.at(Precision.FP8), engine: Engine.vllm() }),
    ).toThrow(/'name' must be a DNS label/);
  });

  test('names of components and claims are checked at once', () => {
    const graph = aggregated(Engine.vllm());
    expect(() => new Frontend(graph, 'Front_End')).toThrow(/'id' must be a name of letters, digits and inner hyphens/);
    expect(() => new AggregatedPool(graph, 'my.pool', { nodes: h200, parallelism: Parallelism.tensor(1) })).toThrow(
      /'id' must be a name of letters, digits and inner hyphens/,
    );
    expect(() => new ModelCache(chart(), 'c'.repeat(46), { model: graph.model })).toThrow(/at most 45 characters/);
  });

  test('numbers that make no pod are refused at once', () => {
    const graph = aggregated(Engine.vllm());
    const pool = (id: string, props: object) => () =>
      new AggregatedPool(graph, id, { nodes: h200, parallelism: Parallelism.tensor(1), ...props });
    expect(pool('a', { cpu: -1 })).toThrow(/'cpu' must be a number of cores above 0/);
    expect(pool('b', { limits: { sequenceTokens: -5 } })).toThrow(
      /'limits.sequenceTokens' must be a whole number of at least 1/,
    );
    expect(pool('c', { startupWindow: Duration.seconds(0) })).toThrow(/'startupWindow in seconds'/);
    expect(() => SecretKey.of('Bad_Name', 'key')).toThrow(/'name' must be a DNS subdomain/);
    expect(() => ModelCache.fromClaim({ claimName: 'Bad_Name' })).toThrow(/'claimName' must be a DNS subdomain/);
  });

  test('describe() is frozen plain data', () => {
    const description = llama().describe();
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
    expect(Object.isFrozen(description.pools[0]?.memory)).toBe(true);
  });
});

describe('multi-node NVLink', () => {
  const build = (decodeGpus: number) => {
    const graph = new InferenceGraph(chart(), 'r1', {
      model: models.DEEPSEEK_R1.at(Precision.NVFP4),
      engine: Engine.trtllm(),
    });
    new Frontend(graph, 'frontend');
    new PrefillPool(graph, 'prefill', { nodes: gb200, parallelism: Parallelism.attentionDp(4), workers: 3 });
    new DecodePool(graph, 'decode', { nodes: gb200, parallelism: Parallelism.attentionDp(decodeGpus) });
    return graph;
  };

  test('one domain spans all pods of the graph, each with a claim', () => {
    const graph = build(32);
    const [domain] = observe(graph).ofKind('ComputeDomain');
    expect(domain?.value['spec']).toEqual({
      numNodes: 11,
      channel: { allocationMode: 'Single', resourceClaimTemplate: { name: 'r1-nvlink-channel' } },
    });
    for (const name of ['prefill', 'decode']) {
      const pool = component(graph, name);
      expect(pool.podClaims).toEqual([{ name: 'compute-domain-channel', template: 'r1-nvlink-channel' }]);
      expect(pool.containerClaims).toEqual(['compute-domain-channel']);
      expect(pool.env.get('NCCL_MNNVL_ENABLE')?.value).toBe('1');
      expect(pool.nodeSelector['kubernetes.io/arch']).toBe('arm64');
    }
    expect(component(graph, 'frontend').podClaims).toEqual([]);
  });

  test('an aggregated worker on one node needs none', () => {
    const graph = new InferenceGraph(chart(), 'g', {
      model: models.GPT_OSS_120B.at(Precision.MXFP4),
      engine: Engine.trtllm(),
    });
    new AggregatedPool(graph, 'worker', { nodes: gb200, parallelism: Parallelism.tensor(4) });
    expect(observe(graph).ofKind('ComputeDomain')).toEqual([]);
    expect(component(graph, 'worker').podClaims).toEqual([]);
  });
});

describe('fabrics', () => {
  test('EFA brings devices, privileges, environment, image and the transfer back end together', () => {
    const nodes = NodeGroup.h200Sxm({ fabric: Fabric.efa({ devicesPerNode: 16 }) });
    const graph = new InferenceGraph(chart(), 'llama', {
      model: models.LLAMA_3_3_70B.at(Precision.FP8),
      engine: Engine.vllm(),
    });
    new Frontend(graph, 'frontend');
    new PrefillPool(graph, 'prefill', { nodes, parallelism: Parallelism.tensor(4) });
    new DecodePool(graph, 'decode', { nodes, parallelism: Parallelism.tensor(4) });
    const prefill = component(graph, 'prefill');
    expect(prefill.extendedResources).toMatchObject({ 'vpc.amazonaws.com/efa': 8 });
    expect(prefill.privileged).toBe(true);
    expect(prefill.env.get('FI_PROVIDER')?.value).toBe('efa');
    expect(prefill.image).toMatch(/-efa/);
    expect(prefill.commandLine.value('--kv-transfer-config')).toContain('LIBFABRIC');
    expect(component(graph, 'frontend').image).not.toMatch(/efa/);
  });

  test('only a pool whose fabric needs a capability runs as root', () => {
    const spec = JSON.stringify(observe(llama()).ofKind('DynamoGraphDeployment')[0]?.value);
    expect(spec).toContain('"add":["IPC_LOCK"]');
    expect(JSON.stringify(observe(aggregatedOnNvlink()).ofKind('DynamoGraphDeployment'))).not.toContain(
      '"runAsUser":0',
    );
  });

  function aggregatedOnNvlink() {
    const graph = new InferenceGraph(chart(), 'g', {
      model: models.GPT_OSS_120B.at(Precision.MXFP4),
      engine: Engine.trtllm(),
    });
    new Frontend(graph, 'frontend');
    new AggregatedPool(graph, 'worker', { nodes: gb200, parallelism: Parallelism.tensor(4) });
    return graph;
  }
});

describe('a model cache', () => {
  const cached = (token?: SecretKey) => {
    const scope = chart();
    const model = models.LLAMA_3_3_70B.at(Precision.BF16);
    const cache = new ModelCache(scope, 'weights', {
      model,
      storageClassName: 'fsx',
      ...(token === undefined ? {} : { token }),
    });
    const graph = new InferenceGraph(scope, 'llama', { model, engine: Engine.vllm(), cache });
    new Frontend(graph, 'frontend');
    new AggregatedPool(graph, 'worker', { nodes: h200, parallelism: Parallelism.tensor(4) });
    return graph;
  };

  test('claim, download and mounts belong together', () => {
    const graph = cached(SecretKey.of('hf-token-secret', 'HF_TOKEN'));
    const observation = observe(graph);
    expect(observation.find('PersistentVolumeClaim', undefined, 'weights')?.value['spec']).toEqual({
      accessModes: ['ReadWriteMany'],
      resources: { requests: { storage: '200Gi' } },
      storageClassName: 'fsx',
    });
    const [job] = observation.ofKind('Job');
    expect(JSON.stringify(job?.value)).toContain('"secretKeyRef":{"key":"HF_TOKEN","name":"hf-token-secret"}');
    expect(component(graph, 'worker')).toMatchObject({ claimNames: ['weights'] });
    expect(component(graph, 'worker').env.get('HF_HUB_OFFLINE')?.value).toBe('1');
  });

  test('the claim and the download stand before the graph', () => {
    const kinds = cached(SecretKey.of('hf-token-secret', 'HF_TOKEN')).node.root.node.children.flatMap((child) =>
      'toJson' in child ? chartKinds(child) : [],
    );
    expect(kinds.indexOf('Job')).toBeLessThan(kinds.indexOf('DynamoGraphDeployment'));
  });

  const chartKinds = (child: object): readonly string[] =>
    'toJson' in child && typeof child.toJson === 'function'
      ? child.toJson().map(({ kind }: { kind: string }) => kind)
      : [];

  test('the name of the download changes with what it downloads', () => {
    const jobName = (graph: ReturnType<typeof cached>) => observe(graph).ofKind('Job')[0]?.value['metadata'];
    expect(jobName(cached())).toEqual(jobName(cached()));
    expect(jobName(cached())).not.toEqual(jobName(cached(SecretKey.of('a', 'b'))));
  });

  test('an existing claim is mounted, not made, and not waited for', () => {
    const graph = aggregated(Engine.vllm(), { cache: ModelCache.fromClaim({ claimName: 'shared' }) });
    expect(observe(graph).ofKind('PersistentVolumeClaim')).toEqual([]);
    expect(component(graph, 'worker').claimNames).toEqual(['shared']);
    expect(JSON.stringify(observe(graph).documents)).not.toContain('wait-for-model');
  });

  test('a slow store widens the startup window', () => {
    const windowFor = (readThroughput: Size) => {
      const cache = ModelCache.fromClaim({ claimName: 'shared', readThroughput });
      return aggregated(Engine.vllm(), { cache, model: models.DEEPSEEK_R1.at(Precision.FP8) }).describe().pools[0]
        ?.startup;
    };
    expect(windowFor(Size.gibibytes(10))).toMatchObject({ windowSeconds: 7200 });
    const slow = windowFor(Size.mebibytes(100));
    expect(slow?.windowSeconds).toBeGreaterThan(3 * (slow?.loadSeconds ?? Number.POSITIVE_INFINITY));
  });
});

describe('shutdown', () => {
  test('the pod outlives the drain, and the drain follows from the longest answer', () => {
    const graph = llama({ workload: Workload.of({ inputTokens: 1024, outputTokens: 4000 }) });
    const decode = component(graph, 'decode');
    expect(decode.env.get('DYN_RUNTIME_GRACEFUL_SHUTDOWN_TIMEOUT_SECS')?.value).toBe('400');
    expect(decode.terminationGracePeriodSeconds).toBe(460);
  });

  test('a stated drain counts', () => {
    const graph = aggregated(Engine.vllm());
    new AggregatedPool(graph, 'second', {
      nodes: h200,
      parallelism: Parallelism.tensor(1),
      drain: Duration.minutes(1),
    });
    expect(component(graph, 'second').terminationGracePeriodSeconds).toBe(120);
  });
});

describe('validation', () => {
  test('a good graph synthesises', () => {
    const graph = llama();
    expect(graph.check().findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('a patch that breaks the graph is found before anything is written', () => {
    const graph = llama();
    graph.deployment.addJsonPatch(
      JsonPatch.replace('/spec/components/2/podTemplate/spec/containers/0/resources/limits/nvidia.com~1gpu', '1'),
    );
    expect(() => graph.node.root.node.validate()).not.toThrow();
    expect(graph.node.root.node.validate().join('\n')).toMatch(
      /DYN008 .*DynamoGraphDeployment\/llama: spec\.components\[decode\]/,
    );
  });

  test('an acknowledged finding stays in the output with its reason', () => {
    const graph = llama();
    // The request has to follow the limit, or the API server refuses the pods.
    for (const kind of ['limits', 'requests']) {
      graph.deployment.addJsonPatch(
        JsonPatch.replace(`/spec/components/2/podTemplate/spec/containers/0/resources/${kind}/nvidia.com~1gpu`, '1'),
      );
    }
    graph.acknowledge('DYN008', 'the second GPU is shared through MPS');
    expect(graph.node.root.node.validate()).toEqual([]);
    expect(graph.check().acknowledged).toEqual([
      expect.objectContaining({ code: 'DYN008', reason: 'the second GPU is shared through MPS' }),
    ]);
    expect(observe(graph).graphs[0]?.annotations).toEqual({
      'acknowledged.stator.dev/DYN008': 'the second GPU is shared through MPS',
    });
  });

  test.each([
    ['nonsense', 'because'],
    ['DYN999', 'because'],
    ['DYN008', '  '],
  ])('an acknowledgement needs a code and a reason (%j, %j)', (code, reason) => {
    expect(() => llama().acknowledge(code, reason)).toThrow(/must be/);
  });
});

describe('node groups of one graph', () => {
  const pools = (other: NodeGroup) => {
    const graph = llama();
    new AggregatedPool(graph, 'more', { nodes: other, parallelism: Parallelism.tensor(2) });
    return graph;
  };

  test('may be written down twice', () => {
    expect(pools(NodeGroup.h200Sxm()).pools).toHaveLength(3);
  });

  test('share no name when they differ: machines are counted by it', () => {
    expect(() => pools(NodeGroup.h200Sxm({ fabric: Fabric.tcp() }))).toThrow(/'nodes'.*h200-sxm.*name/);
    expect(() => pools(NodeGroup.h200Sxm({ nodeSelector: { zone: 'a' } }))).toThrow(/'nodes'/);
    expect(pools(NodeGroup.h200Sxm({ name: 'tcp', fabric: Fabric.tcp() })).pools).toHaveLength(3);
  });

  test('are counted by GPUs, CPU, memory and fabric', () => {
    const graph = aggregated(Engine.vllm());
    const roce = NodeGroup.h200Sxm({ name: 'roce', fabric: Fabric.roce({ networks: ['rdma-0'] }) });
    new AggregatedPool(graph, 'one-network', { nodes: roce, parallelism: Parallelism.tensor(2), workers: 2 });
    expect(graph.describe().totals.nodes).toEqual([
      { nodeGroup: 'h200-sxm', needed: 1 },
      { nodeGroup: 'roce', needed: 2 },
    ]);
  });
});
