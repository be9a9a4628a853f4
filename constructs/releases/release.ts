import { closest } from 'fastest-levenshtein';
import { InvalidValueError } from '../findings';
import { compareVersions, DynamoVersion } from './dynamo-version';
import { type ImageName, type ImageOptions, imageReference } from './images';
import { type EfaVariant, type GroveRange, type PerEngine, RELEASE_FACTS, type ReleaseFacts } from './release-table';

/**
 * A minor release of Dynamo, with its latest patch.
 *
 * ```ts
 * Release.V1_6.image('tensorrtllm-runtime'); // nvcr.io/nvidia/ai-dynamo/tensorrtllm-runtime:1.6.1
 * Release.parse('v1.5').atLeast('1.4'); // true
 * ```
 */
export class Release implements ReleaseFacts {
  /** Dynamo 1.2, June 2026. */
  public static readonly V1_2 = new Release(DynamoVersion.V1_2);
  /** Dynamo 1.3, July 2026. */
  public static readonly V1_3 = new Release(DynamoVersion.V1_3);
  /** Dynamo 1.4, August 2026. */
  public static readonly V1_4 = new Release(DynamoVersion.V1_4);
  /** Dynamo 1.5, September 2026. */
  public static readonly V1_5 = new Release(DynamoVersion.V1_5);
  /** Dynamo 1.6, October 2026. */
  public static readonly V1_6 = new Release(DynamoVersion.V1_6);

  /** All releases, oldest first. */
  public static readonly all: readonly Release[] = Object.freeze([
    Release.V1_2,
    Release.V1_3,
    Release.V1_4,
    Release.V1_5,
    Release.V1_6,
  ]);

  /** The newest release. */
  public static readonly latest = Release.V1_6;

  /**
   * The release that a text names, for example `1.6`, `v1.6` or `1.6.1`. Flags and rules are those of a minor release, so any patch
   * number selects its minor release.
   */
  public static parse(text: string): Release {
    const [, version] = /^v?(\d+\.\d+)(?:\.\d+)?$/.exec(text.trim()) ?? [];
    const release = Release.all.find((candidate) => candidate.version === version);
    if (release === undefined) {
      const known = Release.all.map((candidate) => candidate.version);
      throw new InvalidValueError(
        'release',
        text,
        `one of ${known.join(', ')}`,
        `did you mean ${nearest(text, version)}?`,
      );
    }
    return release;
  }

  /** Latest patch release: the tag of the images. */
  public readonly patch: string;
  /** Day of the first patch release (x.y.0), ISO 8601. */
  public readonly released: string;
  /** API version of the custom resources that Stator writes. */
  public readonly apiVersion: ReleaseFacts['apiVersion'];
  /** Version in which the API server stores them. */
  public readonly storageVersion: ReleaseFacts['storageVersion'];
  /** Upstream versions of the engines. */
  public readonly engines: PerEngine<string>;
  /** Versions of NIXL in the runtime images. */
  public readonly nixl: PerEngine<string>;
  /** CUDA toolkit of the runtime images that carry no suffix. */
  public readonly cuda: PerEngine<string>;
  /** Lowest NVIDIA driver branch for these images. */
  public readonly driver: PerEngine<number>;
  /** Lowest versions of Kubernetes, in general and for dynamic resource allocation. */
  public readonly kubernetes: ReleaseFacts['kubernetes'];
  /** Versions of Grove that the release works with. */
  public readonly grove: GroveRange;
  /** Lowest version of the KAI scheduler. */
  public readonly kai: string;
  /** Lowest version of LeaderWorkerSet. */
  public readonly lws: string;
  /** Whether the platform chart installs NATS unless told otherwise. */
  public readonly natsBundled: boolean;
  /** Failed liveness probes after which the operator lets a worker be restarted. */
  public readonly livenessFailureThreshold: number;
  /** Whether workers send themselves health-check requests unless told otherwise. */
  public readonly canaryHealthChecks: boolean;
  /** What carries KV events on Kubernetes unless told otherwise. */
  public readonly eventPlane: ReleaseFacts['eventPlane'];
  /** Whether the operator refuses (`strict`) or shortens (`truncating`) names above Grove's 45 characters. */
  public readonly groveNames: ReleaseFacts['groveNames'];
  /** Registry and folder of the images. */
  public readonly imageRegistry: string;
  /** The runtime images for AWS EFA. */
  public readonly efa: EfaVariant;

  private constructor(
    /** Minor release, for example `1.6`. */
    public readonly version: DynamoVersion,
  ) {
    const facts = RELEASE_FACTS[version];
    this.patch = facts.patch;
    this.released = facts.released;
    this.apiVersion = facts.apiVersion;
    this.storageVersion = facts.storageVersion;
    this.engines = facts.engines;
    this.nixl = facts.nixl;
    this.cuda = facts.cuda;
    this.driver = facts.driver;
    this.kubernetes = facts.kubernetes;
    this.grove = facts.grove;
    this.kai = facts.kai;
    this.lws = facts.lws;
    this.natsBundled = facts.natsBundled;
    this.livenessFailureThreshold = facts.livenessFailureThreshold;
    this.canaryHealthChecks = facts.canaryHealthChecks;
    this.eventPlane = facts.eventPlane;
    this.groveNames = facts.groveNames;
    this.imageRegistry = facts.imageRegistry;
    this.efa = facts.efa;
    Object.freeze(this);
  }

  /** Reference of an image, for example `nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.6.1`. */
  public image(name: ImageName, options: ImageOptions = {}): string {
    return imageReference(this, name, options);
  }

  /** Whether this is a release or a later one. */
  public atLeast(version: DynamoVersion): boolean {
    return compareVersions(this.version, version) >= 0;
  }

  /** Negative if this release came before the other, 0 if they are the same, positive if it came after. */
  public compareTo(other: Release): number {
    return compareVersions(this.version, other.version);
  }

  /** The minor release. */
  public toString(): string {
    return this.version;
  }
}

/** The nearest release by number if the text is a version, else by spelling. */
function nearest(text: string, version: string | undefined): string {
  const known = Release.all.map((release) => release.version);
  if (version === undefined) {
    return closest(text, known);
  }
  const distance = (candidate: string) => Math.abs(toNumber(candidate) - toNumber(version));
  return known.reduce((best, candidate) => (distance(candidate) < distance(best) ? candidate : best));
}

function toNumber(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
}
