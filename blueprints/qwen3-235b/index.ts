import type { Blueprint } from '../blueprint';
import { qwen3235bTrtllmAggregated } from './trtllm-aggregated';
import { qwen3235bTrtllm } from './trtllm-disaggregated';

export const QWEN3_235B_BLUEPRINTS: readonly Blueprint[] = [qwen3235bTrtllm, qwen3235bTrtllmAggregated];
