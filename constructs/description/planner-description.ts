/** What scales the pools of a graph by their load. */
export interface PlannerDescription {
  readonly name: string;
  readonly path: string;
  readonly image: string;
  /** What it scales for: targets for TTFT and ITL (`sla`), or queues and KV cache. */
  readonly target: 'throughput' | 'latency' | 'load' | 'sla';
  /** Targets; there for `sla`. */
  readonly slo?: SloDescription;
  /** Scaling ahead of the load, if it does. */
  readonly throughput?: { readonly intervalSeconds: number; readonly predictor: string };
  /** Scaling after the load, if it does. */
  readonly load?: { readonly intervalSeconds: number };
  /** Whether it only logs what it would do. */
  readonly advisory: boolean;
  /** The pools that it scales, and the workers that each keeps. */
  readonly pools: readonly { readonly name: string; readonly minWorkers: number }[];
  /** GPUs that the pools may take together; below 0 without a limit. */
  readonly maxGpus: number;
  /** GPUs that they keep together. */
  readonly minGpus?: number;
  /** Address of the Prometheus server; absent where the platform knows it. */
  readonly prometheus?: string;
  /** Who carries its decisions out, if it does not itself. */
  readonly globalPlanner?: string;
  readonly power?: { readonly totalWatts: number; readonly wattsPerGpu: number };
}

/** Targets that requests are to meet. */
export interface SloDescription {
  /** Time to the first token, in milliseconds. */
  readonly ttftMs: number;
  /** Time between tokens, in milliseconds. */
  readonly itlMs: number;
  /** Percent of requests that must be as fast. */
  readonly percentile: number;
}
