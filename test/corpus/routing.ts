import type { BadDocument } from './bad-document';
import { aggregated, KV_EVENTS, kvRouted, kvRoutedTrtllm, TRTLLM_CONFIG, tensorParallel } from './graphs';

/** Routing, and how components of a graph find and hear each other. */
export const ROUTING: readonly BadDocument[] = [
  {
    id: 'block-sizes-differ',
    title: 'a KV router that counts blocks of another size than the workers',
    trap: { check: 23 },
    finding: 'DYN023',
    severity: 'error',
    manifest: kvRouted({ worker: { args: [...tensorParallel(8), '--block-size', '16', ...KV_EVENTS] } }),
  },
  {
    id: 'workers-without-kv-events',
    title: 'a KV router over workers that publish no KV events',
    trap: { check: 24 },
    finding: 'DYN024',
    severity: 'error',
    manifest: kvRouted({ worker: { args: [...tensorParallel(8), '--block-size', '64'] } }),
  },
  {
    id: 'no-block-reuse-behind-a-kv-router',
    title: 'a KV router over a TensorRT-LLM engine that keeps no blocks',
    trap: { check: 25 },
    finding: 'DYN025',
    severity: 'error',
    manifest: kvRoutedTrtllm({
      worker: { config: { ...TRTLLM_CONFIG, kv_cache_config: { enable_block_reuse: false, tokens_per_block: 32 } } },
    }),
  },
  {
    id: 'several-kv-routers-that-do-not-talk',
    title: 'three KV routers that do not tell each other what they send',
    trap: { check: 64 },
    finding: 'DYN064',
    severity: 'warning',
    manifest: kvRouted({ frontend: { replicas: 3 } }),
  },
  {
    id: 'load-threshold-without-a-measurement',
    title: 'a limit on decode load that only the KV router measures, with round-robin routing',
    trap: { check: 51 },
    finding: 'DYN051',
    severity: 'error',
    manifest: aggregated({ frontend: { args: ['--active-decode-blocks-threshold', '0.85'] } }),
  },
  {
    id: 'request-planes-differ',
    title: 'a frontend that sends over TCP to workers that listen on NATS',
    trap: { check: 30 },
    finding: 'DYN030',
    severity: 'error',
    manifest: aggregated({
      worker: { env: { DYN_REQUEST_PLANE: 'nats', NATS_SERVER: 'nats://nats.platform:4222' } },
    }),
  },
  {
    id: 'event-planes-differ',
    title: 'workers that publish KV events where the router does not listen',
    trap: { source: 'ai-dynamo/dynamo deprecations ledger 1.4' },
    finding: 'DYN031',
    severity: 'error',
    manifest: kvRouted({
      worker: { env: { DYN_EVENT_PLANE: 'nats', NATS_SERVER: 'nats://nats.platform:4222' } },
    }),
  },
  {
    id: 'worker-in-another-dynamo-namespace',
    title: 'a worker in a Dynamo namespace in which its frontend does not look',
    trap: { source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/component_frontend.go' },
    finding: 'DYN121',
    severity: 'error',
    manifest: aggregated({ worker: { env: { DYN_NAMESPACE: 'team-a' } } }),
  },
  {
    id: 'service-account-without-discovery',
    title: 'a service account of the user that may not discover workers',
    trap: { source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/graph.go' },
    finding: 'DYN122',
    severity: 'warning',
    manifest: aggregated({ worker: { pod: { serviceAccountName: 'model-reader' } } }),
  },
];
