import type { Blueprint } from '../blueprint';
import { kimiK26B200VllmAggregated } from './b200-vllm-aggregated';

export const KIMI_K2_6_BLUEPRINTS: readonly Blueprint[] = [kimiK26B200VllmAggregated];
