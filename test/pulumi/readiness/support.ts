import type { JsonObject } from '../../../constructs/manifests';
import type { GraphState } from '../../../stacks/pulumi/readiness';

export const TARGET = { name: 'r1', namespace: 'inference', apiVersion: 'nvidia.com/v1beta1' } as const;
export const IMAGE = 'nvcr.io/nvidia/ai-dynamo/tensorrtllm-runtime:1.2.0';
const CLAIM = 'weights';

/** A frontend with one pod, two prefill workers and one decode worker of two nodes, which mount a claim. */
export function graph(status: JsonObject | undefined, overrides: JsonObject = {}, image = IMAGE): JsonObject {
  const podTemplate = {
    spec: {
      containers: [{ name: 'main', image }],
      volumes: [{ name: 'model-cache', persistentVolumeClaim: { claimName: CLAIM } }],
    },
  };
  return {
    apiVersion: 'nvidia.com/v1beta1',
    kind: 'DynamoGraphDeployment',
    metadata: { name: 'r1', namespace: 'inference', generation: 3, ...overrides },
    spec: {
      components: [
        { name: 'frontend', type: 'frontend', replicas: 1, podTemplate },
        { name: 'prefill', type: 'prefill', replicas: 2, podTemplate },
        { name: 'decode', type: 'decode', replicas: 1, multinode: { nodeCount: 2 }, podTemplate },
      ],
    },
    ...(status === undefined ? {} : { status }),
  };
}

export function status(ready: 'True' | 'False', overrides: JsonObject = {}): JsonObject {
  const [state, reason, message] =
    ready === 'True'
      ? ['successful', 'all_resources_are_ready', 'All resources are ready']
      : [
          'pending',
          'some_resources_are_not_ready',
          'Resources not ready: r1: podclique/r1-0-prefill: desired=2, ready=0',
        ];
  return {
    state,
    observedGeneration: 3,
    conditions: [{ type: 'Ready', status: ready, reason, message, lastTransitionTime: '2026-08-01T10:00:00Z' }],
    ...overrides,
  };
}

export interface PodParts {
  readonly ready?: boolean;
  readonly phase?: string;
  readonly onNode?: boolean;
  readonly metadata?: JsonObject;
  readonly labels?: JsonObject;
  readonly spec?: JsonObject;
  readonly status?: JsonObject;
  readonly conditions?: readonly JsonObject[];
  /** Status of the main container. */
  readonly main?: JsonObject;
  readonly init?: readonly JsonObject[];
}

/** A pod as the API server gives it. */
export function pod(component: string, name: string, parts: PodParts = {}): JsonObject {
  const { ready = false, phase = 'Running', onNode = true } = parts;
  const running = { running: { startedAt: '2026-08-01T10:01:00Z' } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'inference',
      labels: {
        'nvidia.com/dynamo-graph-deployment-name': 'r1',
        'nvidia.com/dynamo-component': component,
        ...parts.labels,
      },
      ...parts.metadata,
    },
    spec: {
      schedulerName: 'default-scheduler',
      volumes: [{ name: 'model-cache', persistentVolumeClaim: { claimName: CLAIM } }],
      ...(onNode ? { nodeName: 'gpu-1' } : {}),
      ...parts.spec,
    },
    status: {
      phase,
      conditions: parts.conditions ?? [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: ready ? 'True' : 'False' },
      ],
      ...(onNode
        ? {
            initContainerStatuses: parts.init ?? [],
            containerStatuses: [
              { name: 'main', image: IMAGE, ready, started: ready, restartCount: 0, state: running, ...parts.main },
            ],
          }
        : {}),
      ...parts.status,
    },
  };
}

/** A pod without a node, and what the scheduler says of it. */
export function pending(component: string, name: string, message: string, reason = 'Unschedulable'): JsonObject {
  const conditions = [{ type: 'PodScheduled', status: 'False', reason, message }];
  return pod(component, name, { phase: 'Pending', onNode: false, conditions });
}

/** A pod whose main container waits. */
export function waiting(
  component: string,
  name: string,
  reason: string,
  message = '',
  main: JsonObject = {},
): JsonObject {
  return pod(component, name, { phase: 'Pending', main: { state: { waiting: { reason, message } }, ...main } });
}

export function event(
  kind: string,
  name: string,
  reason: string,
  message: string,
  overrides: JsonObject = {},
): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.1`, namespace: 'inference' },
    involvedObject: { kind, name, namespace: 'inference' },
    reason,
    message,
    type: 'Warning',
    lastTimestamp: '2026-08-01T10:05:00Z',
    ...overrides,
  };
}

export const DOWNLOAD = 'weights-download-1a2b3c4d';

export function downloadJob(jobStatus: JsonObject, overrides: JsonObject = {}, spec: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: DOWNLOAD, namespace: 'inference', creationTimestamp: '2026-08-01T10:00:00Z', ...overrides },
    spec: {
      backoffLimit: 3,
      template: {
        spec: {
          containers: [{ name: 'download', volumeMounts: [{ name: 'model-cache', mountPath: '/model-cache' }] }],
          volumes: [{ name: 'model-cache', persistentVolumeClaim: { claimName: CLAIM } }],
        },
      },
      ...spec,
    },
    status: jobStatus,
  };
}

/** A pod that waits until the weights are complete. */
export function waitsForWeights(component: string, name: string): JsonObject {
  return pod(component, name, {
    phase: 'Pending',
    init: [{ name: 'wait-for-model', image: IMAGE, state: { running: {} } }],
    main: { state: { waiting: { reason: 'PodInitializing' } } },
  });
}

export const READY_PODS = [
  pod('frontend', 'r1-0-frontend-a', { ready: true }),
  pod('prefill', 'r1-0-prefill-a', { ready: true }),
  pod('prefill', 'r1-0-prefill-b', { ready: true }),
  pod('decode', 'r1-0-decode-0-decode-ldr-a', { ready: true }),
  pod('decode', 'r1-0-decode-0-decode-wkr-a', { ready: true }),
];

/** A graph on its way whose pods are all ready but those given, which take the place of a component's. */
export function stateWith(pods: readonly JsonObject[], parts: Partial<GraphState> = {}): GraphState {
  const components = new Set(pods.map(componentOf));
  return {
    target: TARGET,
    graph: graph(status('False')),
    pods: [...READY_PODS.filter((each) => !components.has(componentOf(each))), ...pods],
    claims: [],
    jobs: [],
    events: [],
    ...parts,
  };
}

function componentOf({ metadata }: JsonObject): string {
  return JSON.stringify(metadata).replace(/.*"nvidia.com\/dynamo-component":"([^"]+)".*/, '$1');
}
