import type { ContainerSecurityContext, PodSecurityContext } from '../api';
import type { FabricShare } from '../hardware';

/** The user of the Dynamo runtime images. Source: ai-dynamo/dynamo container/ (user dynamo, uid 1000, group 0), 2026. */
export const RUNTIME_USER = { user: 1000, group: 0, fsGroup: 1000 } as const;

const SECCOMP = { type: 'RuntimeDefault' } as const;
/** The operator sets fsGroup 1000 only where no pod security context is given, so it has to stand here. */
const VOLUMES = { fsGroup: RUNTIME_USER.fsGroup, fsGroupChangePolicy: 'OnRootMismatch' } as const;

/** Whether a fabric needs rights that a restricted pod does not have. */
function needsRights(share: FabricShare | undefined): boolean {
  return share !== undefined && (share.privileged || share.addCapabilities.length > 0);
}

/** Non-root, unless the pod's fabric needs a capability: Kubernetes gives added capabilities to root only. */
export function podSecurity(share: FabricShare | undefined): PodSecurityContext {
  return needsRights(share)
    ? { ...VOLUMES, runAsUser: 0, runAsGroup: 0, seccompProfile: SECCOMP }
    : {
        ...VOLUMES,
        runAsUser: RUNTIME_USER.user,
        runAsGroup: RUNTIME_USER.group,
        runAsNonRoot: true,
        seccompProfile: SECCOMP,
      };
}

/** No capabilities and no escalation beyond what the fabric needs. */
export function containerSecurity(share: FabricShare | undefined): ContainerSecurityContext {
  const add = share?.addCapabilities ?? [];
  const capabilities = { drop: ['ALL'], ...(add.length > 0 ? { add } : {}) };
  return share?.privileged === true ? { privileged: true } : { allowPrivilegeEscalation: false, capabilities };
}
