import { defineBlueprint } from '../blueprint';
import { workloadParameters } from '../shared-parameters';
import { disaggregatedLlama, poolParameters, WORKLOAD } from './disaggregated-h100';

const NAME = 'llama-3-70b-h100-vllm';

export const llama370bH100Vllm = defineBlueprint({
  name: NAME,
  summary: 'Llama-3.3-70B FP8, disaggregated on one node or more, on H100 with vLLM',
  description:
    'Two prefill workers (TP2) and one decode worker (TP4) on one node of eight H100. The checkpoint is FP8 with dynamic activation scales.',
  parameters: {
    ...workloadParameters(NAME, WORKLOAD),
    ...poolParameters,
  },
  parities: [
    {
      recipe: 'recipes/llama-3-70b/vllm/disagg-single-node/deploy.yaml',
      differences: [],
    },
    {
      recipe: 'recipes/llama-3-70b/vllm/disagg-multi-node/deploy.yaml',
      parameters: { prefillWorkers: 1, prefillGpus: 8, decodeGpus: 8 },
      differences: [],
    },
  ],
  build(chart, parameters, release) {
    return disaggregatedLlama(chart, parameters, release);
  },
});
