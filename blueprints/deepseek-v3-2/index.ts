import type { Blueprint } from '../blueprint';
import { deepseekV32Gb200Trtllm } from './gb200-trtllm';
import { deepseekV32Gb200TrtllmAggregated } from './gb200-trtllm-aggregated';

export const DEEPSEEK_V3_2_BLUEPRINTS: readonly Blueprint[] = [
  deepseekV32Gb200Trtllm,
  deepseekV32Gb200TrtllmAggregated,
];
