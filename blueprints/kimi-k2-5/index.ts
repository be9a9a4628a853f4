import type { Blueprint } from '../blueprint';
import { kimiK25B200TrtllmAggregated } from './b200-trtllm-aggregated';
import { kimiK25EagleTrtllmAggregated } from './eagle-trtllm-aggregated';

export const KIMI_K2_5_BLUEPRINTS: readonly Blueprint[] = [kimiK25B200TrtllmAggregated, kimiK25EagleTrtllmAggregated];
