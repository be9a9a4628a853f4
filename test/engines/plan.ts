import {
  type EngineKind,
  KvPrecision,
  models,
  Parallelism,
  Precision,
  Release,
  type WorkerPlan,
} from '../../constructs';

/** What a worker has to run, without settings of its engine. */
export function plan<K extends EngineKind>(overrides: Partial<WorkerPlan<K>>): Omit<WorkerPlan<K>, 'config'> {
  return {
    role: 'aggregated',
    checkpoint: models.QWEN3_235B_A22B.at(Precision.FP8),
    servedName: 'qwen',
    parallelism: Parallelism.tensor(8),
    nodesPerWorker: 1,
    gpusPerNode: 8,
    limits: { batchSize: 64, batchedTokens: 8192, sequenceTokens: 9216, chunkedPrefill: true },
    memoryFraction: 0.85,
    kvPrecision: KvPrecision.FP8,
    kvEvents: false,
    multimodal: false,
    longestInputTokens: 8192,
    nixlBackend: 'UCX',
    release: Release.latest,
    ...overrides,
  };
}

/** The token behind a flag. */
export const tokenAfter = (args: readonly string[], flag: string): string | undefined => args[args.indexOf(flag) + 1];

/** The JSON behind a flag. */
export const jsonAfter = (args: readonly string[], flag: string): unknown => JSON.parse(tokenAfter(args, flag) ?? '');
