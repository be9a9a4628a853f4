import { InvalidValueError } from '../findings';
import type { JsonObject } from '../manifests';
import { isVersionText } from '../releases';

/** How a part of the platform comes into the cluster. */
export type PrerequisiteWay = 'present' | 'install' | 'bundled';

export interface InstallOptions {
  /**
   * Version of the chart.
   * @default - the one that is known to work with the release
   */
  readonly version?: string;
  /**
   * Namespace that the chart is installed into.
   * @default - the chart's usual one
   */
  readonly namespace?: string;
  /**
   * Values of the chart, merged over those that Stator sets: mappings merge, everything else replaces.
   * @default {}
   */
  readonly values?: JsonObject;
}

/**
 * One part of the platform: that it is there, and who takes care of that.
 *
 * ```ts
 * const parts = { grove: Prerequisite.install(), kai: Prerequisite.present('0.17.0') };
 * ```
 */
export class Prerequisite<W extends PrerequisiteWay = PrerequisiteWay> {
  /**
   * Somebody else installs it.
   *
   * @param version its version, which then has to fit the release of Dynamo; left unchecked if not given
   * @throws InvalidValueError for what is no version
   */
  public static present(version?: string): Prerequisite<'present'> {
    return new Prerequisite('present', requireVersion(version));
  }

  /**
   * Stator installs it, beside Dynamo and in the same way, with its pods kept off GPU nodes.
   *
   * @throws InvalidValueError for a version that is none
   */
  public static install(options: InstallOptions = {}): Prerequisite<'install'> {
    return new Prerequisite('install', requireVersion(options.version), options);
  }

  /**
   * Dynamo's chart installs it as a part of its own. It is upgraded together with Dynamo only, which NVIDIA advises against for
   * production.
   */
  public static bundled(): Prerequisite<'bundled'> {
    return new Prerequisite('bundled', undefined);
  }

  private constructor(
    public readonly way: W,
    public readonly version: string | undefined,
    public readonly options: InstallOptions = {},
  ) {
    Object.freeze(this);
  }
}

/** The parts of the platform that are there. What is left out is not. */
export interface PlatformParts {
  /** Device plugin, drivers and labels of GPU nodes. `present` stands for whatever else offers `nvidia.com/gpu`, as GKE does. */
  readonly gpuOperator?: Prerequisite<'present' | 'install'> | undefined;
  /** NVIDIA's network operator, or another device plugin that offers `rdma/…` resources. */
  readonly networkOperator?: Prerequisite<'present' | 'install'> | undefined;
  /** The device plugin that offers `vpc.amazonaws.com/efa`. */
  readonly efaPlugin?: Prerequisite<'present' | 'install'> | undefined;
  /** NVIDIA's driver for dynamic resource allocation: ComputeDomains, and devices for the GPU Memory Service. */
  readonly draDriver?: Prerequisite<'present' | 'install'> | undefined;
  /** Grove, which starts workers over several nodes as a gang. */
  readonly grove?: Prerequisite | undefined;
  /** The KAI scheduler. Not together with `volcano` under Grove. */
  readonly kai?: Prerequisite | undefined;
  /** LeaderWorkerSet, which starts workers over several nodes without Grove; it needs `volcano`. */
  readonly lws?: Prerequisite | undefined;
  /** Volcano, for gangs of LeaderWorkerSet. */
  readonly volcano?: Prerequisite<'present' | 'install'> | undefined;
  /** kube-prometheus-stack, or another Prometheus operator. The Planner reads its metrics there. */
  readonly prometheus?: Prerequisite<'present' | 'install'> | undefined;
  readonly certManager?: Prerequisite<'present' | 'install'> | undefined;
  /** The Snapshot operator, from release 1.5 on. */
  readonly snapshot?: Prerequisite<'present' | 'bundled'> | undefined;
  /** The kinds of the Gateway API, and a controller for them. They have no chart. */
  readonly gatewayApi?: Prerequisite<'present'> | undefined;
  /** The kinds of the Gateway API Inference Extension (InferencePool). They have no chart. */
  readonly inferenceExtension?: Prerequisite<'present'> | undefined;
  /** NATS: bundled with the chart unless told otherwise up to release 1.3, from 1.4 on only if asked for. */
  readonly nats?: Prerequisite<'present' | 'bundled'> | undefined;
  /** etcd, for the discovery backend of that name. */
  readonly etcd?: Prerequisite<'present' | 'bundled'> | undefined;
}

function requireVersion(version: string | undefined): string | undefined {
  if (version !== undefined && !isVersionText(version)) {
    throw new InvalidValueError('version', version, 'a version such as 0.17.0 or v0.1.0-alpha.14');
  }
  return version;
}
