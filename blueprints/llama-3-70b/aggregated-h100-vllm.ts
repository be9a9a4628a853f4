import { Size } from 'cdk8s';
import { AggregatedPool, Parallelism } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { machineParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { LLAMA, WORKLOAD } from './disaggregated-h100';

const NAME = 'llama-3-70b-h100-vllm-aggregated';

export const llama370bH100VllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'Llama-3.3-70B FP8, aggregated, on H100 with vLLM',
  description:
    'Workers of four H100 (TP4) that read prompts and generate. Simpler than the disaggregated graph, and enough where prompts are short or requests few. The checkpoint is FP8 with dynamic activation scales.',
  parameters: {
    ...workloadParameters(NAME, WORKLOAD),
    workers: workers('aggregated', 1),
    ...machineParameters('h100'),
    ...frontendParameters(),
    ...cacheParameters(150),
  },
  parities: [{ recipe: 'recipes/llama-3-70b/vllm/agg/deploy.yaml', differences: [] }],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, LLAMA);
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, 'h100'),
      parallelism: Parallelism.tensor(4),
      workers: parameters.workers,
      memoryFraction: 0.9,
      sharedMemory: Size.gibibytes(20),
      // A router that does not look for cached prefixes gains nothing from keeping them.
      engineConfig: graph.router.mode === 'kv' ? {} : { enablePrefixCaching: false },
    });
    return graph;
  },
});
