import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, Duration, JsonPatch, Size } from 'cdk8s';
import {
  AggregatedPool,
  AwsMachine,
  CpuArch,
  DecodePool,
  Delivery,
  DynamoPlatform,
  Engine,
  Fabric,
  type Finding,
  Frontend,
  GPU_SPECS,
  Gpu,
  GraphRequest,
  InferenceGraph,
  type InferenceGraphProps,
  InferenceNamespace,
  ModelCache,
  models,
  Nats,
  NatsAuth,
  NatsTls,
  NodeGroup,
  Orchestrator,
  Parallelism,
  Planes,
  Planner,
  PodSecurityLevel,
  PoolAutoscaler,
  type PoolProps,
  Precision,
  PrefillPool,
  Prerequisite,
  Release,
  Router,
  ScalingTarget,
  Workload,
} from '../../constructs';
import { aggregated, chart, gb200, h200, llama } from '../graph/support';

const llama70b = models.LLAMA_3_3_70B.at(Precision.FP8);

/** What synth says with this code: message and fix. */
function says(graph: InferenceGraph, code: string): readonly string[] {
  return graph
    .check()
    .findings.filter((finding) => finding.code === code)
    .map(({ severity, message, fix }: Finding) => `${severity}: ${message} -> ${fix}`);
}

/** A graph of one pool of vLLM. */
function onePool(pool: Partial<PoolProps<'vllm'>> = {}, props: Partial<InferenceGraphProps<'vllm'>> = {}) {
  const graph = new InferenceGraph(chart(), 'chat', { model: llama70b, engine: Engine.vllm(), ...props });
  new Frontend(graph, 'frontend');
  new AggregatedPool(graph, 'worker', { nodes: h200, parallelism: Parallelism.tensor(8), ...pool });
  return graph;
}

/** A prefill and a decode pool on EFA. */
function onEfa(decode: Partial<PoolProps<'vllm'>> = {}): InferenceGraph {
  const graph = new InferenceGraph(chart(), 'chat', { model: llama70b, engine: Engine.vllm() });
  const pool = { nodes: NodeGroup.aws(AwsMachine.P5_48XLARGE), parallelism: Parallelism.tensor(8) };
  new Frontend(graph, 'frontend');
  new PrefillPool(graph, 'prefill', pool);
  new DecodePool(graph, 'decode', { ...pool, ...decode });
  return graph;
}

function patched(graph: InferenceGraph, ...patches: readonly JsonPatch[]): InferenceGraph {
  graph.deployment.addJsonPatch(...patches);
  return graph;
}

const WORKER = '/spec/components/1';
const POD = `${WORKER}/podTemplate/spec`;

