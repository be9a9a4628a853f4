import type { ApiObject, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { type KaiQueueAmount, KaiQueueObject } from '../api';
import { InvalidValueError, requireDnsSubdomain, requireWhole } from '../findings';
import { goDuration } from './go-duration';

export interface KaiQueueProps {
  /**
   * Name of the queue, which graphs name.
   * @default - the construct id
   */
  readonly name?: string;
  /**
   * The queue above it. Pods go into queues that have one.
   * @default 'default-parent-queue' which the scheduler's chart makes
   */
  readonly parent?: KaiQueue | string;
  /**
   * GPUs that the queue is owed.
   * @default - without limit
   */
  readonly gpus?: number;
  /**
   * GPUs that it may use at most.
   * @default - without limit
   */
  readonly maxGpus?: number;
  /**
   * Queues of higher priority are served first, and lose what others are owed last.
   * @default - 100, the scheduler's own
   */
  readonly priority?: number;
  /**
   * How long pods run before others of the queue may take their place.
   * @default - the scheduler's own
   */
  readonly minRuntime?: Duration;
}

const UNLIMITED = -1;
const ANY: KaiQueueAmount = { quota: UNLIMITED, limit: UNLIMITED, overQuotaWeight: 1 };

/**
 * A queue of the KAI scheduler. Graphs whose queue is not there never start: their pods stay gated.
 *
 * ```ts
 * new KaiQueue(chart, 'inference', { gpus: 64 });
 * ```
 */
export class KaiQueue extends Construct {
  public readonly name: string;
  /** The queue as an API object, for `addJsonPatch`. */
  public readonly queue: ApiObject;

  /** @throws InvalidValueError for a name that no object can have, and for amounts below 0 or in the wrong order, and for a queue above itself */
  public constructor(scope: Construct, id: string, props: KaiQueueProps = {}) {
    super(scope, id);
    this.name = props.name ?? id;
    requireDnsSubdomain('name', this.name);
    const { parent = 'default-parent-queue', gpus = UNLIMITED, maxGpus = UNLIMITED, priority, minRuntime } = props;
    requireAmount('gpus', props.gpus);
    requireAmount('maxGpus', props.maxGpus);
    if (maxGpus !== UNLIMITED && gpus > maxGpus) {
      throw new InvalidValueError('gpus', gpus, `at most the ${maxGpus} of maxGpus`);
    }
    const parentQueue = typeof parent === 'string' ? parent : parent.name;
    requireDnsSubdomain('parent', parentQueue);
    if (parentQueue === this.name) {
      throw new InvalidValueError('parent', parentQueue, 'another queue than the queue itself');
    }
    if (priority !== undefined) {
      requireWhole('priority', priority, 0);
    }
    this.queue = new KaiQueueObject(this, 'queue', {
      metadata: { name: this.name },
      spec: {
        parentQueue,
        ...(priority === undefined ? {} : { priority }),
        ...(minRuntime === undefined ? {} : { preemptMinRuntime: goDuration(minRuntime) }),
        resources: { cpu: ANY, memory: ANY, gpu: { quota: gpus, limit: maxGpus, overQuotaWeight: 1 } },
      },
    });
    if (typeof parent !== 'string') {
      this.queue.addDependency(parent.queue);
    }
  }
}

function requireAmount(prop: string, amount: number | undefined): void {
  if (amount !== undefined && !(amount >= 0)) {
    throw new InvalidValueError(prop, amount, 'a number of GPUs of at least 0');
  }
}
