import type { Blueprint } from '../blueprint';
import { gptOss120bB200Trtllm } from './b200-trtllm';
import { gptOss120bTrtllmAggregated } from './trtllm-aggregated';
import { gptOss120bVllmAggregated } from './vllm-aggregated';

export const GPT_OSS_120B_BLUEPRINTS: readonly Blueprint[] = [
  gptOss120bB200Trtllm,
  gptOss120bTrtllmAggregated,
  gptOss120bVllmAggregated,
];
