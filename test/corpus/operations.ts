import { sglang } from '../rules/parts';
import type { BadDocument } from './bad-document';
import { aggregated, aggregatedSglang, disaggregated, kvRouted, MODEL, tensorParallel } from './graphs';

const GRAPH_LABEL = 'nvidia.com/dynamo-graph-deployment-name';

/** A Job that measures the graph, with these variables. */
function benchmark(env: Readonly<Record<string, string>>): object {
  const all = { ENDPOINT: 'r1-frontend:8000', TARGET_MODEL: 'Qwen/Qwen3-32B', DEPLOYMENT_GPU_COUNT: '8', ...env };
  const container = {
    name: 'perf',
    image: 'python:3.12-slim',
    command: ['aiperf', 'profile'],
    env: Object.entries(all).map(([name, value]) => ({ name, value })),
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'bench' },
    spec: { template: { spec: { restartPolicy: 'Never', containers: [container] } } },
  };
}

const OPEN_SERVICE = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'chat' },
  spec: {
    type: 'LoadBalancer',
    selector: { [GRAPH_LABEL]: 'r1', 'nvidia.com/dynamo-component-type': 'frontend' },
    ports: [{ port: 80, targetPort: 8000 }],
  },
} as const;

const EVERY_RIGHT = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  metadata: { name: 'deployer' },
  rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
} as const;

