import type { Size } from 'cdk8s';
import { InvalidValueError, requireWhole } from '../../constructs/findings';

/** MB/s for each TiB that PERSISTENT_2 file systems of FSx for Lustre are sold with. Source: @pulumi/aws 7.48 fsx/lustreFileSystem. */
export type LustreThroughput = 125 | 250 | 500 | 1000;

/**
 * Steps in which file systems that speak EFA are sold, in GiB. Source: docs.aws.amazon.com fsx LustreGuide increase-storage-capacity,
 * 2026.
 */
const EFA_STEPS: Readonly<Record<LustreThroughput, number>> = { 125: 38_400, 250: 19_200, 500: 9600, 1000: 4800 };
const THROUGHPUTS: readonly number[] = Object.keys(EFA_STEPS).map(Number);

/** Options of `ModelStore.lustre`. */
export interface LustreOptions {
  /** Capacity: 1200 GiB, or a multiple of 2400 GiB; with EFA a multiple of 4800 GiB at 1000 MB/s, and of more at less. */
  readonly size: Size;
  /**
   * MB/s for each TiB, the same for reading and writing.
   * @default 1000
   */
  readonly throughput?: LustreThroughput;
  /**
   * Claims that can be bound at a time. Each sees the whole file system, so graphs that serve one checkpoint hold it once.
   * @default 1
   */
  readonly volumes?: number;
  /**
   * Whether the file system speaks EFA and GPUDirect Storage. Nodes need a Lustre client that was set up for it, which the images of EKS
   * do not bring, and they have to be in its zone. It cannot be changed later.
   * @default false
   */
  readonly efa?: boolean;
}

/** A Lustre store with its options settled. */
export interface LustreStore {
  readonly kind: 'lustre';
  readonly sizeGib: number;
  readonly throughput: LustreThroughput;
  readonly volumes: number;
  readonly efa: boolean;
}

/** Classes for the claims of model caches. */
const STORAGE_CLASSES = { lustre: 'fsx-lustre', efs: 'efs', none: undefined } as const;

/** Where the weights of models are kept. */
export class ModelStore {
  /**
   * FSx for Lustre (SSD, PERSISTENT_2) in the zone of the GPU machines: for large models and many nodes.
   *
   * @throws InvalidValueError for sizes that are not sold
   */
  public static lustre(options: LustreOptions): ModelStore {
    const { throughput = 1000, volumes = 1, efa = false } = options;
    const sizeGib = options.size.toGibibytes();
    // Source: docs.aws.amazon.com fsx API_CreateFileSystem (StorageCapacity), 2026.
    if (sizeGib !== 1200 && !(sizeGib > 0 && sizeGib % 2400 === 0)) {
      throw new InvalidValueError('size', `${sizeGib} GiB`, '1200 GiB or a multiple of 2400 GiB');
    }
    if (!THROUGHPUTS.includes(throughput)) {
      throw new InvalidValueError('throughput', throughput, `one of ${THROUGHPUTS.join(', ')}`);
    }
    const step = EFA_STEPS[throughput];
    if (efa && sizeGib % step !== 0) {
      throw new InvalidValueError(
        'size',
        `${sizeGib} GiB`,
        `a multiple of ${step} GiB with EFA and ${throughput} MB/s`,
      );
    }
    requireWhole('volumes', volumes, 1, 100);
    return new ModelStore({ kind: 'lustre', sizeGib, throughput, volumes, efa });
  }

  /** EFS: as many claims as there may be, no size to choose, and slow for the largest models. */
  public static efs(): ModelStore {
    return new ModelStore({ kind: 'efs' });
  }

  /** None: graphs bring claims of their own. */
  public static none(): ModelStore {
    return new ModelStore({ kind: 'none' });
  }

  private constructor(
    /** What is made. */
    public readonly choice: LustreStore | { readonly kind: 'efs' } | { readonly kind: 'none' },
  ) {
    Object.freeze(choice);
    Object.freeze(this);
  }

  /** Class for the claims of model caches; `undefined` without a store. Known before anything is made. */
  public get storageClassName(): string | undefined {
    return STORAGE_CLASSES[this.choice.kind];
  }
}
