import type { Blueprint } from '../blueprint';
import { nemotron3NanoOmniVllmAggregated } from './vllm-aggregated';

export const NEMOTRON_3_NANO_OMNI_BLUEPRINTS: readonly Blueprint[] = [nemotron3NanoOmniVllmAggregated];
