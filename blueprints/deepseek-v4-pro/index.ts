import type { Blueprint } from '../blueprint';
import { deepseekV4ProGb200Sglang } from './gb200-sglang';
import { deepseekV4ProGb200Vllm } from './gb200-vllm';
import { deepseekV4ProSglangAggregated } from './sglang-aggregated';
import { deepseekV4ProVllmAggregated } from './vllm-aggregated';
import { deepseekV4ProVllm } from './vllm-disaggregated';

export const DEEPSEEK_V4_PRO_BLUEPRINTS: readonly Blueprint[] = [
  deepseekV4ProGb200Sglang,
  deepseekV4ProSglangAggregated,
  deepseekV4ProGb200Vllm,
  deepseekV4ProVllm,
  deepseekV4ProVllmAggregated,
];
