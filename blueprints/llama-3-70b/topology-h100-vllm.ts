import { Literal, String as Text, Union } from '@sinclair/typebox';
import { Release } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { workloadParameters } from '../shared-parameters';
import { disaggregatedLlama, poolParameters, WORKLOAD } from './disaggregated-h100';

const NAME = 'llama-3-70b-topology-h100-vllm';

/** Domains that are worth keeping a graph in. */
const DOMAINS = ['zone', 'datacenter', 'block', 'rack', 'host'] as const;

export const llama370bTopologyH100Vllm = defineBlueprint({
  name: NAME,
  summary:
    'Llama-3.3-70B FP8, disaggregated on H100 with vLLM, in one rack or block, from a queue of the KAI scheduler',
  description:
    'Two prefill workers (TP2) and one decode worker (TP4). For clusters that teams share: the graph waits in a queue until all of its pods find a place, and they find it in one domain of the network, in which KV cache stays. Needs Grove and the KAI scheduler with the queue, and a topology object that names the levels of the network. None of this can change once the graph is made.',
  // Source: ai-dynamo/dynamo#9768, #10217, 2026-06.
  since: Release.V1_3,
  parameters: {
    ...workloadParameters(NAME, WORKLOAD),
    queue: Text({ default: 'dynamo', minLength: 1, maxLength: 253, description: 'Queue of the KAI scheduler' }),
    topology: Text({
      default: 'cluster-topology',
      minLength: 1,
      maxLength: 253,
      description: "The cluster's topology object: a ClusterTopologyBinding from 1.4 on, before that a ClusterTopology",
    }),
    domain: Union(
      DOMAINS.map((domain) => Literal(domain)),
      { default: 'rack', description: 'Domain of the network in which all pods are' },
    ),
    priorityClass: Text({
      default: '',
      maxLength: 253,
      description: "PriorityClass of the pods; empty is the cluster's own",
    }),
    ...poolParameters,
  },
  build(chart, parameters, release) {
    const { queue, topology, domain, priorityClass } = parameters;
    return disaggregatedLlama(chart, parameters, release, {
      queue,
      topology: { cluster: topology, packDomain: domain },
      kvTransfer: { clusterTopology: topology, domain },
      ...(priorityClass === '' ? {} : { priorityClassName: priorityClass }),
    });
  },
});
