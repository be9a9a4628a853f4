import { DynamoVersion } from '../../releases';
import {
  ANYTHING,
  type Fields,
  FLAG,
  INT32,
  listBy,
  listOf,
  NUMBER,
  OPEN,
  object,
  POD_TEMPLATE,
  QUANTITY,
  since,
  TEXT,
  TEXTS_BY_NAME,
  WHOLE,
} from './fields';

const { V1_3, V1_5, V1_6 } = DynamoVersion;

/** For Grove, which reads what is in `value`. */
const PROVIDER_OVERRIDE = object({ apiVersion: TEXT, target: TEXT, value: OPEN });

const EPP_CONFIG = object({
  configMapRef: object({ key: TEXT, name: TEXT, optional: FLAG }),
  config: {
    ...object({
      apiVersion: TEXT,
      kind: TEXT,
      featureGates: listOf(TEXT),
      plugins: listOf(object({ name: TEXT, type: TEXT, parameters: ANYTHING })),
      saturationDetector: object({
        kvCacheUtilThreshold: NUMBER,
        metricsStalenessThreshold: TEXT,
        queueDepthThreshold: WHOLE,
      }),
      schedulingProfiles: listOf(object({ name: TEXT, plugins: listOf(object({ pluginRef: TEXT, weight: WHOLE })) })),
    }),
    'x-kubernetes-preserve-unknown-fields': true,
  },
});

const CHECKPOINT = object({
  checkpointRef: TEXT,
  identity: object({
    backendFramework: TEXT,
    dtype: TEXT,
    dynamoVersion: TEXT,
    extraParameters: TEXTS_BY_NAME,
    maxModelLen: INT32,
    model: TEXT,
    pipelineParallelSize: INT32,
    tensorParallelSize: INT32,
  }),
  mode: TEXT,
  enabled: since(V1_3, FLAG),
  startupPolicy: since(V1_3, TEXT),
  deletionPolicy: since(V1_3, TEXT),
  targetContainerName: since(V1_3, TEXT),
  job: since(V1_3, object({ gmsClientContainers: listOf(TEXT), podTemplate: POD_TEMPLATE })),
});

const COMPONENT: Fields = {
  name: TEXT,
  type: TEXT,
  runtimeVersionOverride: since(V1_5, TEXT),
  globalDynamoNamespace: FLAG,
  podTemplate: POD_TEMPLATE,
  replicas: INT32,
  minAvailable: since(V1_3, INT32),
  multinode: object({ nodeCount: INT32 }),
  // How a role says which one it is, is not known here.
  roles: since(
    V1_6,
    listOf({ ...object({ podTemplate: POD_TEMPLATE, providerOverride: PROVIDER_OVERRIDE }), ...OPEN }),
  ),
  sharedMemorySize: QUANTITY,
  modelRef: object({ name: TEXT, revision: TEXT }),
  scalingAdapter: object({}),
  eppConfig: EPP_CONFIG,
  frontendSidecar: TEXT,
  dynamoSidecar: since(V1_3, TEXT),
  compilationCache: object({ pvcName: TEXT, mountPath: TEXT }),
  topologyConstraint: object({ packDomain: TEXT }),
  providerOverride: since(V1_3, PROVIDER_OVERRIDE),
  experimental: object({
    gpuMemoryService: object({
      mode: TEXT,
      deviceClassName: TEXT,
      extraClientContainers: since(V1_3, listOf(TEXT)),
      extraClientPods: since(V1_3, listOf(ANYTHING)),
    }),
    failover: object({ mode: TEXT, numShadows: INT32 }),
    grove: since(V1_3, object({ forceScalingGroup: FLAG })),
    checkpoint: CHECKPOINT,
  }),
};

/**
 * The fields of a DynamoGraphDeployment v1beta1. Fields that are not in the CRD of release 1.2 count as those of 1.3 unless it is
 * known when they came.
 *
 * Source: ai-dynamo/dynamo deploy/operator/api/v1beta1 (releases 1.2 to 1.6).
 */
export const GRAPH_DEPLOYMENT: Fields = {
  spec: object({
    annotations: TEXTS_BY_NAME,
    labels: TEXTS_BY_NAME,
    env: listOf({ $ref: 'core.v1.EnvVar' }),
    backendFramework: TEXT,
    priorityClassName: since(V1_3, TEXT),
    components: listBy('name', object(COMPONENT)),
    restart: object({ id: TEXT, strategy: object({ type: TEXT, order: listOf(TEXT) }) }),
    topologyConstraint: object({ clusterTopologyName: TEXT, packDomain: TEXT }),
    providerOverride: since(V1_3, PROVIDER_OVERRIDE),
    experimental: since(
      V1_3,
      object({
        kvTransferPolicy: object({
          labelKey: TEXT,
          clusterTopologyName: TEXT,
          domain: TEXT,
          enforcement: TEXT,
          preferredWeight: NUMBER,
        }),
        componentGroups: listOf(
          object({
            name: TEXT,
            replicas: INT32,
            scalingAdapter: object({}),
            components: listOf(object({ name: TEXT })),
          }),
        ),
      }),
    ),
  }),
  status: ANYTHING,
};
