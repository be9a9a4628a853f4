import type { Blueprint } from '../blueprint';
import { qwen332bTrtllmAggregated } from './trtllm-aggregated';
import { qwen332bTrtllm } from './trtllm-disaggregated';

export const QWEN3_32B_BLUEPRINTS: readonly Blueprint[] = [qwen332bTrtllm, qwen332bTrtllmAggregated];
