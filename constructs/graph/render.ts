import type {
  ComponentSpec,
  Container,
  DynamoGraphDeploymentSpec,
  PodSpec,
  PodTemplate,
  Volume,
  VolumeMount,
} from '../api';
import type { EngineKind } from '../description';
import type { FabricShare } from '../hardware';
import { quantity, runtimeVersion } from './component-parts';
import { type Env, toEnvVars } from './env-value';
import type { Frontend } from './frontend';
import { withFlags } from './frontend-flags';
import { frontendSidecar } from './frontend-sidecar';
import { type GraphComponent, graphComponents } from './graph-component';
import { graphFields } from './graph-options';
import type { InferenceGraph } from './inference-graph';
import { loraLaunch } from './lora-adapter';
import { type IModelCache, waitForModel } from './model-cache';
import { plannerOf } from './planner';
import { plannerSpec } from './planner-render';
import { poolAffinity } from './pod-affinity';
import { containerSecurity, podSecurity } from './pod-security';
import { patchPodTemplate } from './pod-template-patch';
import type { Pool } from './pool';
import { gpuMemoryArgs, poolFields, poolTemplates, updateAnnotations } from './pool-fields';
import { configMapName, type PoolPlan, planPool } from './pool-plan';
import { scalerOf } from './scalers';

const CACHE_VOLUME = 'model-cache';
const CONFIG_VOLUME = 'engine-config';
/** Pod-level name of the claim on a channel of the compute domain, as recipes call it. */
const CHANNEL_CLAIM = 'compute-domain-channel';
/** System port of workers. Source: ai-dynamo/dynamo operator, DYN_SYSTEM_PORT. */
const SYSTEM_PORT = 9090;
const HTTP_PORT = 8000;
/** What the worker does after the drain: deregister, wait 5 s, clean up at most 30 s; and a margin. */
const AFTER_DRAIN_SECONDS = 60;

/** The graph as the operator reads it. Translates only: every decision was made in the plans. */
export function graphSpec<K extends EngineKind>(graph: InferenceGraph<K>): DynamoGraphDeploymentSpec {
  const planner = plannerOf(graph);
  return {
    ...(graph.engine.framework === undefined ? {} : { backendFramework: graph.engine.framework }),
    ...graphFields(graph),
    components: [
      ...graph.frontends.map((frontend) => frontendSpec(graph, frontend)),
      ...graph.pools.map((pool) => poolSpec(graph, pool, planPool(pool))),
      ...graphComponents(graph).map((component) => componentSpec(graph, component)),
      ...(planner === undefined ? [] : [plannerSpec(planner)]),
    ],
  };
}

/** An endpoint picker or a router. */
function componentSpec<K extends EngineKind>(graph: InferenceGraph<K>, component: GraphComponent): ComponentSpec {
  const { eppConfig, ...parts } = component.parts();
  const quantities = { cpu: String(parts.cpu), memory: quantity(parts.memory.toKibibytes() * 1024) };
  return {
    name: component.node.id,
    ...(component.type === undefined ? {} : { type: component.type }),
    replicas: component.replicas,
    ...runtimeVersion(parts.image, graph.release),
    ...(eppConfig === undefined ? {} : { eppConfig }),
    podTemplate: patchPodTemplate(
      podTemplate(graph, {
        image: parts.image,
        ...(parts.command === undefined ? {} : { command: parts.command }),
        ...(parts.args === undefined ? {} : { args: parts.args }),
        env: toEnvVars(cacheEnv(graph.cache), graph.planes?.env ?? {}, graph.env, parts.env),
        resources: { limits: quantities, requests: quantities },
        securityContext: containerSecurity(undefined),
      }),
      graph.options.podTemplate,
      parts.podTemplate,
    ),
  };
}

