import { InvalidValueError, requireDnsSubdomain, requireWhole } from '../findings';

export interface RapidSweepOptions {
  /**
   * Prompt lengths that are simulated.
   * @default 16
   */
  readonly prefillPoints?: number;
  /**
   * Loads that are simulated.
   * @default 6
   */
  readonly decodePoints?: number;
}

export interface ThoroughSweepProps {
  /** Folder with the measurements inside the planner's container, or below the claim. */
  readonly folder: string;
  /**
   * PersistentVolumeClaim that holds them.
   * @default - they are in the image
   */
  readonly claim?: string;
}

/** Points of a sweep. Source: ai-dynamo/dynamo profiler defaults (interpolation granularity), 2026-10. */
const POINTS = { prefill: 16, decode: 6 } as const;
/** Where the claim with measurements is mounted. */
const PROFILE_PATH = '/profile';

/** Where the Planner knows from, before it has seen any load, how fast a worker is. */
export class PreDeploymentSweep {
  /** From nothing: replicas stay as they are until enough was observed. Release 1.2 refuses throughput scaling so. */
  public static none(): PreDeploymentSweep {
    return new PreDeploymentSweep('none', POINTS.prefill, POINTS.decode);
  }

  /**
   * From a simulation (AISimulate) that the planner runs when it starts; the graph's workload, model and GPUs go into it.
   *
   * @throws InvalidValueError for fewer than 3 points of prefill, or none of decode
   */
  public static rapid(options: RapidSweepOptions = {}): PreDeploymentSweep {
    const { prefillPoints = POINTS.prefill, decodePoints = POINTS.decode } = options;
    requireWhole('prefillPoints', prefillPoints, 3);
    requireWhole('decodePoints', decodePoints, 1);
    return new PreDeploymentSweep('rapid', prefillPoints, decodePoints);
  }

  /**
   * From measurements that the profiler took on real GPUs.
   *
   * @throws InvalidValueError for an empty folder, and a name that no claim can have
   */
  public static thorough({ folder, claim }: ThoroughSweepProps): PreDeploymentSweep {
    if (folder.trim() === '') {
      throw new InvalidValueError('folder', folder, 'a path');
    }
    if (claim === undefined) {
      return new PreDeploymentSweep('thorough', POINTS.prefill, POINTS.decode, folder);
    }
    requireDnsSubdomain('claim', claim);
    const inside = folder.replace(/^\/+/, '');
    return new PreDeploymentSweep('thorough', POINTS.prefill, POINTS.decode, `${PROFILE_PATH}/${inside}`, {
      claim,
      mountPath: PROFILE_PATH,
    });
  }

  private constructor(
    public readonly mode: 'none' | 'rapid' | 'thorough',
    public readonly prefillPoints: number,
    public readonly decodePoints: number,
    /** Folder with measurements. */
    public readonly folder?: string,
    /** Claim that holds them, and where it is mounted. */
    public readonly volume?: { readonly claim: string; readonly mountPath: string },
  ) {}
}
