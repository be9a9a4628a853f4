import { Literal, Union } from '@sinclair/typebox';
import type { VllmFlags } from '../../constructs';
import type { RecipeDifference } from '../blueprint';

/** Context that the model was trained for, and how far YaRN stretches it. Source: Qwen/Qwen3-32B model card. */
const NATIVE_CONTEXT = 32_768;
const YARN_FACTOR = 4;

export const contextParameter = Union([Literal('long'), Literal('native')], {
  default: 'long',
  description: 'Whether YaRN stretches the context to 131072 tokens; native (32768) is a little more accurate',
});

/** Flags of both roles. */
export function contextFlags(context: 'long' | 'native'): VllmFlags {
  return context === 'native'
    ? {}
    : {
        hfOverrides: {
          rope_scaling: {
            rope_type: 'yarn',
            factor: YARN_FACTOR,
            original_max_position_embeddings: NATIVE_CONTEXT,
          },
          max_position_embeddings: YARN_FACTOR * NATIVE_CONTEXT,
        },
      };
}

/** What every recipe of the family says, and later releases do otherwise. */
export const FAMILY_DIFFERENCES: readonly RecipeDifference[] = [
  { at: 'frontend.flags.--router-reset-states', reason: 'releases after 1.1 do not know the flag' },
  {
    at: '*.env.DYN_HEALTH_CHECK_ENABLED',
    reason: 'the operator decides by release: idle workers are probed from 1.5 on',
  },
];

/** Where the graphs for long prompts differ from their recipes. */
export const DIFFERENCES: readonly RecipeDifference[] = [
  ...FAMILY_DIFFERENCES,
  { at: '*.flags.--no-enable-log-requests', reason: 'vLLM logs no requests unless told to' },
  { at: '*.sharedMemory', reason: 'two GPUs that exchange tensors get what vLLM recipes usually ask for' },
  { at: '*.flags.--max-model-len', reason: 'bounded by the workload, so that the KV cache provably holds it' },
];
