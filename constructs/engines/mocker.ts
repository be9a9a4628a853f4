import type { PoolRole } from '../description';
import { InvalidValueError } from '../findings';
import { type ComputedFlags, renderFlags } from './flags';
import type { MockerFlags } from './mocker-flags';
import type { EngineAdapter, Launch, WorkerPlan } from './worker-plan';

/** Port on which decode workers fetch pretended KV cache. Each worker is a pod of its own, so one serves all. */
const BOOTSTRAP_PORT = 30001;

export interface MockerOptions {
  /**
   * Engine whose scheduler is imitated.
   * @default 'vllm'
   */
  readonly simulates?: 'vllm' | 'sglang' | 'trtllm';
  /**
   * How many times faster than life tokens come: 2 is twice as fast, 0 is without delay.
   * @default 1
   */
  readonly speedup?: number;
}

/** @throws InvalidValueError for a speed below 0 */
export function mocker({ simulates = 'vllm', speedup = 1 }: MockerOptions): EngineAdapter<'mocker'> {
  if (!(speedup >= 0 && Number.isFinite(speedup))) {
    throw new InvalidValueError('speedup', speedup, 'a number of at least 0', '0 answers without delay');
  }
  return {
    kind: 'mocker',
    image: 'dynamo-planner',
    defaults: () => ({
      memoryFraction: 0.9,
      batchSize: 256,
      batchedTokens: 8192,
      chunkedPrefill: true,
      sharedMemoryGib: 1,
      pod: { cpu: 2, memoryGib: 4 },
    }),
    launch(plan: WorkerPlan<'mocker'>): Launch {
      const { extra = {}, ...own } = plan.config;
      return {
        command: ['python3', '-m', 'dynamo.mocker'],
        args: renderFlags({ ...computedFlags(plan, simulates, speedup) }, own, extra),
        env: {},
      };
    },
  };
}

function computedFlags(
  plan: WorkerPlan<'mocker'>,
  engineType: NonNullable<MockerFlags['engineType']>,
  speedup: number,
): ComputedFlags<MockerFlags> {
  const { limits, role, parallelism } = plan;
  const ranks = Math.max(parallelism.data, parallelism.attentionDp);
  return {
    modelPath: plan.checkpoint.repository,
    modelName: plan.servedName,
    engineType,
    disaggregationMode: modeOf(role),
    bootstrapPorts: role === 'prefill' ? String(BOOTSTRAP_PORT) : undefined,
    speedupRatio: speedup === 1 ? undefined : speedup,
    dataParallelSize: ranks > 1 ? ranks : undefined,
    blockSize: plan.kvBlockTokens,
    maxNumSeqs: limits.batchSize,
    maxNumBatchedTokens: limits.batchedTokens,
    enableChunkedPrefill: limits.chunkedPrefill ? undefined : false,
  };
}

function modeOf(role: PoolRole): 'prefill' | 'decode' | undefined {
  return role === 'prefill' || role === 'decode' ? role : undefined;
}