function frontendSpec<K extends EngineKind>(graph: InferenceGraph<K>, frontend: Frontend<K>): ComponentSpec {
  const quantities = { cpu: String(frontend.cpu), memory: quantity(frontend.memory.toKibibytes() * 1024) };
  return {
    name: frontend.node.id,
    type: 'frontend',
    replicas: frontend.replicas,
    ...runtimeVersion(frontend.image, graph.release),
    podTemplate: patchPodTemplate(
      podTemplate(graph, {
        image: frontend.image,
        env: toEnvVars(cacheEnv(graph.cache), graph.planes?.env ?? {}, graph.env, frontend.extraEnv),
        command: ['python3', '-m', 'dynamo.frontend'],
        args: [
          ...withFlags(
            [
              ...['--http-port', String(HTTP_PORT)],
              ...frontend.router.args({
                release: graph.release,
                replicas: frontend.replicas,
                kvBlockTokens: graph.kvBlockTokens,
              }),
              ...['--migration-limit', String(frontend.migrationLimit)],
            ],
            frontend.flags,
          ),
          ...frontend.extraArgs,
        ],
        resources: { limits: quantities, requests: quantities },
        securityContext: containerSecurity(undefined),
      }),
      graph.options.podTemplate,
      frontend.podTemplate,
    ),
  };
}

function poolSpec<K extends EngineKind>(graph: InferenceGraph<K>, pool: Pool<K>, plan: PoolPlan<K>): ComponentSpec {
  const { launch, fabric } = plan;
  const { nodes, extraArgs, extraEnv } = pool.props;
  const linked = graph.joinsComputeDomain(pool);
  const lora = loraLaunch(pool);
  const affinity = poolAffinity(pool);
  const sidecar = frontendSidecar(pool, cacheEnv(graph.cache));
  const amounts = {
    cpu: String(plan.cpu),
    memory: quantity(plan.memoryBytes),
    ...(pool.gpusPerNode === 0 ? {} : { 'nvidia.com/gpu': String(pool.gpusPerNode) }),
    ...Object.fromEntries(Object.entries(fabric.resources).map(([name, count]) => [name, String(count)])),
  };
  const configMounts: VolumeMount[] =
    launch.configFile === undefined
      ? []
      : [{ name: CONFIG_VOLUME, mountPath: launch.configFile.folder, readOnly: true }];
  const configVolumes: Volume[] =
    launch.configFile === undefined ? [] : [{ name: CONFIG_VOLUME, configMap: { name: configMapName(pool, launch) } }];
  return {
    name: pool.node.id,
    type: pool.role === 'prefill' || pool.role === 'decode' ? pool.role : 'worker',
    ...(scalerOf(pool) === undefined && pool.props.scalable !== true
      ? { replicas: pool.workers }
      : { scalingAdapter: {} }),
    ...runtimeVersion(plan.image, graph.release),
    ...(pool.nodesPerWorker > 1 ? { multinode: { nodeCount: pool.nodesPerWorker } } : {}),
    sharedMemorySize: quantity(plan.sharedMemoryBytes),
    ...(lora.args.length > 0 ? { modelRef: { name: graph.model.repository } } : {}),
    ...poolFields(pool),
    ...(sidecar === undefined ? {} : { frontendSidecar: sidecar.name }),
    ...poolTemplates(
      pool,
      podTemplate(
        graph,
        {
          image: plan.image,
          command: launch.command,
          args: [...launch.args, ...gpuMemoryArgs(pool), ...lora.args, ...(extraArgs ?? [])],
          env: toEnvVars(
            ...[cacheEnv(graph.cache), graph.planes?.env ?? {}, drainEnv(plan)],
            ...[fabric.env, launch.env, lora.env, graph.env, extraEnv ?? {}],
          ),
          resources: {
            limits: amounts,
            requests: amounts,
            ...(linked ? { claims: [{ name: CHANNEL_CLAIM }] } : {}),
          },
          securityContext: containerSecurity(fabric),
          startupProbe: {
            httpGet: { path: '/live', port: SYSTEM_PORT },
            periodSeconds: 10,
            timeoutSeconds: 5,
            failureThreshold: Math.ceil(plan.startupSeconds / 10),
          },
          volumeMounts: [...configMounts, ...hostMounts(fabric)],
        },
        {
          securityContext: podSecurity(fabric),
          nodeSelector: nodes.nodeSelector,
          tolerations: nodes.tolerations,
          ...(affinity === undefined ? {} : { affinity }),
          terminationGracePeriodSeconds: plan.drainSeconds + AFTER_DRAIN_SECONDS,
          volumes: [...configVolumes, ...hostVolumes(fabric)],
          ...(linked
            ? {
                resourceClaims: [
                  { name: CHANNEL_CLAIM, resourceClaimTemplateName: graph.computeDomainNames.claimTemplate },
                ],
              }
            : {}),
        },
        { ...fabric.annotations, ...powerLimit(graph, pool), ...updateAnnotations(pool) },
        sidecar === undefined ? [] : [sidecar],
      ),
    ),
  };
}

