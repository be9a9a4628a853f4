import { at, type Mapping, text } from '../../../constructs/observed';
import { type ClusterEvent, newest } from './events';
import { type Cause, ProblemReason } from './problem';
import { oneLine } from './text';

/** A PersistentVolumeClaim and what keeps it from being bound. */
export interface ClusterClaim {
  readonly name: string;
  readonly phase: string;
  /** What the volume controller or the provisioner said last. */
  readonly why?: string;
  /** Whether it said that it cannot provide the volume. */
  readonly failing: boolean;
  readonly fix: string;
}

const KIND = 'PersistentVolumeClaim';

/** Claims by name. */
export function readClaims(
  claims: readonly Mapping[],
  events: readonly ClusterEvent[],
  namespace: string,
): ReadonlyMap<string, ClusterClaim> {
  return new Map(
    claims.map((claim) => {
      const name = text(at(claim, 'metadata', 'name')) ?? '';
      const failure = newest(events, KIND, name, 'ProvisioningFailed', 'FailedBinding');
      const event =
        failure ?? newest(events, KIND, name, 'ExternalProvisioning', 'Provisioning', 'WaitForFirstConsumer');
      const phase = text(at(claim, 'status', 'phase')) ?? 'Pending';
      const className = text(at(claim, 'spec', 'storageClassName'));
      return [
        name,
        {
          name,
          phase,
          failing: failure !== undefined && phase !== 'Bound',
          ...(event === undefined ? {} : { why: event.message }),
          fix: fixOf(event?.message ?? '', className, name, namespace),
        },
      ];
    }),
  );
}

/** What is said of pods that need a claim which is not bound. */
export function claimCause({ name, phase, why, fix }: ClusterClaim): Cause {
  return {
    reason: ProblemReason.VOLUME_PENDING,
    detail: oneLine(`claim ${name} is ${phase}: ${why ?? 'nothing has provided its volume yet'}`),
    fix,
  };
}

/** Messages. Source: kubernetes pkg/controller/volume/persistentvolume. */
function fixOf(message: string, className: string | undefined, name: string, namespace: string): string {
  if (/storageclass\S* "[^"]*" not found/.test(message)) {
    return `create storage class ${className ?? 'of that name'}, or name one that \`kubectl get storageclass\` shows`;
  }
  if (/no storage class is set/.test(message)) {
    return 'name a storage class, or mark one of the cluster as its default';
  }
  if (/waiting for a volume to be created/i.test(message)) {
    return `check that the CSI driver of storage class ${className ?? '(default)'} is installed and runs`;
  }
  return `see \`kubectl describe pvc --namespace ${namespace} ${oneLine(name)}\``;
}
