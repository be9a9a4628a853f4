import type { ContainerSecurityContext, PodSecurityContext } from '../api';
import type { EngineKind } from '../description';
import type { FabricShare } from '../hardware';
import { CommandLine } from '../observed';
import { injectedContainers, type PodSecurityLevel, strictestLevel } from '../pod-security';
import type { Pool } from './pool';
import type { PoolPlan } from './pool-plan';

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

/** The level that the pods of frontends pass. */
export const FRONTEND_LEVEL: PodSecurityLevel = levelOf(undefined, []);

/** The level that the pods of a pool pass, with the containers that the operator and Grove add to them. */
export function poolSecurityLevel<K extends EngineKind>(pool: Pool<K>, plan: PoolPlan<K>): PodSecurityLevel {
  const { graph, nodesPerWorker, gpusPerNode } = pool;
  const { parallelism, extraArgs = [] } = pool.props;
  const { tensor, pipeline } = parallelism;
  const commandLine = CommandLine.read(plan.launch.command, [...plan.launch.args, ...extraArgs], {});
  const injected = injectedContainers({
    engine: graph.engine.kind,
    nodes: nodesPerWorker,
    gpusPerNode,
    tensor,
    pipeline,
    grove: graph.orchestrator === 'grove',
    executor: commandLine.value('--distributed-executor-backend'),
    followersAlwaysWait: !graph.release.atLeast('1.3'),
  });
  return levelOf(
    plan.fabric,
    injected.map(({ name }) => ({ name })),
  );
}

function levelOf(share: FabricShare | undefined, initContainers: readonly object[]): PodSecurityLevel {
  return strictestLevel({
    securityContext: podSecurity(share),
    initContainers,
    containers: [{ name: 'main', securityContext: containerSecurity(share) }],
  });
}
