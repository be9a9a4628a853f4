/** The parts of a platform, besides Kubernetes and Dynamo's operator, that graphs may need. */
export type PlatformPart =
  | 'gpuOperator'
  | 'networkOperator'
  | 'efaPlugin'
  | 'draDriver'
  | 'grove'
  | 'kai'
  | 'lws'
  | 'volcano'
  | 'prometheus'
  | 'certManager'
  | 'snapshot'
  | 'gatewayApi'
  | 'inferenceExtension'
  | 'nats'
  | 'etcd';

/** What a cluster has for graphs, as plain frozen data. */
export interface PlatformDescription {
  /** Construct path, where findings point to. */
  readonly path: string;
  /** Minor release of Dynamo's operator, for example `1.6`. */
  readonly release: string;
  /** Version of Kubernetes; absent when the user did not say. */
  readonly kubernetes?: string;
  /** Driver of the GPU nodes, for example `580.95.05`; absent when the user did not say. */
  readonly gpuDriver?: string;
  /** Every part that is there; what is not named is not there. */
  readonly parts: Readonly<Partial<Record<PlatformPart, PlatformPartDescription>>>;
  /** Queues of the KAI scheduler. */
  readonly queues: readonly string[];
  /** Values of the chart where no document of the app holds them: it is installed with the helm command. */
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface PlatformPartDescription {
  /** `present`: somebody else installs it. `install`: Stator does. `bundled`: Dynamo's chart does. */
  readonly way: 'present' | 'install' | 'bundled';
  /** Absent when the user did not say. */
  readonly version?: string;
}
