import { Size } from 'cdk8s';
import type { TrtllmConfig } from '../../constructs';
import type { RecipeDifference } from '../blueprint';
import type { GpuChoice } from '../machines';

/** As the recipes ask for. */
export const SHARED_MEMORY = Size.gibibytes(256);

/** FP8 experts with scales per block run on DeepGEMM kernels on Blackwell; on Hopper the engine's own choice is right. */
export function moeConfig(gpu: GpuChoice): TrtllmConfig {
  return gpu === 'b200' ? { moe_config: { backend: 'DEEPGEMM', max_num_tokens: 8192 } } : {};
}

/** Where both graphs differ from their recipes. */
export const DIFFERENCES: readonly RecipeDifference[] = [
  {
    at: '*.flags.--publish-*',
    reason: 'the recipe routes by KV cache without events from the workers, so that its router knows nothing of them',
  },
];
