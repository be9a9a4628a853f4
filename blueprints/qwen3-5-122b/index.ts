import type { Blueprint } from '../blueprint';
import { qwen35122bVllmAggregated } from './vllm-aggregated';
import { qwen35122bVllm } from './vllm-disaggregated';

export const QWEN3_5_122B_BLUEPRINTS: readonly Blueprint[] = [qwen35122bVllm, qwen35122bVllmAggregated];
