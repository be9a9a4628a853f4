import { parseQuantity } from '../observed';
import { Effect } from './comparison';
import type { EffectOf } from './difference';
import { type EffectRow, effectAt } from './graph-effects';

const IMMUTABLE = 'the API server refuses the change';
const STAYS = 'another name is another object; the old one stays until it is deleted';

/** What a change of some places does, by kind. Rows count from the top; a kind without a row changes in place. */
const EFFECTS: Readonly<Record<string, readonly EffectRow[]>> = {
  // Source: kubernetes/kubernetes pkg/apis/core/validation (ValidatePersistentVolumeClaimUpdate).
  PersistentVolumeClaim: [
    {
      place: /^spec\.resources\.requests\.storage$/,
      effect: Effect.NOTHING,
      reason: 'if its storage class may grow volumes',
    },
    { place: /^spec\.volumeAttributesClassName$/, effect: Effect.NOTHING },
    { place: /^spec\./, effect: Effect.REPLACES, reason: `${IMMUTABLE}; what the claim holds is lost with it` },
  ],
  // Source: kubernetes/kubernetes pkg/apis/batch/validation (ValidateJobSpecUpdate).
  Job: [
    {
      place:
        /^spec\.(?:parallelism|suspend|activeDeadlineSeconds|backoffLimit|ttlSecondsAfterFinished|maxFailedIndexes|managedBy)$/,
      effect: Effect.NOTHING,
    },
    { place: /^spec\./, effect: Effect.REPLACES, reason: `${IMMUTABLE}; a Job runs as it was made` },
  ],
  // Source: kubernetes/kubernetes pkg/apis/apps/validation.
  Deployment: [
    { place: /^spec\.replicas$/, effect: Effect.SCALES },
    { place: /^spec\.selector/, effect: Effect.REPLACES, reason: IMMUTABLE },
    { place: /^spec\.template/, effect: Effect.ROLLS },
  ],
  DaemonSet: [
    { place: /^spec\.selector/, effect: Effect.REPLACES, reason: IMMUTABLE },
    { place: /^spec\.template/, effect: Effect.ROLLS },
  ],
  StatefulSet: [
    { place: /^spec\.replicas$/, effect: Effect.SCALES },
    { place: /^spec\.template/, effect: Effect.ROLLS },
    {
      place:
        /^spec\.(?:ordinals|updateStrategy|revisionHistoryLimit|persistentVolumeClaimRetentionPolicy|minReadySeconds)/,
      effect: Effect.NOTHING,
    },
    { place: /^spec\./, effect: Effect.REPLACES, reason: IMMUTABLE },
  ],
  Pod: [{ place: /^spec\./, effect: Effect.REPLACES, reason: IMMUTABLE }],
  Secret: [{ place: /^type$/, effect: Effect.REPLACES, reason: IMMUTABLE }],
  StorageClass: [
    { place: /^allowVolumeExpansion$/, effect: Effect.NOTHING },
    { place: /^(?!metadata\.|apiVersion)/, effect: Effect.REPLACES, reason: IMMUTABLE },
  ],
  PriorityClass: [{ place: /^(?:value|preemptionPolicy)$/, effect: Effect.REPLACES, reason: IMMUTABLE }],
  RoleBinding: [{ place: /^roleRef/, effect: Effect.REPLACES, reason: IMMUTABLE }],
  ClusterRoleBinding: [{ place: /^roleRef/, effect: Effect.REPLACES, reason: IMMUTABLE }],
  ResourceClaim: [{ place: /^spec\./, effect: Effect.REPLACES, reason: IMMUTABLE }],
  ResourceClaimTemplate: [{ place: /^spec\./, effect: Effect.REPLACES, reason: IMMUTABLE }],
  // Source: kubernetes-sigs/dra-driver-nvidia-gpu api/nvidia.com/resource/v1beta1/computedomain.go.
  ComputeDomain: [{ place: /^spec\./, effect: Effect.REPLACES, reason: IMMUTABLE }],
  // Source: ai-dynamo/dynamo deploy/operator/api.
  DynamoModel: [
    {
      place: /^spec\.(?:baseModelName|modelType)$/,
      effect: Effect.REPLACES,
      reason: 'the operator refuses the change',
    },
  ],
  DynamoGraphDeploymentRequest: [
    { place: /^spec\./, effect: Effect.REPLACES, reason: 'the operator refuses changes once it has begun to profile' },
  ],
  DynamoComponentDeployment: [
    {
      place: /^spec\.(?:backendFramework|type|componentType|multinode)/,
      effect: Effect.REPLACES,
      reason: 'the operator refuses the change',
    },
    { place: /^spec\.replicas$/, effect: Effect.SCALES },
    { place: /^spec\./, effect: Effect.ROLLS },
  ],
  DynamoGraphDeploymentScalingAdapter: [{ place: /^spec\.replicas$/, effect: Effect.SCALES }],
};

/** Kinds whose content pods read once, when they start. */
const READ_AT_START: readonly string[] = ['ConfigMap', 'Secret'];

export interface ObjectTraits {
  readonly kind: string;
  /** The name differs: everything else comes with the new object. */
  readonly renamed: boolean;
  /** `immutable: true` of a ConfigMap or Secret, before the change. */
  readonly immutable: boolean;
  readonly usedBy: readonly string[];
}

/** What a change of an object's field does. */
export function objectEffects({ kind, renamed, immutable, usedBy }: ObjectTraits): EffectOf {
  return (place, before, after) => {
    if (place === 'metadata.name' || (place === 'metadata.namespace' && before !== undefined && after !== undefined)) {
      return { effect: Effect.NOTHING, reason: STAYS };
    }
    if (renamed || place === 'apiVersion' || place === 'metadata.namespace') {
      return { effect: Effect.NOTHING };
    }
    if (READ_AT_START.includes(kind) && /^(?:data|binaryData|stringData|immutable)(?:$|[.[])/.test(place)) {
      return immutable ? { effect: Effect.REPLACES, reason: 'it is marked as immutable' } : content(usedBy);
    }
    if (kind === 'PersistentVolumeClaim' && place === 'spec.resources.requests.storage') {
      const shrinks = (parseQuantity(after?.value) ?? 0) < (parseQuantity(before?.value) ?? 0);
      return shrinks
        ? { effect: Effect.REFUSED, reason: 'a claim never shrinks' }
        : effectAt(EFFECTS[kind] ?? [], place);
    }
    return effectAt(EFFECTS[kind] ?? [], place);
  };
}

function content(usedBy: readonly string[]): Omit<EffectRow, 'place'> {
  return usedBy.length === 0
    ? { effect: Effect.NOTHING }
    : {
        effect: Effect.NOTHING,
        reason: `its name stays, so nothing restarts: pods of ${usedBy.join(', ')} keep what they read when they started`,
      };
}
