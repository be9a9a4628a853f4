import type { Blueprint } from '../blueprint';
import { qwen3Vl30bEncodeVllm } from './encode-vllm';
import { qwen3Vl30bVllmAggregated } from './vllm-aggregated';

export const QWEN3_VL_30B_BLUEPRINTS: readonly Blueprint[] = [qwen3Vl30bVllmAggregated, qwen3Vl30bEncodeVllm];
