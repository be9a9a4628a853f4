import type { Blueprint } from '../blueprint';
import { deepseekV4FlashSglangAggregated } from './sglang-aggregated';
import { deepseekV4FlashVllmAggregated } from './vllm-aggregated';
import { deepseekV4FlashVllm } from './vllm-disaggregated';

export const DEEPSEEK_V4_FLASH_BLUEPRINTS: readonly Blueprint[] = [
  deepseekV4FlashSglangAggregated,
  deepseekV4FlashVllm,
  deepseekV4FlashVllmAggregated,
];
