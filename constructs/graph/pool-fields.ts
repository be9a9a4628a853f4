import type { ComponentExperimentalSpec, ComponentSpec, PodTemplate } from '../api';
import type { EngineKind } from '../description';
import { patchPodTemplate } from './pod-template-patch';
import type { Pool } from './pool';
import type { GpuMemoryService, WorkerSnapshot } from './pool-options';

const PREFIX = 'nvidia.com/deployment-';

/** What options add to the component of a pool. */
export function poolFields<K extends EngineKind>(pool: Pool<K>): Omit<ComponentSpec, 'name'> {
  const { minAvailable, packDomain, compileCache, modelRef } = pool.props;
  const experimental = experimentalFields(pool);
  return {
    ...(minAvailable === undefined ? {} : { minAvailable }),
    ...(packDomain === undefined ? {} : { topologyConstraint: { packDomain } }),
    ...(compileCache === undefined
      ? {}
      : {
          compilationCache: {
            pvcName: compileCache.claimName,
            ...(compileCache.mountPath === undefined ? {} : { mountPath: compileCache.mountPath }),
          },
        }),
    ...(modelRef === undefined ? {} : { modelRef }),
    ...(Object.keys(experimental).length === 0 ? {} : { experimental }),
  };
}

/** The pods of a component: one template, or one for each role. */
export function poolTemplates<K extends EngineKind>(
  { graph, props }: Pool<K>,
  template: PodTemplate,
): Pick<ComponentSpec, 'podTemplate' | 'roles'> {
  const common = patchPodTemplate(template, graph.options.podTemplate, props.podTemplate);
  const { roles } = props;
  return roles === undefined
    ? { podTemplate: common }
    : {
        roles: [
          { name: 'leader', podTemplate: patchPodTemplate(common, roles.leader) },
          { name: 'worker', podTemplate: patchPodTemplate(common, roles.worker) },
        ],
      };
}

/** Annotations of the pods, from which the operator takes how to replace them. */
export function updateAnnotations<K extends EngineKind>({ props }: Pool<K>): Readonly<Record<string, string>> {
  const { updates } = props;
  if (updates === undefined) {
    return {};
  }
  if (updates.strategy === 'recreate') {
    return { [`${PREFIX}strategy`]: 'Recreate' };
  }
  const { maxSurge, maxUnavailable } = updates;
  return {
    [`${PREFIX}strategy`]: 'RollingUpdate',
    ...(maxSurge === undefined ? {} : { [`${PREFIX}rolling-update-max-surge`]: String(maxSurge) }),
    ...(maxUnavailable === undefined ? {} : { [`${PREFIX}rolling-update-max-unavailable`]: String(maxUnavailable) }),
  };
}

/** What the engine has to be told when a service holds its weights. Source: ai-dynamo/dynamo docs/kubernetes/shadow-engine-failover.md. */
export function gpuMemoryArgs<K extends EngineKind>({ props, graph }: Pool<K>): readonly string[] {
  return props.gpuMemory !== undefined && graph.engine.kind === 'vllm' ? ['--load-format', 'gms'] : [];
}

function experimentalFields<K extends EngineKind>(pool: Pool<K>): ComponentExperimentalSpec {
  const { gpuMemory, snapshot, gangPerWorker } = pool.props;
  return {
    ...(gpuMemory === undefined ? {} : gpuMemoryFields(gpuMemory)),
    ...(snapshot === undefined ? {} : { checkpoint: snapshotFields(pool, snapshot) }),
    ...(gangPerWorker === true ? { grove: { forceScalingGroup: true } } : {}),
  };
}

function gpuMemoryFields(service: GpuMemoryService): Pick<ComponentExperimentalSpec, 'gpuMemoryService' | 'failover'> {
  const mode = service.mode === 'intra-pod' ? 'IntraPod' : 'InterPod';
  const clients = service.mode === 'intra-pod' ? (service.clientContainers ?? []) : [];
  return {
    gpuMemoryService: {
      mode,
      ...(service.deviceClass === undefined ? {} : { deviceClassName: service.deviceClass }),
      ...(clients.length === 0 ? {} : { extraClientContainers: clients }),
    },
    ...(service.shadow === true ? { failover: { mode } } : {}),
  };
}

/** Source: ai-dynamo/dynamo#10177, #10179, #10183 (1.3: `enabled`, policies), #14076 (1.5: PodSnapshots). */
function snapshotFields<K extends EngineKind>(
  { graph }: Pool<K>,
  snapshot: WorkerSnapshot,
): NonNullable<ComponentExperimentalSpec['checkpoint']> {
  const enabled = graph.release.atLeast('1.3') ? { enabled: true as const } : {};
  if (snapshot.restore !== undefined) {
    return { ...enabled, checkpointRef: snapshot.restore };
  }
  const { wait = false, keep = false } = snapshot.automatic;
  return {
    ...enabled,
    startupPolicy: wait ? 'WaitForCheckpoint' : 'Immediate',
    deletionPolicy: keep ? 'Retain' : 'Delete',
  };
}
