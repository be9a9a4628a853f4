import { Integer, Literal, Boolean as Switch, String as Text, Union } from '@sinclair/typebox';
import { Duration } from 'cdk8s';
import { Planner, PrometheusSource, Slo, SloScaling } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { workloadParameters } from '../shared-parameters';
import { disaggregatedLlama, poolParameters, WORKLOAD } from './disaggregated-h100';

const NAME = 'llama-3-70b-slo-h100-vllm';

const SCALING = {
  throughput: () => SloScaling.throughput(),
  load: () => SloScaling.load(),
  both: () => SloScaling.throughputAndLoad(),
} as const;

export const llama370bSloH100Vllm = defineBlueprint({
  name: NAME,
  summary: 'Llama-3.3-70B FP8, disaggregated on H100 with vLLM, scaled by the Planner to targets for TTFT and ITL',
  description:
    'Starts with two prefill workers (TP2) and one decode worker (TP4) on one node of eight H100. The SLO Planner predicts the load, and adds and removes workers within a budget of GPUs so that time to first token and time between tokens stay within their targets. Needs Prometheus, which has to scrape the frontend (the operator makes the PodMonitor).',
  parameters: {
    ...workloadParameters(NAME, WORKLOAD),
    ttftMilliseconds: Integer({
      default: 2000,
      minimum: 1,
      maximum: 600_000,
      description: 'Time to the first token that requests may take',
    }),
    itlMilliseconds: Integer({
      default: 30,
      minimum: 1,
      maximum: 60_000,
      description: 'Time between two tokens that requests may take',
    }),
    maxGpus: Integer({
      default: 24,
      minimum: 8,
      maximum: 100_000,
      description: 'GPUs that all workers may take together',
    }),
    scaling: Union([Literal('both'), Literal('throughput'), Literal('load')], {
      default: 'both',
      description: 'Scale ahead of the load (throughput), after it (load), or both',
    }),
    advisory: Switch({ default: false, description: 'Only log what the Planner would do' }),
    prometheus: Text({
      default: '',
      maxLength: 253,
      description: 'Address of Prometheus; empty takes the one that the platform knows',
    }),
    ...poolParameters,
  },
  build(chart, parameters, release) {
    const graph = disaggregatedLlama(chart, parameters, release);
    new Planner(graph, 'planner', {
      slo: Slo.of({
        ttft: Duration.millis(parameters.ttftMilliseconds),
        itl: Duration.millis(parameters.itlMilliseconds),
      }),
      scaling: SCALING[parameters.scaling](),
      maxGpus: parameters.maxGpus,
      advisory: parameters.advisory,
      prometheus:
        parameters.prometheus === ''
          ? PrometheusSource.platform()
          : PrometheusSource.at({ url: parameters.prometheus }),
    });
    return graph;
  },
});
