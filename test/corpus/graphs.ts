import { frontend, type GraphOptions, manifest, type Part, sglang, trtllm, vllm } from '../rules/parts';

/** Changes to parts of a graph, by their names. */
type Changes = Readonly<Record<string, Partial<Part>>>;
/** A sound graph; with changes to its parts, or to what stands beside them, a broken one. */
export type Graph = (changes?: Changes, options?: GraphOptions) => string;

export const MODEL = ['--model', 'Qwen/Qwen3-32B'] as const;
export const KV_EVENTS = [
  '--kv-events-config',
  '{"enable_kv_cache_events":true,"publisher":"zmq","topic":"kv-events","endpoint":"tcp://*:20080"}',
] as const;
const NIXL = ['--kv-transfer-config', '{"kv_connector":"NixlConnector","kv_role":"kv_both"}'] as const;

/** Engine configuration of a TensorRT-LLM pool that hands over prompts of up to 8192 tokens. */
export const TRTLLM_CONFIG = {
  tensor_parallel_size: 4,
  max_batch_size: 256,
  max_num_tokens: 8192,
  max_seq_len: 8192,
  kv_cache_config: { free_gpu_memory_fraction: 0.85, tokens_per_block: 32 },
  cache_transceiver_config: { backend: 'UCX', max_tokens_in_buffer: 9216 },
} as const;

export function tensorParallel(size: number): readonly string[] {
  return [...MODEL, '--tensor-parallel-size', String(size)];
}

/** Arguments of a vLLM pool in a disaggregated graph. */
export function disaggregatedArgs(mode: 'prefill' | 'decode', more: readonly string[] = []): readonly string[] {
  return [...tensorParallel(8), ...NIXL, '--disaggregation-mode', mode, ...more];
}

/** One pool of vLLM workers with eight GPUs each. */
export const aggregated: Graph = graph([frontend(), vllm('worker', 'worker', tensorParallel(8))]);

/** The same in the old API version. */
export const aggregatedAlpha: Graph = graph([frontend(), vllm('worker', 'worker', tensorParallel(8))], {
  apiVersion: 'v1alpha1',
});

/** Workers that tell the KV router what they hold. */
export const kvRouted: Graph = graph([
  frontend(['--router-mode', 'kv', '--kv-cache-block-size', '64']),
  vllm('worker', 'worker', [...tensorParallel(8), '--block-size', '64', ...KV_EVENTS]),
]);

/** Prompts are worked off in a pool of their own. */
export const disaggregated: Graph = graph([
  frontend(),
  vllm('prefill', 'prefill', disaggregatedArgs('prefill')),
  vllm('decode', 'decode', disaggregatedArgs('decode')),
]);

/** The same with TensorRT-LLM, each pool with a configuration file. */
export const disaggregatedTrtllm: Graph = graph([
  frontend(),
  trtllm('prefill', 'prefill', { ...TRTLLM_CONFIG, disable_overlap_scheduler: true }),
  trtllm('decode', 'decode', TRTLLM_CONFIG),
]);

/** A TensorRT-LLM pool whose cache the router follows. */
export const kvRoutedTrtllm: Graph = graph([
  frontend(['--router-mode', 'kv']),
  trtllm('worker', 'worker', TRTLLM_CONFIG, ['--publish-kv-events']),
]);

/** A worker that spans two nodes. */
export const multinode: Graph = graph([frontend(), vllm('worker', 'worker', tensorParallel(16), { nodes: 2 })]);

/** The same with TensorRT-LLM, whose pods are joined by MPI. */
export const multinodeTrtllm: Graph = graph([
  frontend(),
  trtllm('worker', 'worker', { ...TRTLLM_CONFIG, tensor_parallel_size: 8 }, [], { nodes: 2 }),
]);

/** One pool of SGLang workers. */
export const aggregatedSglang: Graph = graph([
  frontend(),
  sglang('worker', 'worker', ['--model-path', 'Qwen/Qwen3-32B', '--tp', '8']),
]);

const CHANNEL = 'r1-channel';
export const COMPUTE_DOMAIN = {
  apiVersion: 'resource.nvidia.com/v1beta1',
  kind: 'ComputeDomain',
  metadata: { name: 'r1-domain' },
  spec: { numNodes: 0, channel: { resourceClaimTemplate: { name: CHANNEL } } },
} as const;
const GB200: Partial<Part> = {
  claims: ['channel'],
  env: { NCCL_MNNVL_ENABLE: '1' },
  pod: {
    nodeSelector: { 'nvidia.com/gpu.product': 'NVIDIA-GB200', 'kubernetes.io/arch': 'arm64' },
    resourceClaims: [{ name: 'channel', resourceClaimTemplateName: CHANNEL }],
  },
};

/** Two pools that share the NVLink domain of a GB200 rack. */
export const multinodeNvlink: Graph = graph(
  [
    frontend(),
    trtllm('prefill', 'prefill', { ...TRTLLM_CONFIG, disable_overlap_scheduler: true }, [], GB200),
    trtllm('decode', 'decode', { ...TRTLLM_CONFIG, tensor_parallel_size: 8 }, [], { ...GB200, nodes: 2 }),
  ],
  { documents: [COMPUTE_DOMAIN] },
);

export const WEIGHTS = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'weights' },
  spec: {
    accessModes: ['ReadWriteMany'],
    storageClassName: 'fsx-lustre',
    resources: { requests: { storage: '200Gi' } },
  },
} as const;

/** Two workers that read their weights from one claim. */
export const cached: Graph = graph(
  [
    frontend(),
    vllm('worker', 'worker', tensorParallel(8), {
      replicas: 2,
      pod: { volumes: [{ name: 'cache', persistentVolumeClaim: { claimName: 'weights' } }] },
      container: { volumeMounts: [{ name: 'cache', mountPath: '/models' }] },
    }),
  ],
  { documents: [WEIGHTS] },
);

/** An autoscaler for a component of the graph. */
export function autoscaler(name: string, component: string): object {
  const scaleTargetRef = {
    apiVersion: 'nvidia.com/v1beta1',
    kind: 'DynamoGraphDeploymentScalingAdapter',
    name: `r1-${component}`,
  };
  const cpu = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } };
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name },
    spec: { scaleTargetRef, minReplicas: 1, maxReplicas: 4, metrics: [cpu] },
  };
}

/** A pool that an autoscaler makes larger and smaller. */
export const autoscaled: Graph = graph(
  [frontend(), vllm('worker', 'worker', tensorParallel(8), { own: { scalingAdapter: {} } })],
  { documents: [autoscaler('worker-load', 'worker')] },
);

/** A graph whose pods are packed into one rack. */
export const packed: Graph = graph(
  [frontend(), vllm('worker', 'worker', tensorParallel(8), { own: { topologyConstraint: { packDomain: 'host' } } })],
  { spec: { topologyConstraint: { clusterTopologyName: 'gpu-racks', packDomain: 'rack' } } },
);

function graph(parts: readonly Part[], base: GraphOptions = {}): Graph {
  return (changes = {}, options = {}) =>
    manifest(
      parts.map((part) => ({ ...part, ...changes[part.name] })),
      { ...base, ...options },
    );
}
