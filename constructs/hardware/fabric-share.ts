/** The part of a node that a pod takes. */
export interface PodGpus {
  /** GPUs of the pod; 0 for a pod that only pretends to have an engine, and then nothing is needed. */
  readonly gpus: number;
  /** GPUs of the node. */
  readonly gpusPerNode: number;
}

/** What a pod needs to use its part of the fabric. */
export interface FabricShare {
  /** Extended resources to request and limit: name to count. */
  readonly resources: Readonly<Record<string, number>>;
  /** Environment variables: name to literal value. */
  readonly env: Readonly<Record<string, string>>;
  /** Linux capabilities to add. */
  readonly addCapabilities: readonly string[];
  /** Whether the container has to be privileged. */
  readonly privileged: boolean;
  /** Pod annotations. */
  readonly annotations: Readonly<Record<string, string>>;
  /** NIXL back end for KV transfer. Engines select it in their own way; with the wrong one they fall back to TCP without a word. */
  readonly nixlBackend: 'UCX' | 'LIBFABRIC';
  /**
   * Variant of the runtime image that carries the fabric's libraries.
   * @default - the plain image
   */
  readonly imageSuffix?: 'efa';
  /**
   * Folders of the node that the container mounts, read-only: libraries that the cloud installs on its nodes.
   * @default - none
   */
  readonly hostFolders?: readonly HostFolder[];
}

/** A folder of the node, as a container mounts it. */
export interface HostFolder {
  /** Name of the volume. */
  readonly name: string;
  /** Path on the node. */
  readonly hostPath: string;
  /** Path in the container. */
  readonly mountPath: string;
}

/** Of a pod that needs nothing. */
export const NOTHING: FabricShare = {
  resources: {},
  env: {},
  addCapabilities: [],
  privileged: false,
  annotations: {},
  nixlBackend: 'UCX',
};
