import type { Part } from '../rules/parts';
import type { BadDocument } from './bad-document';
import {
  aggregated,
  disaggregated,
  disaggregatedArgs,
  disaggregatedTrtllm,
  MODEL,
  multinode,
  multinodeTrtllm,
  TRTLLM_CONFIG,
  tensorParallel,
} from './graphs';

/** A pool of a model with delta-net layers, with the vLLM of release 1.3. */
function hybrid(mode: 'prefill' | 'decode'): Partial<Part> {
  return {
    image: 'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.3.1',
    args: [...disaggregatedArgs(mode), '--model', 'Qwen/Qwen3.5-122B-A10B-FP8'],
  };
}

/** Parallel sizes, launch commands and limits of engines. */
export const ENGINES: readonly BadDocument[] = [
  {
    id: 'backend-framework-of-another-engine',
    title: 'backendFramework sglang over workers that run vLLM',
    trap: { check: 6 },
    finding: 'DYN006',
    severity: 'error',
    manifest: aggregated({}, { spec: { backendFramework: 'sglang' } }),
  },
  {
    id: 'frontend-over-two-nodes',
    title: 'a frontend that spans two nodes',
    trap: { check: 7 },
    finding: 'DYN007',
    severity: 'error',
    manifest: aggregated({ frontend: { nodes: 2 } }),
  },
  {
    id: 'fewer-gpus-than-ranks',
    title: 'tensor parallelism over 8 GPUs on a pod with 4',
    trap: { check: 8 },
    finding: 'DYN008',
    severity: 'error',
    manifest: aggregated({ worker: { gpus: 4 } }),
  },
  {
    id: 'more-nodes-than-ranks',
    title: 'four nodes for a worker whose ranks fill two',
    trap: { issue: 'ai-dynamo/dynamo#4975' },
    finding: 'DYN008',
    severity: 'error',
    manifest: multinode({ worker: { nodes: 4 } }),
  },
  {
    id: 'parallel-size-the-operator-cannot-read',
    title: '--tensor-parallel-size=16, which the operator reads as 1: each pod starts an engine of its own',
    trap: { check: 9 },
    finding: 'DYN009',
    severity: 'error',
    manifest: multinode({ worker: { args: [...MODEL, '--tensor-parallel-size=16'] } }),
  },
  {
    id: 'two-nodes-without-an-orchestrator',
    title: 'a worker over two nodes with Grove switched off',
    trap: { check: 10 },
    finding: 'DYN010',
    severity: 'warning',
    manifest: multinode().replace(
      '"name": "r1"',
      '"name": "r1", "annotations": { "nvidia.com/enable-grove": "false" }',
    ),
  },
  {
    id: 'two-nodes-for-what-fits-one',
    title: 'two nodes for a vLLM worker that fits into one: two engines under one name',
    trap: { check: 71 },
    finding: 'DYN071',
    severity: 'error',
    manifest: multinode({ worker: { args: tensorParallel(8) } }),
  },
  {
    id: 'elastic-experts-without-a-command',
    title: 'elastic expert parallelism that leaves the command to the image',
    trap: { check: 69 },
    finding: 'DYN069',
    severity: 'error',
    manifest: aggregated({
      worker: {
        command: [],
        args: [...MODEL, '--data-parallel-size', '8', '--data-parallel-backend', 'ray', '--enable-elastic-ep'],
      },
    }),
  },
  {
    id: 'single-quote-under-mpirun',
    title: 'a single quote in the script of a TensorRT-LLM worker over two nodes',
    trap: { source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/backend_trtllm.go' },
    finding: 'DYN110',
    severity: 'error',
    manifest: multinodeTrtllm({
      worker: {
        command: ['/bin/sh', '-c'],
        args: [
          "python3 -m dynamo.trtllm --model-path m --extra-engine-args /config/engine.yaml --served-model-name 'DeepSeek R1'",
        ],
      },
    }),
  },
  {
    id: 'flag-given-twice',
    title: 'a flag that is given twice with two values',
    trap: { source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/backend_vllm.go' },
    finding: 'DYN103',
    severity: 'error',
    manifest: aggregated({
      worker: { args: [...tensorParallel(8), '--max-model-len', '8192', '--max-model-len', '32768'] },
    }),
  },
  {
    id: 'memory-fraction-above-one',
    title: 'a KV cache that is given 85 times the free memory of the GPU',
    trap: { check: 29 },
    finding: 'DYN029',
    severity: 'error',
    manifest: disaggregatedTrtllm({
      decode: { config: { ...TRTLLM_CONFIG, kv_cache_config: { free_gpu_memory_fraction: 85 } } },
    }),
  },
  {
    id: 'transfer-buffer-shorter-than-a-prompt',
    title: 'a KV transfer buffer that is shorter than the longest prompt',
    trap: { check: 27 },
    finding: 'DYN027',
    severity: 'error',
    manifest: disaggregatedTrtllm({
      prefill: {
        config: {
          ...TRTLLM_CONFIG,
          disable_overlap_scheduler: true,
          max_seq_len: 4096,
          cache_transceiver_config: { backend: 'UCX', max_tokens_in_buffer: 2048 },
        },
      },
    }),
  },
  {
    id: 'overlap-scheduler-on-prefill',
    title: 'the overlap scheduler left on in a TensorRT-LLM prefill pool',
    trap: { check: 28 },
    finding: 'DYN028',
    severity: 'warning',
    manifest: disaggregatedTrtllm({ prefill: { config: TRTLLM_CONFIG } }),
  },
  {
    id: 'visible-devices-of-another-machine',
    title: 'CUDA_VISIBLE_DEVICES with eight devices on a pod with four',
    trap: { check: 40 },
    finding: 'DYN040',
    severity: 'warning',
    manifest: aggregated({
      worker: { gpus: 4, args: tensorParallel(4), env: { CUDA_VISIBLE_DEVICES: '0,1,2,3,4,5,6,7' } },
    }),
  },
  {
    id: 'prefill-pool-without-decode',
    title: 'a prefill pool with no decode pool to hand its KV cache to',
    trap: { check: 26 },
    finding: 'DYN026',
    severity: 'error',
    manifest: aggregated({ worker: { role: 'prefill', args: disaggregatedArgs('prefill') } }),
  },
  {
    id: 'hybrid-model-that-schedules-ahead',
    title: 'decode workers of a hybrid model that do not wait for its states, with an old vLLM',
    trap: { check: 65 },
    finding: 'DYN065',
    severity: 'warning',
    manifest: disaggregated({ prefill: hybrid('prefill'), decode: hybrid('decode') }),
  },
  {
    id: 'parser-that-dynamo-does-not-know',
    title: 'a tool parser by the name that vLLM has for it',
    trap: { check: 66 },
    finding: 'DYN066',
    severity: 'warning',
    manifest: aggregated({ worker: { args: [...tensorParallel(8), '--dyn-tool-call-parser', 'qwen3_xml'] } }),
  },
  {
    id: 'two-served-names',
    title: 'prefill and decode pools that serve the model under different names',
    trap: { issue: 'ai-dynamo/dynamo#4748' },
    finding: 'DYN026',
    severity: 'error',
    manifest: disaggregated({
      prefill: { args: disaggregatedArgs('prefill', ['--served-model-name', 'qwen3']) },
      decode: { args: disaggregatedArgs('decode', ['--served-model-name', 'qwen3-32b']) },
    }),
  },
];