/** Kept apart by number: the 25 complaints of users of such tools that Stator was made to answer, each with its thread. */
describe('what users stumble over', () => {
  test('1: nodes that a worker does not use (ai-dynamo/dynamo#4975)', () => {
    const graph = onePool({ parallelism: Parallelism.tensor(16) });
    expect(graph.describe().pools[0]?.nodesPerWorker).toBe(2);
    const [finding] = says(patched(graph, JsonPatch.replace(`${WORKER}/multinode/nodeCount`, 4)), 'DYN008');
    expect(finding).toMatch(/^error: .*uses 16 GPUs .* 16 GPUs would be left out -> set multinode\.nodeCount to 2/);
  });

  test('2: versions of operator and Grove that do not fit (ai-dynamo/dynamo#14278)', () => {
    const graph = onePool();
    new DynamoPlatform(graph.node.scope ?? graph, 'platform', {
      delivery: Delivery.existing(),
      parts: { grove: Prerequisite.present('0.1.0-alpha.6') },
    });
    expect(says(graph, 'DYN190')[0]).toMatch(/^error: .*0\.1\.0-alpha\.6 does not fit Dynamo 1\.6.* -> /);
  });

  test('3: fields of another API version (ai-dynamo/dynamo#10419)', () => {
    const graph = patched(onePool(), JsonPatch.add('/spec/services', {}));
    expect(says(graph, 'DYN116')[0]).toMatch(/^error: .*services.* -> /);
    const old = onePool({}, { release: Release.V1_2 });
    expect(says(patched(old, JsonPatch.add(`${WORKER}/minAvailable`, 1)), 'DYN116')[0]).toMatch(/minAvailable/);
  });

  test('4: system pods on GPU machines (NVIDIA/aicr#255)', () => {
    const toleration = { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' };
    const graph = patched(onePool(), JsonPatch.add('/spec/components/0/podTemplate/spec/tolerations', [toleration]));
    expect(says(graph, 'DYN209')).toEqual([
      expect.stringMatching(/'frontend' asks for no GPU.* -> take the toleration/),
    ]);
  });

  test('5: EFA that is there and not used (ai-dynamo/dynamo#4185)', () => {
    const nodes = NodeGroup.aws(AwsMachine.P5_48XLARGE);
    const share = nodes.fabric.forPod({ gpus: 8, gpusPerNode: 8 });
    expect(share).toMatchObject({ nixlBackend: 'LIBFABRIC', imageSuffix: 'efa', privileged: true });
    const kvTransferConfig = { kv_connector: 'NixlConnector', kv_role: 'kv_both' } as const;
    expect(says(onEfa({ engineConfig: { kvTransferConfig } }), 'DYN035')).toContainEqual(
      expect.stringMatching(/^error: NIXL of 'decode' uses UCX.* -> .*LIBFABRIC/),
    );
  });

  test('6: too few or too many EFA interfaces (aws/aws-parallelcluster#7143)', () => {
    // Nobody states the count: it follows from machine and GPUs.
    const counts = [AwsMachine.P5_48XLARGE, AwsMachine.P5EN_48XLARGE].map(
      (machine) => NodeGroup.aws(machine).fabric.forPod({ gpus: 8, gpusPerNode: 8 }).resources['vpc.amazonaws.com/efa'],
    );
    expect(counts).toEqual([32, 16]);
    const limits = '/spec/components/2/podTemplate/spec/containers/0/resources/limits/vpc.amazonaws.com~1efa';
    expect(says(patched(onEfa(), JsonPatch.replace(limits, '4')), 'DYN035')[0]).toMatch(
      /^error: 'decode' takes 4 EFA devices.* -> ask for vpc\.amazonaws\.com\/efa: 32/,
    );
  });

  test('7: the wrong CPU architecture for the GPUs (pulumi/pulumi-eks#1526)', () => {
    const group = { name: 'own', gpusPerNode: 4, fabric: Fabric.mnnvl(), allocatable: gb200.allocatable };
    expect(() => NodeGroup.of({ ...group, gpu: Gpu.GB200, arch: CpuArch.AMD64 })).toThrow(/arch.*arm64/);
    const graph = patched(onePool(), JsonPatch.add(`${POD}/nodeSelector/kubernetes.io~1arch`, 'arm64'));
    expect(says(graph, 'DYN039')[0]).toMatch(/no node has both -> select kubernetes\.io\/arch: amd64/);
  });

  test('8: /dev/shm too small (ai-dynamo/dynamo#1408)', () => {
    const graph = patched(onePool(), JsonPatch.replace(`${WORKER}/sharedMemorySize`, '0'));
    expect(says(graph, 'DYN046')[0]).toMatch(
      /^error: 'worker' has 8 GPUs and no shared memory.* -> set a size, for example 16Gi/,
    );
  });

  test('9: names too long for what the operator adds (ai-dynamo/dynamo#4938)', () => {
    const graph = new InferenceGraph(chart(), 'llama-3-3-70b-instruct-production', {
      model: llama70b,
      engine: Engine.vllm(),
    });
    new Frontend(graph, 'frontend');
    const nodes = h200;
    new AggregatedPool(graph, 'aggregated-long-context-worker-of-the-second-team', {
      nodes,
      parallelism: Parallelism.tensor(8),
    });
    expect(says(graph, 'DYN001')[0]).toMatch(/^error: .* -> /);
  });

  test('10: a GPU whose label nobody knows (ai-dynamo/dynamo#8469)', () => {
    // One table has the labels of every GPU; a GPU of the user is selected by the label that every GPU machine has.
    expect(Object.values(GPU_SPECS).every(({ productLabels }) => productLabels.length > 0)).toBe(true);
    expect(h200.nodeSelector['nvidia.com/gpu.product']).toMatch(/^NVIDIA-H200/);
    const nodes = NodeGroup.b300Hgx();
    const request = (release: Release) => new GraphRequest(chart(), 'chat', { model: 'org/name', nodes, release });
    expect(() => request(Release.V1_2)).toThrow(/nodes.*1\.6/);
    expect(() => request(Release.V1_6)).not.toThrow();
  });

  test('11: a cache that only one node can mount (ai-dynamo/dynamo#13712)', () => {
    const scope = chart();
    const cache = new ModelCache(scope, 'weights', { model: llama70b, storageClassName: 'fsx-lustre' });
    const graph = new InferenceGraph(scope, 'chat', { model: llama70b, engine: Engine.vllm(), cache });
    new Frontend(graph, 'frontend');
    new AggregatedPool(graph, 'worker', { nodes: h200, parallelism: Parallelism.tensor(8), workers: 2 });
    const claim = scope.node
      .findAll()
      .find((each): each is ApiObject => ApiObject.isApiObject(each) && each.kind === 'PersistentVolumeClaim');
    claim?.addJsonPatch(JsonPatch.replace('/spec/accessModes/0', 'ReadWriteOnce'));
    expect(says(graph, 'DYN045')[0]).toMatch(/^error: .*ReadWriteOnce.* -> .*ReadWriteMany/);
  });

  test('12: a gated model without a token, and a token with a line break (ai-runway/airunway#28)', () => {
    const scope = chart();
    const cache = new ModelCache(scope, 'weights', { model: llama70b, storageClassName: 'fsx-lustre' });
    expect(cache).toBeDefined();
    const gated = models.LLAMA_3_3_70B.at(Precision.BF16);
    const graph = new InferenceGraph(scope, 'chat', { model: gated, engine: Engine.vllm() });
    new Frontend(graph, 'frontend');
    new AggregatedPool(graph, 'worker', { nodes: h200, parallelism: Parallelism.tensor(8) });
    new ApiObject(scope, 'token', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'hf-token-secret' },
      stringData: { HF_TOKEN: 'hf_abc\n' },
    });
    expect(says(graph, 'DYN106')[0]).toMatch(/^error: .* -> .*token/i);
    expect(says(graph, 'DYN206')[0]).toMatch(
      /^error: .*ends with a line break -> make the Secret without the line break/,
    );
  });

  test('13: placeholder images, and images of another engine (ai-dynamo/dynamo#2026)', () => {
    expect(says(onePool({}, { image: 'registry.example.com/vllm-runtime:my-tag' }), 'DYN044')[0]).toMatch(
      /^error: .*my-tag' is still a placeholder -> name the registry, image and tag/,
    );
    expect(says(onePool({}, { image: 'nvcr.io/nvidia/ai-dynamo/sglang-runtime:1.6.1' }), 'DYN205')[0]).toMatch(
      /^error: .*sglang-runtime holds sglang -> use vllm-runtime/,
    );
  });

  test('14: a worker that is killed while it loads (ai-dynamo/dynamo#8113)', () => {
    const scope = chart();
    const cache = new ModelCache(scope, 'weights', { model: llama70b, storageClassName: 'fsx-lustre' });
    const graph = new InferenceGraph(scope, 'chat', { model: llama70b, engine: Engine.vllm(), cache });
    new Frontend(graph, 'frontend');
    new AggregatedPool(graph, 'worker', {
      nodes: h200,
      parallelism: Parallelism.tensor(8),
      startupWindow: Duration.seconds(10),
    });
    expect(says(graph, 'DYN047')[0]).toMatch(/has 10 s to start.* -> set startupWindow above/);
  });

  test('15: a planner beside an autoscaler (ai-dynamo/dynamo#4412)', () => {
    const scope = chart('test', 'inference');
    const graph = new InferenceGraph(scope, 'chat', { model: llama70b, engine: Engine.vllm() });
    new Frontend(graph, 'frontend');
    const nodes = h200;
    new PrefillPool(graph, 'prefill', { nodes, parallelism: Parallelism.tensor(2) });
    const decode = new DecodePool(graph, 'decode', { nodes, parallelism: Parallelism.tensor(2) });
    new Planner(graph, 'planner', { target: ScalingTarget.throughput(), maxGpus: 8 });
    expect(() =>
      PoolAutoscaler.hpa(decode, 'load', { maxWorkers: 4, metrics: [{ name: 'queue', threshold: '10' }] }),
    ).toThrow(/planner/i);
  });

  test('16: messages that NATS does not take (ai-dynamo/dynamo#9734)', () => {
    const nats = Nats.at({
      url: 'nats://nats:4222',
      tls: NatsTls.none(),
      auth: NatsAuth.none(),
      maxPayload: Size.mebibytes(1),
    });
    const workload = Workload.of({ inputTokens: 120_000, outputTokens: 1024 });
    const graph = onePool({}, { planes: Planes.nats(nats), workload });
    expect(says(graph, 'DYN141')[0]).toMatch(/max_payload|maxPayload/);
  });

  test('17: router and workers that disagree about blocks (ai-dynamo/dynamo#1233)', () => {
    const graph = new InferenceGraph(chart(), 'chat', { model: llama70b, engine: Engine.vllm() });
    new Frontend(graph, 'frontend', { router: Router.kv() });
    new AggregatedPool(graph, 'worker', {
      nodes: h200,
      parallelism: Parallelism.tensor(8),
      engineConfig: { blockSize: 16 },
    });
    expect(says(graph, 'DYN023')[0]).toMatch(/^error: .*16.*64|^error: .*64.*16/);
  });

  test('18: a channel of the NVLink domain that is not claimed (ai-dynamo/dynamo#3446)', () => {
    const graph = new InferenceGraph(chart(), 'r1', {
      model: models.DEEPSEEK_R1.at(Precision.NVFP4),
      engine: Engine.trtllm(),
    });
    new Frontend(graph, 'frontend');
    new PrefillPool(graph, 'prefill', { nodes: gb200, parallelism: Parallelism.attentionDp(4) });
    new DecodePool(graph, 'decode', { nodes: gb200, parallelism: Parallelism.attentionDp(32) });
    patched(graph, JsonPatch.remove('/spec/components/2/podTemplate/spec/resourceClaims'));
    expect(says(graph, 'DYN038')[0]).toMatch(/^error: .*declares no such resource claim.* -> add/);
  });

  test('19: a queue of KAI that is not there (ai-dynamo/grove#490)', () => {
    const graph = onePool();
    new DynamoPlatform(graph.node.scope ?? graph, 'platform', {
      delivery: Delivery.existing(),
      parts: { grove: Prerequisite.present(), kai: Prerequisite.present() },
      queues: ['inference'],
    });
    graph.deployment.metadata.addAnnotation('nvidia.com/kai-scheduler-queue', 'inferense');
    expect(says(graph, 'DYN191')).toContainEqual(
      expect.stringMatching(/^error: the queue 'inferense' is not there.* -> make it \(new KaiQueue/),
    );
  });

  test('20: a model under two names (ai-dynamo/dynamo#4748)', () => {
    const graph = patched(
      llama(),
      JsonPatch.add('/spec/components/2/podTemplate/spec/containers/0/args/-', '--served-model-name'),
      JsonPatch.add('/spec/components/2/podTemplate/spec/containers/0/args/-', 'other'),
    );
    expect([...says(graph, 'DYN103'), ...says(graph, 'DYN026')].join('\n')).toMatch(/^error: .*served-model-name/m);
  });

  test('21: pods that run as root (ai-dynamo/dynamo#4187)', () => {
    const nodes = NodeGroup.h200Sxm({ fabric: Fabric.tcp() });
    expect(onePool({ nodes }).describe().podSecurity).toBe('restricted');
    const scope = chart('test', 'inference');
    new InferenceNamespace(scope, 'namespace', { enforce: PodSecurityLevel.RESTRICTED });
    const graph = new InferenceGraph(scope, 'chat', { model: llama70b, engine: Engine.vllm() });
    new Frontend(graph, 'frontend');
    new AggregatedPool(graph, 'worker', {
      nodes: NodeGroup.aws(AwsMachine.P5_48XLARGE),
      parallelism: Parallelism.tensor(8),
    });
    expect(says(graph, 'DYN115')[0]).toMatch(/^error: .*restricted.* -> .*privileged/);
  });

  test('22: totals that are wrong in a guide (llm-d/llm-d#373)', () => {
    const { pools, totals } = llama().describe();
    expect(totals.gpus).toBe(pools.reduce((sum, { gpus }) => sum + gpus, 0));
    const graph = onePool();
    new ApiObject(graph.node.scope ?? graph, 'bench', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'bench' },
      spec: {
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [
              {
                name: 'perf',
                image: 'python:3.12-slim',
                env: [
                  { name: 'ENDPOINT', value: 'chat-frontend:8000' },
                  { name: 'DEPLOYMENT_GPU_COUNT', value: '32' },
                ],
              },
            ],
          },
        },
      },
    });
    expect(says(graph, 'DYN068')).toEqual([expect.stringMatching(/^error: .* -> set DEPLOYMENT_GPU_COUNT to 8$/)]);
  });

  test('23: "success" before the rollout (ai-dynamo/dynamo#3567) is a matter of deploying', () => {
    expect(existsSync(join(__dirname, '..', 'pulumi', 'readiness', 'wait-for-graph.test.ts'))).toBe(true);
  });

  test('24: output that only its template explains (llm-d/llm-d-router#1005)', () => {
    const graph = JSON.stringify(aggregated(Engine.vllm()).deployment.toJson());
    expect(graph).not.toMatch(/\{\{|<no value>/);
  });

  test('25: memory that does not suffice (llm-d/llm-d-benchmark#345)', () => {
    const graph = onePool({ nodes: NodeGroup.h100Sxm(), parallelism: Parallelism.tensor(1) });
    expect(says(graph, 'DYN101')[0]).toMatch(/^error: .*GiB.* -> /);
  });

  test('workers over several nodes that nothing can start (ai-dynamo/dynamo#4975)', () => {
    const graph = onePool({ parallelism: Parallelism.tensor(16) }, { orchestrator: Orchestrator.DEPLOYMENT });
    expect(says(graph, 'DYN010')[0]).toMatch(/^error: .* -> /);
  });
});
