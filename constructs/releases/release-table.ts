import { CpuArch } from '../hardware';
import type { DynamoVersion } from './dynamo-version';

/** One value for each engine. */
export interface PerEngine<T> {
  /** TensorRT-LLM. */
  readonly trtllm: T;
  /** vLLM. */
  readonly vllm: T;
  /** SGLang. */
  readonly sglang: T;
}

/** The range of Grove versions that a release works with. */
export interface GroveRange {
  /** Lowest version. */
  readonly min: string;
  /**
   * First version that does not work any more.
   * @default - none known
   */
  readonly maxExclusive?: string;
}

/** The variant of the runtime images that carries the libraries of AWS EFA. */
export interface EfaVariant {
  /** What is added to the image tag. */
  readonly suffix: string;
  /** Engines that have the variant. */
  readonly engines: readonly (keyof PerEngine<unknown>)[];
  /** CPU architectures that the image is published for. */
  readonly archs: readonly CpuArch[];
}

/** What Stator needs to know of a release. */
export interface ReleaseFacts {
  /** Latest patch release: the tag of the images. */
  readonly patch: string;
  /** Day of the first patch release (x.y.0), ISO 8601. */
  readonly released: string;
  /** API version of the custom resources that Stator writes. */
  readonly apiVersion: 'nvidia.com/v1beta1';
  /** Version in which the API server stores them. */
  readonly storageVersion: 'v1alpha1' | 'v1beta1';
  /** Upstream versions of the engines. */
  readonly engines: PerEngine<string>;
  /** Versions of NIXL in the runtime images. */
  readonly nixl: PerEngine<string>;
  /** CUDA toolkit of the runtime images that carry no suffix. */
  readonly cuda: PerEngine<string>;
  /** Lowest NVIDIA driver branch for these images. */
  readonly driver: PerEngine<number>;
  /** Versions of Kubernetes. */
  readonly kubernetes: {
    /** Lowest version. */
    readonly min: string;
    /** Lowest version for features on dynamic resource allocation (GPU memory service). */
    readonly dra: string;
  };
  /** Versions of Grove. */
  readonly grove: GroveRange;
  /** Lowest version of the KAI scheduler. */
  readonly kai: string;
  /** Lowest version of LeaderWorkerSet. */
  readonly lws: string;
  /** Whether the platform chart installs NATS unless told otherwise. */
  readonly natsBundled: boolean;
  /** Failed liveness probes after which the operator lets a worker be restarted. */
  readonly livenessFailureThreshold: number;
  /** Whether workers send themselves health-check requests unless told otherwise. */
  readonly canaryHealthChecks: boolean;
  /** What carries KV events on Kubernetes unless told otherwise. */
  readonly eventPlane: 'nats' | 'zmq';
  /**
   * What the operator does when the names of graph and component together exceed Grove's 45 characters: `strict` refuses the graph,
   * `truncating` shortens the graph's part with a hash.
   */
  readonly groveNames: 'strict' | 'truncating';
  /** Registry and folder of the images. */
  readonly imageRegistry: string;
  /** The runtime images for AWS EFA. */
  readonly efa: EfaVariant;
}

/** A release of the table, with the place its facts were taken from. */
interface ReleaseRow extends ReleaseFacts {
  readonly source: string;
}

const REGISTRY = 'nvcr.io/nvidia/ai-dynamo';

/** Since 1.3 the variant has one multi-architecture tag. That 1.6 kept it was not seen stated. */
const EFA: EfaVariant = {
  suffix: '-efa',
  engines: ['trtllm', 'vllm', 'sglang'],
  archs: [CpuArch.AMD64, CpuArch.ARM64],
};

const CUDA_13: PerEngine<string> = { trtllm: '13.1', vllm: '13.0', sglang: '13.0' };
const DRIVER_580: PerEngine<number> = { trtllm: 580, vllm: 580, sglang: 580 };

/**
 * The facts of every release in `DynamoVersion`.
 *
 * In which release the operator began to shorten Grove names is not documented: it refused them in May 2026 and shortens them in the
 * code of 1.6, possibly since 1.4. `strict` is the safe reading, since a name that fits the limit is fine on either.
 */
