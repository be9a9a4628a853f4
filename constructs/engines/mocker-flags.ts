import type { FlagValue, Overridable } from './flags';

/**
 * Flags of `dynamo.mocker`, in camelCase. `null` leaves out what Stator computes. Source: argument parser of ai-dynamo 1.2.1 to
 * 1.6.1 on PyPI (dynamo/mocker/args.py), read 2026-11.
 */
export interface MockerFlags extends Overridable<KnownMockerFlags> {
  /** Any further flag by its name, with or without a value of its own; wins over the others. */
  readonly extra?: Readonly<Record<string, FlagValue | null>>;
}

interface KnownMockerFlags {
  /** Repository or folder whose tokenizer is used. Computed from the graph's model. */
  readonly modelPath?: string;
  /** Name under which the API serves the model. Computed from the graph. */
  readonly modelName?: string;
  /** Engine whose scheduler is imitated. Computed from the engine's options. */
  readonly engineType?: 'vllm' | 'sglang' | 'trtllm';
  /** Computed from the pool's role. */
  readonly disaggregationMode?: 'agg' | 'prefill' | 'decode';
  /** Ports of prefill workers, comma-separated, one for each of `numWorkers`. Computed for prefill pools. */
  readonly bootstrapPorts?: string;
  /** How many times faster than life; 0 for without delay. Computed from the engine's options. */
  readonly speedupRatio?: number;
  /** How many times faster than that decoding is, as with speculative decoding. */
  readonly decodeSpeedupRatio?: number;
  /** Data-parallel ranks of a worker. Computed from the pool's parallelism. */
  readonly dataParallelSize?: number;
  /** Tokens per block. Computed where the router follows blocks. */
  readonly blockSize?: number;
  /** Blocks that the pretended KV cache holds. */
  readonly numGpuBlocksOverride?: number;
  /** Computed from the pool's limits. */
  readonly maxNumSeqs?: number;
  /** Computed from the pool's limits. */
  readonly maxNumBatchedTokens?: number;
  /** Longest sequence. */
  readonly maxModelLen?: number;
  readonly enablePrefixCaching?: boolean;
  readonly enableChunkedPrefill?: boolean;
  readonly preemptionMode?: 'lifo' | 'fifo';
  /** Seconds until the pretended engine is up. */
  readonly startupTime?: number;
  /** Workers in one process. */
  readonly numWorkers?: number;
  /** Seconds between the starts of the workers of one process. */
  readonly staggerDelay?: number;
  /** Folder with what the profiler measured, in place of made-up times. */
  readonly plannerProfileData?: string;
  /** Speed of the pretended KV transfer in GB/s. */
  readonly kvTransferBandwidth?: number;
  readonly kvBytesPerToken?: number;
  readonly kvCacheDtype?: 'auto' | 'bfloat16' | 'fp8' | 'fp8_ds_mla' | 'fp8_e4m3' | 'fp8_e5m2';
  readonly zmqKvEventsPorts?: string;
}
