import type { Blueprint } from '../blueprint';
import { qwen332bCloudsVllm } from './clouds-vllm';
import { qwen332bFp8Vllm } from './fp8-vllm-disaggregated';
import { qwen332bKvOffloadVllmAggregated } from './kv-offload-vllm-aggregated';
import { qwen332bTrtllmAggregated } from './trtllm-aggregated';
import { qwen332bTrtllm } from './trtllm-disaggregated';
import { qwen332bH200VllmAggregated } from './vllm-aggregated';
import { qwen332bH200Vllm } from './vllm-disaggregated';

export const QWEN3_32B_BLUEPRINTS: readonly Blueprint[] = [
  qwen332bH200Vllm,
  qwen332bH200VllmAggregated,
  qwen332bKvOffloadVllmAggregated,
  qwen332bFp8Vllm,
  qwen332bCloudsVllm,
  qwen332bTrtllm,
  qwen332bTrtllmAggregated,
];
