import type { Env } from '../../constructs';
import type { RecipeDifference } from '../blueprint';

/** Loads weights one file after the other, as the recipes do. */
export const LOADING: Env = { TRT_LLM_DISABLE_LOAD_WEIGHTS_IN_PARALLEL: 'True' };

export const LIMITS_IN_FILE: RecipeDifference = {
  at: '*.flags.--free-gpu-memory-fraction',
  reason: 'stands in the configuration file, where the recipe says 0.7 and not 0.9',
};
