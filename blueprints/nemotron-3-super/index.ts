import type { Blueprint } from '../blueprint';
import { nemotron3SuperMtpVllmAggregated } from './mtp-vllm-aggregated';
import { nemotron3SuperSglangAggregated } from './sglang-aggregated';
import { nemotron3SuperSglang } from './sglang-disaggregated';
import { nemotron3SuperTrtllm } from './trtllm-disaggregated';
import { nemotron3SuperVllmAggregated } from './vllm-aggregated';

export const NEMOTRON_3_SUPER_BLUEPRINTS: readonly Blueprint[] = [
  nemotron3SuperSglang,
  nemotron3SuperSglangAggregated,
  nemotron3SuperTrtllm,
  nemotron3SuperVllmAggregated,
  nemotron3SuperMtpVllmAggregated,
];