/** How a graph is run: who reaches it, who may do what, what measures it, what its processes are told. */
export const OPERATIONS: readonly BadDocument[] = [
  {
    id: 'a-model-without-a-worker',
    title: 'a graph that leaves its model without a worker',
    trap: { check: 15 },
    finding: 'DYN015',
    severity: 'warning',
    manifest: aggregated({ worker: { replicas: 0 } }),
  },
  {
    id: 'frontend-open-to-everyone',
    title: 'a load balancer in front of a frontend that asks nobody for credentials',
    trap: { check: 67 },
    finding: 'DYN067',
    severity: 'warning',
    manifest: aggregated({}, { documents: [OPEN_SERVICE] }),
  },
  {
    id: 'benchmark-of-another-size',
    title: 'a benchmark that counts 6 GPUs of a graph with 8',
    trap: { check: 68 },
    finding: 'DYN068',
    severity: 'error',
    manifest: aggregated({}, { documents: [benchmark({ DEPLOYMENT_GPU_COUNT: '6' })] }),
  },
  {
    id: 'benchmark-of-components-that-do-not-exist',
    title: 'a benchmark that reads metrics of prefill workers in a graph without any',
    trap: { source: 'ai-dynamo/dynamo recipes/deepseek-v32-fp4/trtllm/agg-round-robin/perf.yaml' },
    finding: 'DYN068',
    severity: 'error',
    manifest: aggregated(
      {},
      { documents: [benchmark({ AIPERF_SERVER_METRICS_URLS: 'http://r1-prefill-0:9090/metrics' })] },
    ),
  },
  {
    id: 'every-right-for-a-deployer',
    title: 'a role that may do everything with everything',
    trap: { source: 'kubernetes.io Role Based Access Control Good Practices' },
    finding: 'DYN123',
    severity: 'warning',
    manifest: aggregated({}, { documents: [EVERY_RIGHT] }),
  },
  {
    id: 'privileged-without-an-adapter',
    title: 'a privileged worker that has no RDMA adapter',
    trap: { source: 'ai-dynamo/dynamo docs/kubernetes/security.md' },
    finding: 'DYN200',
    severity: 'warning',
    manifest: aggregated({ worker: { container: { securityContext: { privileged: true } } } }),
  },
  {
    id: 'kv-events-on-a-port-in-use',
    title: 'KV events on the port of the forward-pass metrics',
    trap: { source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/component_worker.go' },
    finding: 'DYN201',
    severity: 'error',
    manifest: kvRouted({
      worker: {
        args: [
          ...tensorParallel(8),
          '--block-size',
          '64',
          '--kv-events-config',
          '{"enable_kv_cache_events":true,"publisher":"zmq","topic":"kv-events","endpoint":"tcp://*:20380"}',
        ],
      },
    }),
  },
  {
    id: 'frontend-sidecar-that-does-not-exist',
    title: 'a frontend beside a worker, in a container that its pod does not have',
    trap: { source: 'ai-dynamo/dynamo deploy/operator/internal/webhook/validation/shared_v1beta1.go' },
    finding: 'DYN202',
    severity: 'error',
    manifest: aggregated({ worker: { own: { frontendSidecar: 'router' } } }),
  },
  {
    id: 'certificate-without-its-key',
    title: 'a frontend with a certificate for HTTPS and no key',
    trap: { source: 'ai-dynamo/dynamo docs/kubernetes/security.md' },
    finding: 'DYN203',
    severity: 'error',
    manifest: aggregated({ frontend: { args: ['--tls-cert-path', '/tls/tls.crt'] } }),
  },
  {
    id: 'router-mode-with-an-underscore',
    title: 'a router mode written with an underscore',
    trap: { source: 'argument parser of ai-dynamo 1.6.1 (dynamo.frontend)' },
    finding: 'DYN204',
    severity: 'error',
    manifest: aggregated({ frontend: { args: ['--router-mode', 'round_robin'] } }),
  },
  {
    id: 'image-of-another-engine',
    title: 'a worker of SGLang in the image of vLLM',
    trap: { issue: 'ai-dynamo/dynamo#9715' },
    finding: 'DYN205',
    severity: 'error',
    manifest: aggregatedSglang({
      worker: {
        ...sglang('worker', 'worker', ['--model-path', 'Qwen/Qwen3-32B', '--tp', '8']),
        image: 'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.6.1',
      },
    }),
  },
  {
    id: 'token-with-a-line-break',
    title: 'a token of Hugging Face with a line break at its end',
    trap: { issue: 'ai-runway/airunway#28' },
    finding: 'DYN206',
    severity: 'error',
    manifest: [
      'apiVersion: v1',
      'kind: Secret',
      'metadata: { name: hf-token-secret }',
      'stringData:',
      '  HF_TOKEN: |',
      '    hf_0123456789',
      '',
    ].join('\n'),
  },
  {
    id: 'offline-without-weights',
    title: 'a worker that may not download its model and mounts none',
    trap: { source: 'ai-dynamo/dynamo docs/kubernetes/model-caching.md' },
    finding: 'DYN207',
    severity: 'error',
    manifest: aggregated({ worker: { env: { HF_HUB_OFFLINE: '1' } } }),
  },
  {
    id: 'model-named-after-its-folder',
    title: 'a model from a folder without a name for its clients',
    trap: { issue: 'ai-dynamo/dynamo#4748' },
    finding: 'DYN208',
    severity: 'warning',
    manifest: aggregated({ worker: { args: ['--model', '/models/qwen3', ...tensorParallel(8).slice(MODEL.length)] } }),
  },
  {
    id: 'frontend-on-a-gpu-machine',
    title: 'a frontend that takes the place of a worker on a machine with GPUs',
    trap: { issue: 'NVIDIA/aicr#255' },
    finding: 'DYN209',
    severity: 'warning',
    manifest: aggregated({
      frontend: { pod: { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }] } },
    }),
  },
  {
    id: 'adapters-without-their-port',
    title: 'adapters named for UCX without their port',
    trap: { source: 'ai-dynamo/dynamo recipes/addons/providers/aks-ib.yaml' },
    finding: 'DYN210',
    severity: 'error',
    manifest: disaggregated({}, { env: { UCX_NET_DEVICES: 'mlx5_0,mlx5_1' } }),
  },
  {
    id: 'grove-turned-off-in-other-words',
    title: 'an annotation that turns Grove off in a word that the operator does not know',
    trap: { source: 'ai-dynamo/dynamo docs/kubernetes/api-reference.md' },
    finding: 'DYN211',
    severity: 'error',
    manifest: aggregated().replace('"name": "r1"', '"name": "r1", "annotations": { "nvidia.com/enable-grove": "off" }'),
  },
];
