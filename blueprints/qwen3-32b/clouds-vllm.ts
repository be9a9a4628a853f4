import { Literal, String as Text, Union } from '@sinclair/typebox';
import {
  AksMachine,
  AwsMachine,
  DecodePool,
  Engine,
  Fabric,
  GkeMachine,
  models,
  NodeGroup,
  Parallelism,
  Precision,
  PrefillPool,
} from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'qwen3-32b-clouds-vllm';

/** Networks of the A4X trays. Source: ai-dynamo/dynamo recipes/addons/providers/gke-roce.yaml, 2026-08. */
const GKE_NETWORKS = ['rdma-0', 'rdma-1', 'rdma-2', 'rdma-3'];

const CLOUD_NAMES = [
  'aws-h200',
  'aks-h100',
  'gke-gb200',
  'nebius-h200',
  'nscale-h200',
  'own-h100-infiniband',
  'own-h100-roce',
] as const;

const CLOUDS: Readonly<Record<(typeof CLOUD_NAMES)[number], (agentPool: string) => NodeGroup>> = {
  'aws-h200': () => NodeGroup.aws(AwsMachine.P5EN_48XLARGE),
  'aks-h100': (agentPool: string) => NodeGroup.aks(AksMachine.ND96ISR_H100_V5, { agentPool }),
  'gke-gb200': () => NodeGroup.gke(GkeMachine.A4X_HIGHGPU_4G, { fabric: Fabric.gkeRoce({ networks: GKE_NETWORKS }) }),
  'nebius-h200': () => NodeGroup.h200Sxm({ fabric: Fabric.nebius() }),
  'nscale-h200': () => NodeGroup.h200Sxm({ fabric: Fabric.nscale() }),
  'own-h100-infiniband': () => NodeGroup.h100Sxm(),
  'own-h100-roce': () => NodeGroup.h100Sxm({ fabric: Fabric.rdma({ link: 'ethernet' }) }),
};

export const qwen332bCloudsVllm = defineBlueprint({
  name: NAME,
  summary: 'Qwen3-32B BF16, disaggregated with vLLM, on AWS, AKS, GKE, Nebius, Nscale or machines of your own',
  description:
    'One prefill and one decode worker of four GPUs each (TP4). The cloud decides the machines, and with them what KV cache travels over: EFA, InfiniBand or RoCE. Resources, environment, rights, image and transfer back end of the pods follow, and nothing else changes. `stator diff` of two clouds shows what that is.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 8192, outputTokens: 1024, concurrency: 32 }),
    cloud: Union(
      CLOUD_NAMES.map((name) => Literal(name)),
      { default: 'aws-h200', description: 'Where the graph runs, on which GPU; gke takes release 1.3' },
    ),
    agentPool: Text({
      default: 'gpu',
      pattern: '^[a-z][a-z0-9]{0,11}$',
      maxLength: 12,
      description: 'Agent pool of the machines, for aks',
    }),
    prefillWorkers: workers('prefill', 1),
    decodeWorkers: workers('decode', 1),
    ...frontendParameters(),
    ...cacheParameters(100),
  },
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.QWEN3_32B.at(Precision.BF16),
      engine: Engine.vllm(),
    });
    const shared = { nodes: CLOUDS[parameters.cloud](parameters.agentPool), parallelism: Parallelism.tensor(4) };
    new PrefillPool(graph, 'prefill', { ...shared, workers: parameters.prefillWorkers });
    new DecodePool(graph, 'decode', { ...shared, workers: parameters.decodeWorkers });
    return graph;
  },
});
