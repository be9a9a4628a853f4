import type { Blueprint } from '../blueprint';
import { qwen306bMocker } from './mocker';
import { qwen306bVllmAggregated } from './vllm-aggregated';

export const QWEN3_0_6B_BLUEPRINTS: readonly Blueprint[] = [qwen306bVllmAggregated, qwen306bMocker];
