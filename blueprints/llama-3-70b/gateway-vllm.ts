import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters } from '../machines';
import { cacheParameters, workloadParameters } from '../shared-parameters';
import { addPools, sizeParameters, WORKLOAD } from './disaggregated-h100';
import { DIFFERENCES, gatewayParameters, llamaBehindGateway } from './gateway';

const NAME = 'llama-3-70b-gateway-vllm';

export const llama370bGatewayVllm = defineBlueprint({
  name: NAME,
  summary: 'Llama-3.3-70B FP8, disaggregated on H100 or H200 with vLLM, behind a Gateway with the inference extension',
  description:
    'Two prefill workers (TP2) and one decode worker (TP4) on one node of eight GPUs. A Gateway asks the endpoint picker for the workers of each request, by KV cache, and sends it to the frontend beside them. Needs Gateway API, its inference extension and a Gateway whose class knows InferencePools, which the operator makes.',
  parameters: {
    ...workloadParameters(NAME, WORKLOAD),
    ...sizeParameters,
    ...gpuParameters('h100', 'h200'),
    ...gatewayParameters(),
    ...cacheParameters(150),
  },
  parities: [
    {
      recipe: 'recipes/llama-3-70b/vllm/disagg-single-node/gaie/deploy.yaml',
      differences: [
        ...DIFFERENCES,
        {
          at: 'epp.env.DYN_ENFORCE_DISAGG',
          reason: 'since 1.3 nothing reads it: prefill workers are always waited for',
        },
        { at: 'prefill.flags.--enable-prefix-caching', reason: 'vLLM keeps prefixes unless told not to' },
      ],
    },
  ],
  build(chart, parameters, release) {
    const graph = llamaBehindGateway(chart, parameters, release);
    addPools(graph, parameters, gpuOf(parameters));
    return graph;
  },
});