export const RELEASE_FACTS: Readonly<Record<DynamoVersion, ReleaseRow>> = {
  '1.2': {
    patch: '1.2.1',
    released: '2026-06-02',
    apiVersion: 'nvidia.com/v1beta1',
    storageVersion: 'v1alpha1',
    engines: { trtllm: '1.3.0rc14', vllm: '0.20.1', sglang: '0.5.11' },
    nixl: { trtllm: '0.10.1', vllm: '0.10.1', sglang: '1.0.1' },
    // Images with the suffix -cuda13 have CUDA 13.0 and want driver 580.
    cuda: { trtllm: '13.1', vllm: '12.9', sglang: '12.9' },
    driver: { trtllm: 580, vllm: 575, sglang: 575 },
    kubernetes: { min: '1.30', dra: '1.32' },
    // The chart's compatibility matrix has no row for 1.2; these are the numbers of 1.1.
    grove: { min: '0.1.0-alpha.8' },
    kai: '0.13.4',
    lws: '0.7.0',
    natsBundled: true,
    livenessFailureThreshold: 1,
    canaryHealthChecks: false,
    eventPlane: 'nats',
    groveNames: 'strict',
    imageRegistry: REGISTRY,
    efa: { suffix: '-efa-amd64', engines: ['trtllm', 'vllm'], archs: [CpuArch.AMD64] },
    source: 'ai-dynamo/dynamo release artifacts 1.2.1, releases.data.ts and ai-dynamo 1.2.1 on PyPI, 2026-06',
  },
  '1.3': {
    patch: '1.3.1',
    released: '2026-07-20',
    apiVersion: 'nvidia.com/v1beta1',
    storageVersion: 'v1alpha1',
    engines: { trtllm: '1.3.0rc19', vllm: '0.23.0', sglang: '0.5.14' },
    nixl: { trtllm: '1.0.1', vllm: '1.1.0', sglang: '1.3.2' },
    cuda: CUDA_13,
    driver: DRIVER_580,
    kubernetes: { min: '1.30', dra: '1.34' },
    grove: { min: '0.1.0-alpha.8', maxExclusive: '0.1.0-alpha.9' },
    kai: '0.13.4',
    lws: '0.7.0',
    natsBundled: true,
    livenessFailureThreshold: 1,
    canaryHealthChecks: false,
    eventPlane: 'zmq',
    groveNames: 'strict',
    imageRegistry: REGISTRY,
    efa: EFA,
    source: 'ai-dynamo/dynamo compatibility page, deprecations ledger 1.3 and ai-dynamo 1.3.1 on PyPI, 2026-08',
  },
  '1.4': {
    patch: '1.4.2',
    released: '2026-08-14',
    apiVersion: 'nvidia.com/v1beta1',
    storageVersion: 'v1alpha1',
    engines: { trtllm: '1.3.0rc22', vllm: '0.26.0', sglang: '0.5.16' },
    nixl: { trtllm: '1.3.1', vllm: '1.3.2', sglang: '1.3.0' },
    cuda: CUDA_13,
    driver: DRIVER_580,
    kubernetes: { min: '1.30', dra: '1.34' },
    // The ledger says alpha.11; the chart's matrix, which is newer, says alpha.12-rc1.
    grove: { min: '0.1.0-alpha.12-rc1' },
    kai: '0.13.4',
    lws: '0.7.0',
    natsBundled: false,
    livenessFailureThreshold: 1,
    canaryHealthChecks: false,
    eventPlane: 'zmq',
    groveNames: 'strict',
    imageRegistry: REGISTRY,
    efa: EFA,
    source: 'ai-dynamo/dynamo release artifacts 1.4.2, deprecations ledger 1.4 and platform chart README, 2026-08',
  },
  '1.5': {
    patch: '1.5.1',
    released: '2026-09-18',
    apiVersion: 'nvidia.com/v1beta1',
    storageVersion: 'v1beta1',
    engines: { trtllm: '1.3.0rc25', vllm: '0.28.0', sglang: '0.5.18' },
    nixl: { trtllm: '1.3.1', vllm: '1.3.2', sglang: '1.4.0' },
    cuda: CUDA_13,
    driver: DRIVER_580,
    kubernetes: { min: '1.30', dra: '1.34' },
    grove: { min: '0.1.0-alpha.13' },
    kai: '0.17.0',
    lws: '0.7.0',
    natsBundled: false,
    livenessFailureThreshold: 3,
    canaryHealthChecks: true,
    eventPlane: 'zmq',
    groveNames: 'strict',
    imageRegistry: REGISTRY,
    efa: EFA,
    source: 'ai-dynamo/dynamo deprecations ledger 1.5, platform chart README and ai-dynamo 1.5.1 on PyPI, 2026-10',
  },
  '1.6': {
    patch: '1.6.1',
    released: '2026-10-22',
    apiVersion: 'nvidia.com/v1beta1',
    storageVersion: 'v1beta1',
    engines: { trtllm: '1.3.0rc29', vllm: '0.31.0', sglang: '0.5.21' },
    nixl: { trtllm: '1.3.1', vllm: '1.4.1', sglang: '1.5.0' },
    cuda: CUDA_13,
    driver: DRIVER_580,
    kubernetes: { min: '1.30', dra: '1.34' },
    grove: { min: '0.1.0-alpha.14' },
    kai: '0.17.0',
    lws: '0.7.0',
    natsBundled: false,
    livenessFailureThreshold: 3,
    canaryHealthChecks: true,
    eventPlane: 'zmq',
    groveNames: 'truncating',
    imageRegistry: REGISTRY,
    efa: EFA,
    source:
      'ai-dynamo/dynamo release artifacts 1.6.0, platform chart README 1.6.0 and ai-dynamo 1.6.1 on PyPI, 2026-11',
  },
};
