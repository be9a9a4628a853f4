import { requireWhole } from '../findings';

export interface WorkloadProps {
  /** Input tokens per request (ISL), at the upper end of what is served. */
  readonly inputTokens: number;
  /** Output tokens per request (OSL), at the upper end of what is served. */
  readonly outputTokens: number;
  /**
   * Requests in flight over the whole graph that must fit into the KV cache.
   * @default - not checked
   */
  readonly concurrency?: number;
}

/** What the graph is to serve: engine limits, transfer buffers and the memory check follow from it. */
export class Workload {
  /** Throws `InvalidValueError` for a number below 1. */
  public static of(props: WorkloadProps): Workload {
    return new Workload(props.inputTokens, props.outputTokens, props.concurrency);
  }

  private constructor(
    public readonly inputTokens: number,
    public readonly outputTokens: number,
    public readonly concurrency: number | undefined,
  ) {
    requireWhole('inputTokens', inputTokens, 1);
    requireWhole('outputTokens', outputTokens, 1);
    if (concurrency !== undefined) {
      requireWhole('concurrency', concurrency, 1);
    }
  }

  /** Input and output together: the longest sequence a decode worker holds. */
  public get sequenceTokens(): number {
    return this.inputTokens + this.outputTokens;
  }
}
