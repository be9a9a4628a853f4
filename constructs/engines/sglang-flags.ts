/**
 * Flags of SGLang that recipes use, in camelCase: `watchdogTimeout: 3600` is rendered as the two tokens `--watchdog-timeout 3600`,
 * `true` as a bare flag. Parallel sizes come from the pool. Source: SGLang server arguments.
 */
export interface SglangFlags {
  readonly attentionBackend?: string;
  readonly chunkedPrefillSize?: number;
  readonly cudaGraphMaxBs?: number;
  readonly deepepMode?: 'auto' | 'normal' | 'low_latency';
  readonly disableRadixCache?: true;
  readonly dynReasoningParser?: string;
  readonly dynToolCallParser?: string;
  readonly epNumRedundantExperts?: number;
  readonly loadBalanceMethod?: 'round_robin' | 'shortest_queue' | 'minimum_tokens';
  readonly moeA2aBackend?: 'deepep' | 'none';
  readonly moeRunnerBackend?: string;
  readonly prefillRoundRobinBalance?: true;
  readonly skipTokenizerInit?: true;
  readonly trustRemoteCode?: true;
  readonly watchdogTimeout?: number;
}
