/** Why something of a graph is not ready, worst first. */
export const ProblemReason = {
  GRAPH_MISSING: 'GraphMissing',
  GRAPH_BEING_DELETED: 'GraphBeingDeleted',
  GRAPH_FAILED: 'GraphFailed',
  GRAPH_NOT_READY: 'GraphNotReady',
  /** The operator has never written a status. */
  OPERATOR_SILENT: 'OperatorSilent',
  /** The status belongs to an earlier generation of the graph. */
  STATUS_STALE: 'StatusStale',
  INVALID_IMAGE_NAME: 'InvalidImageName',
  DOWNLOAD_FAILED: 'DownloadFailed',
  PODS_MISSING: 'PodsMissing',
  IMAGE_PULL: 'ImagePull',
  /** A Secret, ConfigMap or key that a container needs is missing. */
  CONTAINER_CONFIG: 'ContainerConfig',
  /** The container runtime cannot start a container. */
  CONTAINER_START: 'ContainerStart',
  CRASHING: 'Crashing',
  POD_FAILED: 'PodFailed',
  UNSCHEDULABLE: 'Unschedulable',
  /** A scheduling gate is closed. */
  SCHEDULING_GATED: 'SchedulingGated',
  /** No scheduler has looked at the pod. */
  NOT_SCHEDULED: 'NotScheduled',
  VOLUME_PENDING: 'VolumePending',
  VOLUME_MOUNT: 'VolumeMount',
  /** The node cannot make the pod's sandbox, mostly for want of a network address. */
  SANDBOX: 'Sandbox',
  DOWNLOAD_RUNNING: 'DownloadRunning',
  PROBE_FAILING: 'ProbeFailing',
  STARTING: 'Starting',
} as const;
export type ProblemReason = (typeof ProblemReason)[keyof typeof ProblemReason];

/** What is said of pods in one line: "6 pods Pending". */
export const STATE_WORDS: Readonly<Record<ProblemReason, string>> = {
  GraphMissing: 'missing',
  GraphBeingDeleted: 'being deleted',
  GraphFailed: 'failed',
  GraphNotReady: 'not ready',
  OperatorSilent: 'not seen by the operator',
  StatusStale: 'not seen by the operator',
  PodsMissing: 'not created',
  InvalidImageName: 'with an invalid image name',
  ImagePull: 'without their image',
  ContainerConfig: 'without their configuration',
  ContainerStart: 'that cannot start',
  Crashing: 'crashing',
  PodFailed: 'failed',
  Unschedulable: 'Pending',
  SchedulingGated: 'gated',
  NotScheduled: 'Pending',
  VolumePending: 'waiting for a volume',
  VolumeMount: 'without their volume',
  Sandbox: 'without a sandbox',
  DownloadFailed: 'without weights',
  DownloadRunning: 'waiting for the weights',
  ProbeFailing: 'failing their probes',
  Starting: 'starting',
};

/** The first few of some pods, and how many there are. */
interface PodNames {
  readonly names: readonly string[];
  readonly count: number;
}

/** One thing that keeps a graph from being ready. */
export interface Problem {
  /** Absent for what concerns the graph as a whole. */
  readonly component?: string;
  /** Pods it holds for. Pods that do not exist have no names, but count. */
  readonly pods: PodNames;
  readonly reason: ProblemReason;
  /** What was seen, on one line. */
  readonly detail: string;
  /** What to do about it. */
  readonly fix: string;
}

/** What one look at a graph says. */
export interface Verdict {
  /** `failed` stands for what does not heal by itself. */
  readonly phase: 'ready' | 'waiting' | 'failed';
  /** One line, for progress. */
  readonly summary: string;
  /** Worst first. Empty for a graph that is ready. */
  readonly problems: readonly Problem[];
}

/** Why one pod is not ready. */
export interface Cause {
  readonly reason: ProblemReason;
  readonly detail: string;
  readonly fix: string;
}
