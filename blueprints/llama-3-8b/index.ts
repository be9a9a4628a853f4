import type { Blueprint } from '../blueprint';
import { llama38bLoraVllmAggregated } from './lora-vllm-aggregated';

export const LLAMA_3_8B_BLUEPRINTS: readonly Blueprint[] = [llama38bLoraVllmAggregated];
