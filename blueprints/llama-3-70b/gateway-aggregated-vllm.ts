import { Size } from 'cdk8s';
import { AggregatedPool, Parallelism } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { cacheParameters, workers, workloadParameters } from '../shared-parameters';
import { WORKLOAD } from './disaggregated-h100';
import { DIFFERENCES, gatewayParameters, llamaBehindGateway } from './gateway';

const NAME = 'llama-3-70b-gateway-vllm-aggregated';

export const llama370bGatewayVllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'Llama-3.3-70B FP8, aggregated, on H100 or H200 with vLLM, behind a Gateway with the inference extension',
  description:
    'Workers of four GPUs (TP4) that read prompts and generate. A Gateway asks the endpoint picker for the worker that holds most of a prompt in its KV cache, and sends the request to the frontend beside it. Needs Gateway API, its inference extension and a Gateway whose class knows InferencePools, which the operator makes.',
  parameters: {
    ...workloadParameters(NAME, WORKLOAD),
    workers: workers('aggregated', 1),
    ...gpuParameters('h100', 'h200'),
    ...gatewayParameters('llama-3-70b-aggregated.internal'),
    ...cacheParameters(150),
  },
  parities: [
    {
      recipe: 'recipes/llama-3-70b/vllm/agg/gaie/deploy.yaml',
      differences: [
        ...DIFFERENCES,
        {
          at: 'epp.env.DYN_DECODE_FALLBACK',
          reason: 'since 1.3 nothing reads it, and aggregated workers need no fallback',
        },
        { at: 'worker.env.DYN_STORE_KV', reason: 'the operator decides how components find each other' },
        {
          at: 'worker.flags.--no-enable-prefix-caching',
          reason: 'the picker looks for cached prefixes, so that workers have to keep them',
        },
      ],
    },
  ],
  build(chart, parameters, release) {
    const graph = llamaBehindGateway(chart, parameters, release);
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, gpuOf(parameters)),
      parallelism: Parallelism.tensor(4),
      workers: parameters.workers,
      memoryFraction: 0.9,
      sharedMemory: Size.gibibytes(20),
    });
    return graph;
  },
});
