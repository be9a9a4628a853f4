import { DynamoVersion } from '../../releases';
import { ANYTHING, type Fields, FLAG, NUMBER, OPEN, object, since, TEXT, WHOLE } from './fields';

const { V1_3, V1_5 } = DynamoVersion;

/**
 * The fields of a DynamoGraphDeploymentRequest v1beta1. Fields that are not in the CRD of release 1.2 count as those of 1.3 unless it is
 * known when they came. A planner's configuration is the planner's own matter.
 *
 * Source: ai-dynamo/dynamo deploy/operator/api/v1beta1 (releases 1.2 to 1.6).
 */
export const GRAPH_REQUEST: Fields = {
  spec: object({
    model: TEXT,
    backend: TEXT,
    image: TEXT,
    runtimeVersionOverride: since(V1_5, TEXT),
    searchStrategy: TEXT,
    autoApply: FLAG,
    modelCache: object({ pvcName: TEXT, pvcModelPath: TEXT, pvcMountPath: TEXT }),
    hardware: object({
      gpuSku: TEXT,
      vramMb: NUMBER,
      totalGpus: WHOLE,
      numGpusPerNode: WHOLE,
      interconnect: TEXT,
      rdma: FLAG,
    }),
    workload: object({ isl: WHOLE, osl: WHOLE, concurrency: NUMBER, requestRate: NUMBER }),
    sla: object({ ttft: NUMBER, itl: NUMBER, e2eLatency: NUMBER, optimizationType: TEXT }),
    features: object({
      planner: OPEN,
      kvRouter: since(V1_3, object({ enabled: FLAG })),
      mocker: object({ enabled: FLAG }),
    }),
    overrides: object({
      profilingJob: OPEN,
      dgd: OPEN,
      trustRemoteCode: since(V1_3, FLAG),
    }),
  }),
  status: ANYTHING,
};
