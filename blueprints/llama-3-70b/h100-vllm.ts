import { defineBlueprint } from '../blueprint';
import {
  CACHE_PATH,
  COMMON_DIFFERENCES,
  EXPLICIT_PORT,
  EXPLICIT_ROUTER,
  NO_SHELL_VARIABLES,
  PINNED_REVISION,
} from '../recipe-differences';
import { disaggregatedLlama, poolParameters, workloadParameters } from './disaggregated-h100';

const NAME = 'llama-3-70b-h100-vllm';

export const llama370bH100Vllm = defineBlueprint({
  name: NAME,
  summary: 'Llama-3.3-70B FP8, disaggregated on one node, on H100 with vLLM',
  description:
    'Two prefill workers (TP2) and one decode worker (TP4) on one node of eight H100. The checkpoint is FP8 with dynamic activation scales.',
  parameters: {
    ...workloadParameters(NAME),
    ...poolParameters,
  },
  parity: {
    recipe: 'recipes/llama-3-70b/vllm/disagg-single-node/deploy.yaml',
    differences: [
      ...COMMON_DIFFERENCES,
      ...NO_SHELL_VARIABLES,
      EXPLICIT_ROUTER,
      EXPLICIT_PORT,
      CACHE_PATH,
      PINNED_REVISION,
      { at: '*.flags.--max-model-len', reason: 'bounded by the workload, so that the KV cache provably holds it' },
      { at: '*.flags.--max-num-seqs', reason: 'written down, since the memory check counts with it' },
      { at: '*.flags.--max-num-batched-tokens', reason: 'written down, since the memory check counts with it' },
    ],
  },
  build(chart, parameters, release) {
    return disaggregatedLlama(chart, parameters, release);
  },
});