/** A pod around the main container, with the model cache mounted and waited for. */
function podTemplate<K extends EngineKind>(
  graph: InferenceGraph<K>,
  main: Omit<Container, 'name'>,
  pod: Omit<PodSpec, 'containers'> = { securityContext: podSecurity(undefined) },
  annotations: Readonly<Record<string, string>> = {},
  sidecars: readonly Container[] = [],
): PodTemplate {
  const { cache, planes } = graph;
  const cacheMounts: VolumeMount[] = cache === undefined ? [] : [{ name: CACHE_VOLUME, mountPath: cache.mountPath }];
  const cacheVolumes: Volume[] =
    cache === undefined ? [] : [{ name: CACHE_VOLUME, persistentVolumeClaim: { claimName: cache.claimName } }];
  const volumes = [...cacheVolumes, ...(planes?.volumes ?? []), ...(pod.volumes ?? [])];
  const volumeMounts = [...cacheMounts, ...(planes?.mounts ?? []), ...(main.volumeMounts ?? [])];
  const initContainers = cache === undefined ? [] : waitForModel(cache, main.image);
  return {
    ...(Object.keys(annotations).length > 0 ? { metadata: { annotations: { ...annotations } } } : {}),
    spec: {
      ...pod,
      ...(volumes.length > 0 ? { volumes } : {}),
      ...(initContainers.length > 0 ? { initContainers } : {}),
      containers: [
        { ...main, name: 'main', volumeMounts },
        ...sidecars.map((sidecar) => ({ ...sidecar, volumeMounts: [...cacheMounts, ...(planes?.mounts ?? [])] })),
      ],
    },
  };
}

/** Weights are read from the claim: made elsewhere and full, or waited for. There is nothing to ask the hub for. */
function cacheEnv(cache: IModelCache | undefined): Env {
  return cache === undefined ? {} : { HF_HOME: cache.mountPath, HF_HUB_OFFLINE: '1' };
}

/** The engine's own time-outs have to end before Kubernetes kills the pod. */
function drainEnv<K extends EngineKind>(plan: PoolPlan<K>): Env {
  return {
    DYN_RUNTIME_GRACEFUL_SHUTDOWN_TIMEOUT_SECS: String(plan.drainSeconds),
    DYN_WORKER_SHUTDOWN_INFLIGHT_TIMEOUT_SECS: String(plan.drainSeconds),
  };
}

/** What the power agent holds each GPU of a pool to, where the planner has a budget of watts. */
function powerLimit<K extends EngineKind>(graph: InferenceGraph<K>, pool: Pool<K>): Readonly<Record<string, string>> {
  const planner = plannerOf(graph);
  const power = planner?.pools.includes(pool) === true ? planner.props.power : undefined;
  return power === undefined ? {} : { 'dynamo.nvidia.com/gpu-power-limit': String(power.wattsPerGpu) };
}

function hostVolumes({ hostFolders = [] }: FabricShare): readonly Volume[] {
  return hostFolders.map(({ name, hostPath }) => ({ name, hostPath: { path: hostPath } }));
}

function hostMounts({ hostFolders = [] }: FabricShare): readonly VolumeMount[] {
  return hostFolders.map(({ name, mountPath }) => ({ name, mountPath, readOnly: true }));
}
