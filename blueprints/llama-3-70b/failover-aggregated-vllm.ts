import { Literal, Union } from '@sinclair/typebox';
import { Size } from 'cdk8s';
import { AggregatedPool, Fabric, NodeGroup, Parallelism } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { LLAMA, WORKLOAD } from './disaggregated-h100';

const NAME = 'llama-3-70b-failover-vllm-aggregated';

const MACHINES = { h100: NodeGroup.h100Sxm, h200: NodeGroup.h200Sxm } as const;

export const llama370bFailoverVllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'Llama-3.3-70B FP8, aggregated, on H100 or H200 with vLLM, with a shadow engine that takes over in each pod',
  description:
    'Two workers of four GPUs (TP4). A service in each pod holds the weights in GPU memory, so that the engine that stands by takes over within seconds when the first one fails; requests and KV cache are lost, and the frontend sends the requests again. A preview feature: nodes need dynamic resource allocation for GPUs (Kubernetes 1.34 or newer).',
  parameters: {
    ...workloadParameters(NAME, WORKLOAD),
    workers: workers('aggregated', 2),
    gpu: Union([Literal('h100'), Literal('h200')], { default: 'h100', description: 'GPU of the nodes' }),
    ...frontendParameters(),
    ...cacheParameters(150),
  },
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, LLAMA);
    new AggregatedPool(graph, 'worker', {
      // Workers on one node have no use for the network's devices, and the operator would ask for them once for each engine.
      nodes: MACHINES[parameters.gpu]({ fabric: Fabric.tcp() }),
      parallelism: Parallelism.tensor(4),
      workers: parameters.workers,
      memoryFraction: 0.9,
      sharedMemory: Size.gibibytes(20),
      gpuMemory: { mode: 'intra-pod', shadow: true },
    });
    return graph;
  },
});
