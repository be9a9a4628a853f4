import { at, type Mapping, mapping, mappings, text, whole } from '../../../constructs/observed';

/** Labels that the operator puts on pods. Source: ai-dynamo/dynamo deploy/operator internal/consts. */
export const GRAPH_LABEL = 'nvidia.com/dynamo-graph-deployment-name';
const COMPONENT_LABEL = 'nvidia.com/dynamo-component';
/** Label of a Job's pods. Source: https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const JOB_LABEL = 'batch.kubernetes.io/job-name';

/** A condition of a pod, a graph or a Job. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

export interface Termination {
  readonly exitCode?: number;
  readonly reason?: string;
  readonly message?: string;
}

/** One container of a pod, as its node reports it. */
export interface ObservedContainer {
  readonly name: string;
  readonly image: string;
  readonly ready: boolean;
  readonly started: boolean;
  readonly running: boolean;
  readonly restarts: number;
  readonly waiting?: { readonly reason: string; readonly message: string };
  /** How it ended, if it did. */
  readonly ended?: Termination;
  /** How the run before this one ended. */
  readonly lastEnded?: Termination;
  /** Whether the containers after it wait for its end. */
  readonly blocking: boolean;
}

export interface ObservedPod {
  readonly name: string;
  readonly component?: string;
  readonly job?: string;
  readonly graph?: string;
  readonly phase: string;
  /** Of a pod that failed as a whole: evicted, refused by its node. */
  readonly reason?: string;
  readonly message?: string;
  readonly ready: boolean;
  readonly terminating: boolean;
  readonly onNode: boolean;
  readonly schedulerName: string;
  readonly gates: readonly string[];
  readonly scheduled?: Condition;
  readonly containers: readonly ObservedContainer[];
  readonly claimNames: readonly string[];
  readonly created: string;
}

export function readConditions(status: unknown): readonly Condition[] {
  return mappings(at(status, 'conditions')).map((condition) => ({
    type: text(condition['type']) ?? '',
    status: text(condition['status']) ?? '',
    ...defined({
      reason: text(condition['reason']),
      message: text(condition['message']),
      observedGeneration: whole(condition['observedGeneration']),
    }),
  }));
}

export function readPod(pod: Mapping): ObservedPod {
  const { metadata, spec, status } = pod;
  const conditions = readConditions(status);
  const label = (name: string): string | undefined => text(at(metadata, 'labels', name));
  return {
    name: text(at(metadata, 'name')) ?? '',
    phase: text(at(status, 'phase')) ?? 'Unknown',
    ready: conditions.some(({ type, status }) => type === 'Ready' && status === 'True'),
    terminating: at(metadata, 'deletionTimestamp') !== undefined,
    onNode: (text(at(spec, 'nodeName')) ?? '') !== '',
    schedulerName: text(at(spec, 'schedulerName')) ?? 'default-scheduler',
    gates: mappings(at(spec, 'schedulingGates')).flatMap(({ name }) => text(name) ?? []),
    containers: readContainers(spec, status),
    claimNames: claimNames(spec),
    created: text(at(metadata, 'creationTimestamp')) ?? '',
    ...defined({
      component: label(COMPONENT_LABEL),
      graph: label(GRAPH_LABEL),
      job: label(JOB_LABEL) ?? label('job-name'),
      reason: text(at(status, 'reason')),
      message: text(at(status, 'message')),
      scheduled: conditions.find(({ type }) => type === 'PodScheduled'),
    }),
  };
}

/** Claims that a pod spec mounts. */
export function claimNames(spec: unknown): readonly string[] {
  return mappings(at(spec, 'volumes')).flatMap(
    (volume) => text(at(volume, 'persistentVolumeClaim', 'claimName')) ?? [],
  );
}

/** Init containers first, as they run first. */
function readContainers(spec: unknown, status: unknown): readonly ObservedContainer[] {
  const sidecars = new Set(
    mappings(at(spec, 'initContainers')).flatMap(({ name, restartPolicy }) =>
      restartPolicy === 'Always' ? [name] : [],
    ),
  );
  return [
    ...mappings(at(status, 'initContainerStatuses')).map((each) => readContainer(each, !sidecars.has(each['name']))),
    ...mappings(at(status, 'containerStatuses')).map((each) => readContainer(each, false)),
  ];
}

function readContainer(status: Mapping, blocking: boolean): ObservedContainer {
  const waiting = mapping(at(status, 'state', 'waiting'));
  return {
    name: text(status['name']) ?? '',
    image: text(status['image']) ?? '',
    ready: status['ready'] === true,
    started: status['started'] === true,
    running: mapping(at(status, 'state', 'running')) !== undefined,
    restarts: whole(status['restartCount']) ?? 0,
    blocking,
    ...(waiting === undefined
      ? {}
      : { waiting: { reason: text(waiting['reason']) ?? '', message: text(waiting['message']) ?? '' } }),
    ...defined({
      ended: readTermination(at(status, 'state', 'terminated')),
      lastEnded: readTermination(at(status, 'lastState', 'terminated')),
    }),
  };
}

function readTermination(value: unknown): Termination | undefined {
  const ended = mapping(value);
  if (ended === undefined) return undefined;
  return defined({
    exitCode: whole(ended['exitCode']),
    reason: text(ended['reason']),
    message: text(ended['message']),
  });
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The entries that have a value. */
function defined<T extends object>(entries: T): Defined<T> {
  const result: Defined<T> = {};
  for (const key in entries) {
    const value = entries[key];
    if (isDefined(value)) result[key] = value;
  }
  return result;
}

function isDefined<T>(value: T): value is Exclude<T, undefined> {
  return value !== undefined;
}
