import type { FlagValue } from './flags';

/**
 * Flags of vLLM that recipes use, in camelCase: `maxNumSeqs: 512` is rendered as the two tokens `--max-num-seqs 512`, `true` as a
 * bare flag, `false` as `--no-...`, an object as JSON. Parallel sizes come from the pool. Source: vLLM engine arguments.
 */
export interface VllmFlags {
  readonly all2allBackend?:
    | 'deepep_low_latency'
    | 'deepep_high_throughput'
    | 'pplx'
    | 'naive'
    | 'allgather_reducescatter';
  readonly asyncScheduling?: boolean;
  readonly attentionBackend?: string;
  readonly compilationConfig?: Readonly<Record<string, FlagValue>>;
  readonly dboDecodeTokenThreshold?: number;
  readonly dynReasoningParser?: string;
  readonly dynToolCallParser?: string;
  readonly enableChunkedPrefill?: boolean;
  readonly enableDbo?: boolean;
  readonly enableEplb?: boolean;
  readonly enablePrefixCaching?: boolean;
  readonly enforceEager?: boolean;
  readonly eplbConfig?: Readonly<Record<string, FlagValue>>;
  readonly hfOverrides?: Readonly<Record<string, FlagValue>>;
  readonly speculativeConfig?: Readonly<Record<string, FlagValue>>;
  readonly streamInterval?: number;
  readonly trustRemoteCode?: boolean;
}
