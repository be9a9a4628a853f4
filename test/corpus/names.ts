import { frontend, manifest, vllm } from '../rules/parts';
import type { BadDocument } from './bad-document';
import {
  aggregated,
  aggregatedAlpha,
  cached,
  disaggregated,
  disaggregatedArgs,
  disaggregatedTrtllm,
  MODEL,
  TRTLLM_CONFIG,
  tensorParallel,
  WEIGHTS,
} from './graphs';

const LABEL = 'nvidia.com/dynamo-graph-deployment-name';

/** Names, images and values that were never filled in. */
export const NAMES: readonly BadDocument[] = [
  {
    id: 'component-name-too-long',
    title: 'a component name so long that no pod of it gets a name',
    trap: { issue: 'ai-dynamo/dynamo#4938' },
    finding: 'DYN001',
    severity: 'error',
    manifest: aggregated({ worker: { name: 'qwen3-32b-fp8-aggregated-tensor-parallel-worker' } }),
  },
  {
    id: 'component-names-differ-in-case',
    title: 'two components whose names differ only in case',
    trap: { check: 2 },
    finding: 'DYN002',
    severity: 'error',
    manifest: manifest([
      frontend(),
      vllm('worker', 'worker', tensorParallel(8)),
      vllm('Worker', 'worker', tensorParallel(8)),
    ]),
  },
  {
    id: 'component-type-main',
    title: 'componentType main, as early examples have it: the worker runs without probes',
    trap: { check: 3 },
    finding: 'DYN003',
    severity: 'error',
    manifest: aggregatedAlpha({ worker: { own: { componentType: 'main' } } }),
  },
  {
    id: 'main-container-under-another-name',
    title: 'the container of a worker is not called main',
    trap: { check: 4 },
    finding: 'DYN004',
    severity: 'error',
    manifest: aggregated({ worker: { container: { name: 'vllm' } } }),
  },
  {
    id: 'image-tag-without-version',
    title: 'an image tag from which nobody can tell the version of Dynamo',
    trap: { check: 5 },
    finding: 'DYN005',
    severity: 'error',
    manifest: aggregated({ worker: { image: 'registry.example.com/team/vllm-runtime:latest' } }),
  },
  {
    id: 'image-placeholder',
    title: 'an image from <your-registry>',
    trap: { issue: 'ai-dynamo/dynamo#2026' },
    finding: 'DYN044',
    severity: 'error',
    manifest: aggregated({ worker: { image: '<your-registry>/vllm-runtime:1.6.1' } }),
  },
  {
    id: 'two-releases-in-one-graph',
    title: 'a frontend of one Dynamo release and workers of another',
    trap: { check: 31 },
    finding: 'DYN031',
    severity: 'error',
    manifest: aggregated({
      frontend: { image: 'nvcr.io/nvidia/ai-dynamo/dynamo-frontend:1.6.1' },
      worker: { image: 'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.3.0' },
    }),
  },
  {
    id: 'flag-of-an-older-release',
    title: 'a flag that the release of the image no longer knows',
    trap: { check: 61 },
    finding: 'DYN061',
    severity: 'error',
    manifest: disaggregated({ decode: { args: [...disaggregatedArgs('decode').slice(0, -2), '--is-decode-worker'] } }),
  },
  {
    id: 'affinity-to-graph-and-component',
    title: 'affinity to pods of <graph>-<component>, a name that no pod carries',
    trap: { check: 41 },
    finding: 'DYN041',
    severity: 'error',
    manifest: aggregated({
      worker: {
        pod: {
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                { labelSelector: { matchLabels: { [LABEL]: 'r1-worker' } }, topologyKey: 'kubernetes.io/hostname' },
              ],
            },
          },
        },
      },
    }),
  },
  {
    id: 'one-name-for-two-config-maps',
    title: 'two ConfigMaps of one name, of which the last one wins',
    trap: { check: 42 },
    finding: 'DYN042',
    severity: 'error',
    manifest: disaggregatedTrtllm(
      {},
      {
        documents: [
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: 'decode-config' },
            data: { 'engine.yaml': JSON.stringify({ ...TRTLLM_CONFIG, max_batch_size: 64 }) },
          },
        ],
      },
    ),
  },
  {
    id: 'config-map-without-the-key',
    title: 'an engine configuration file that its ConfigMap does not hold',
    trap: { check: 43 },
    finding: 'DYN043',
    severity: 'error',
    manifest: disaggregatedTrtllm({
      decode: {
        args: ['--model-path', 'm', '--extra-engine-args', '/config/decode.yaml', '--disaggregation-mode', 'decode'],
      },
    }),
  },
  {
    id: 'storage-class-placeholder',
    title: 'a claim of the storage class your-storage-class-name',
    trap: { check: 44 },
    finding: 'DYN044',
    severity: 'error',
    manifest: cached(
      {},
      { documents: [{ ...WEIGHTS, spec: { ...WEIGHTS.spec, storageClassName: 'your-storage-class-name' } }] },
    ),
  },
  {
    id: 'graph-name-starts-with-a-digit',
    title: 'a graph name that starts with a digit, which no Service may',
    trap: { source: 'Kubernetes Service names (RFC 1035 labels)' },
    finding: 'DYN113',
    severity: 'error',
    manifest: aggregated().replace('"name": "r1"', '"name": "70b"'),
  },
  {
    id: 'secret-in-plain-text',
    title: 'a Hugging Face token in plain text',
    trap: { issue: 'ai-dynamo/dynamo#286' },
    finding: 'DYN102',
    severity: 'error',
    manifest: aggregated({ worker: { env: { HF_TOKEN: 'hf_0123456789abcdefghijklmnopqrstuvwx' } } }),
  },
  {
    id: 'variable-before-what-it-refers-to',
    title: 'a variable that refers to one which the operator sorts behind it',
    trap: { check: 73 },
    finding: 'DYN073',
    severity: 'warning',
    manifest: aggregated({
      worker: {
        args: [...MODEL, '--tensor-parallel-size', '8'],
        env: { CACHE_DIR: '$(MODEL_ROOT)/compiled', MODEL_ROOT: '/models' },
      },
    }),
  },
];
