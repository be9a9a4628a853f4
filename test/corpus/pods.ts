import type { BadDocument } from './bad-document';
import {
  aggregated,
  aggregatedSglang,
  cached,
  disaggregated,
  disaggregatedTrtllm,
  multinodeNvlink,
  TRTLLM_CONFIG,
  WEIGHTS,
} from './graphs';

const DEFAULT_TRANSFER = { cache_transceiver_config: { backend: 'DEFAULT', max_tokens_in_buffer: 9216 } };

/** What pods need from their node: memory, storage, fabrics, ports, time. */
export const PODS: readonly BadDocument[] = [
  {
    id: 'ucx-without-cuda',
    title: 'a list of UCX transports that leaves out GPU memory',
    trap: { check: 32 },
    finding: 'DYN032',
    severity: 'error',
    manifest: disaggregated({ prefill: { env: { UCX_TLS: 'rc_x,tcp' } }, decode: { env: { UCX_TLS: 'rc_x,tcp' } } }),
  },
  {
    id: 'rdma-without-locked-memory',
    title: 'RDMA adapters for a container that may not lock memory',
    trap: { check: 34 },
    finding: 'DYN034',
    severity: 'error',
    manifest: disaggregated({ decode: { limits: { 'rdma/ib': '8' } } }),
  },
  {
    id: 'ucx-chosen-by-a-variable',
    title: 'UCX chosen by a variable that the engine configuration overrules',
    trap: { check: 72 },
    finding: 'DYN072',
    severity: 'error',
    manifest: disaggregatedTrtllm({
      prefill: {
        env: { TRTLLM_USE_UCX_KVCACHE: '1' },
        config: { ...TRTLLM_CONFIG, ...DEFAULT_TRANSFER, disable_overlap_scheduler: true },
      },
      decode: { config: { ...TRTLLM_CONFIG, ...DEFAULT_TRANSFER } },
    }),
  },
  {
    id: 'compute-domain-claim-of-the-pod-alone',
    title: 'a channel of the NVLink domain that the pod claims and its container does not use',
    trap: { issue: 'ai-dynamo/dynamo#3446' },
    finding: 'DYN038',
    severity: 'error',
    manifest: multinodeNvlink({ decode: { claims: [] } }),
  },
  {
    id: 'gb200-on-amd64',
    title: 'GB200 machines, which are arm64, with a node selector for amd64',
    trap: { check: 39 },
    finding: 'DYN039',
    severity: 'error',
    manifest: aggregated({
      worker: {
        pod: { nodeSelector: { 'nvidia.com/gpu.product': 'NVIDIA-GB200', 'kubernetes.io/arch': 'amd64' } },
      },
    }),
  },
  {
    id: 'telemetry-on-the-system-port',
    title: 'eight ports for the telemetry of SGLang, one of them that of the health checks',
    trap: { check: 49 },
    finding: 'DYN049',
    severity: 'error',
    manifest: aggregatedSglang({
      worker: { env: { NIXL_TELEMETRY_ENABLE: 'y', NIXL_TELEMETRY_PROMETHEUS_PORT: '9088' } },
    }),
  },
  {
    id: 'ports-without-the-one-of-the-probes',
    title: 'ports of the user in place of the one that the probes ask',
    trap: { source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/component_worker.go' },
    finding: 'DYN120',
    severity: 'error',
    manifest: aggregated({ worker: { container: { ports: [{ name: 'metrics', containerPort: 9400 }] } } }),
  },
  {
    id: 'system-port-moved-by-a-variable',
    title: 'DYN_SYSTEM_PORT moves the health checks, and the probes stay where they were',
    trap: { source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/component_worker.go' },
    finding: 'DYN120',
    severity: 'error',
    manifest: aggregated({ worker: { env: { DYN_SYSTEM_PORT: '8081' } } }),
  },
  {
    id: 'one-disk-for-two-workers',
    title: 'a claim for one node that two workers mount',
    trap: { check: 45 },
    finding: 'DYN045',
    severity: 'error',
    manifest: cached({}, { documents: [{ ...WEIGHTS, spec: { ...WEIGHTS.spec, accessModes: ['ReadWriteOnce'] } }] }),
  },
  {
    id: 'shared-memory-above-the-memory-limit',
    title: '/dev/shm larger than the memory of the container',
    trap: { check: 46 },
    finding: 'DYN046',
    severity: 'error',
    manifest: aggregated({ worker: { sharedMemory: '80Gi', limits: { memory: '64Gi' } } }),
  },
  {
    id: 'no-shared-memory-for-eight-gpus',
    title: 'no /dev/shm for an engine with eight GPUs',
    trap: { issue: 'ai-dynamo/dynamo#1408' },
    finding: 'DYN046',
    severity: 'error',
    manifest: aggregated({ worker: { sharedMemory: '0' } }),
  },
  {
    id: 'startup-probe-asks-the-wrong-port',
    title: 'a startup probe that asks the worker on the port of the frontend',
    trap: { issue: 'ai-dynamo/dynamo#8113' },
    finding: 'DYN047',
    severity: 'warning',
    manifest: aggregated({
      worker: {
        container: {
          startupProbe: { httpGet: { path: '/live', port: 8000 }, periodSeconds: 10, failureThreshold: 60 },
        },
      },
    }),
  },
  {
    id: 'killed-before-requests-are-done',
    title: 'a worker that is killed long before its drain time is over',
    trap: { check: 48 },
    finding: 'DYN048',
    severity: 'warning',
    manifest: aggregated({
      worker: {
        env: { DYN_RUNTIME_GRACEFUL_SHUTDOWN_TIMEOUT_SECS: '600' },
        pod: { terminationGracePeriodSeconds: 30 },
      },
    }),
  },
];
