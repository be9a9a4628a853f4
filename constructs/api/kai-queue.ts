import { ApiObject, type ApiObjectMetadata, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';

export interface KaiQueueAmount {
  /** What the queue is owed; -1 is without limit. */
  readonly quota: number;
  /** What it may use at most; -1 is without limit. */
  readonly limit: number;
  /** Share of what nobody is owed. */
  readonly overQuotaWeight: number;
}

export interface KaiQueueSpec {
  readonly displayName?: string;
  readonly parentQueue?: string;
  readonly priority?: number;
  /** Go durations. */
  readonly preemptMinRuntime?: string;
  readonly reclaimMinRuntime?: string;
  readonly resources: {
    /** In thousandths of a core. */
    readonly cpu: KaiQueueAmount;
    /** In GPUs. */
    readonly gpu: KaiQueueAmount;
    /** In megabytes (10^6). */
    readonly memory: KaiQueueAmount;
  };
}

export interface KaiQueueObjectProps {
  readonly metadata: ApiObjectMetadata;
  readonly spec: KaiQueueSpec;
}

/** A `scheduling.run.ai/v2` Queue of the KAI scheduler. Source: kai-scheduler/KAI-Scheduler deployments/kai-scheduler/crds. */
export class KaiQueueObject extends ApiObject {
  public constructor(scope: Construct, id: string, props: KaiQueueObjectProps) {
    super(scope, id, { apiVersion: 'scheduling.run.ai/v2', kind: 'Queue', ...props });
    if (this.metadata.namespace !== undefined) {
      // cdk8s writes the namespace of the chart onto every object; this one stands in none.
      this.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    }
  }
}
