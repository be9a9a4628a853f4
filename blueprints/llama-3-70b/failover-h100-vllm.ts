import { Size } from 'cdk8s';
import { AggregatedPool, Parallelism } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { machineParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { LLAMA, WORKLOAD } from './disaggregated-h100';

const NAME = 'llama-3-70b-failover-h100-vllm';

export const llama370bFailoverH100Vllm = defineBlueprint({
  name: NAME,
  summary: 'Llama-3.3-70B FP8, aggregated, on H100 with vLLM, with a shadow engine that takes over in each pod',
  description:
    'Two workers of four H100 (TP4). A service in each pod holds the weights in GPU memory, so that the engine that stands by takes over within seconds when the first one fails; requests and KV cache are lost, and the frontend sends the requests again. A preview feature: nodes need dynamic resource allocation for GPUs (Kubernetes 1.34 or newer).',
  parameters: {
    ...workloadParameters(NAME, WORKLOAD),
    workers: workers('aggregated', 2),
    ...machineParameters('h100'),
    ...frontendParameters(),
    ...cacheParameters(150),
  },
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, LLAMA);
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, 'h100'),
      parallelism: Parallelism.tensor(4),
      workers: parameters.workers,
      memoryFraction: 0.9,
      sharedMemory: Size.gibibytes(20),
      gpuMemory: { mode: 'intra-pod', shadow: true },
    });
    return graph;
  },
});
