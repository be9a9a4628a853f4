import type {
  EngineKind,
  FrontendDescription,
  GraphDescription,
  GraphRouterDescription,
  MemoryDescription,
  ModelDescription,
  NodeGroupDescription,
  PoolDescription,
} from '../description';
import { type NodeGroup, Precision } from '../hardware';
import {
  type AnyCheckpoint,
  DRIVER_RESERVED_MIB,
  estimateMemory,
  isListed,
  kvBytesPerToken,
  queryHeadsOf,
  VllmMemory,
} from '../models';
import { weakest } from '../pod-security';
import { workersInAll } from './component-group';
import type { Frontend } from './frontend';
import { sidecarShare } from './frontend-sidecar';
import { type GraphComponent, graphComponents } from './graph-component';
import type { InferenceGraph } from './inference-graph';
import { poolMachines, totals } from './machine-totals';
import { defaultPlanes } from './planes';
import { plannerOf } from './planner';
import { describePlanner } from './planner-describe';
import { componentsApart } from './pod-affinity';
import { FRONTEND_LEVEL, poolSecurityLevel } from './pod-security';
import type { Pool } from './pool';
import { type PoolPlan, planPool } from './pool-plan';

/** The graph as plain frozen data. */
export function describeGraph<K extends EngineKind>(
  graph: InferenceGraph<K>,
  acknowledgements: Readonly<Record<string, string>>,
): GraphDescription {
  const { model, release, engine, workload, cache, router, namespace } = graph;
  const pools = graph.pools.map((pool) => describePool(pool, planPool(pool)));
  const { domain, claimTemplate } = graph.computeDomainNames;
  const planner = plannerOf(graph);
  return deepFreeze({
    name: graph.name,
    path: graph.node.path,
    release: { version: release.version, patch: release.patch },
    engine: { kind: engine.kind, version: engine.version(release) },
    model: {
      name: model.model.displayName,
      servedName: graph.servedName,
      repository: model.repository,
      gated: model.gated,
      accessible: cache?.external === true || cache?.token !== undefined || (graph.env['HF_TOKEN'] ?? null) !== null,
      ...optional('precision', model.precision),
      ...optional('checkpointBytes', model.sizeBytes),
      ...optional('maxContextTokens', model.model.maxContext),
      ...describeArchitecture(model),
    },
    router: {
      mode: router.mode,
      kvEvents: router.followsEvents,
      ...optional('decodeBlocksThreshold', router.decodeBlocksThreshold),
    },
    planes: graph.planes?.describe(graph) ?? defaultPlanes(release),
    orchestrator: graph.orchestrator,
    disaggregated: pools.some(({ role }) => role === 'prefill' || role === 'decode'),
    podSecurity: weakest([FRONTEND_LEVEL, ...pools.map(({ podSecurity }) => podSecurity)]),
    frontends: graph.frontends.map(describeFrontend),
    routers: graphComponents(graph).map(describeRouter),
    pools,
    ...(planner === undefined ? {} : { planner: describePlanner(planner) }),
    totals: totals(pools),
    acknowledgements,
    ...optional('namespace', namespace),
    ...(workload === undefined
      ? {}
      : {
          workload: {
            inputTokens: workload.inputTokens,
            outputTokens: workload.outputTokens,
            ...optional('concurrency', workload.concurrency),
          },
        }),
    ...(cache === undefined
      ? {}
      : {
          cache: {
            claim: cache.claimName,
            external: cache.external,
            accessMode: cache.accessMode,
            readBytesPerSecond: cache.readThroughput.toKibibytes() * 1024,
            ...optional('sizeBytes', cache.sizeBytes),
            ...optional('storageClass', cache.storageClassName),
          },
        }),
    ...(graph.computeDomain === undefined
      ? {}
      : { computeDomain: { name: domain, claimTemplate, nodes: graph.computeDomainNodes() } }),
  });
}

/** What follows from the architecture, where it is known. */
function describeArchitecture(
  checkpoint: AnyCheckpoint,
): Pick<ModelDescription, 'parameters' | 'layers' | 'attentionHeads' | 'experts'> {
  if (!isListed(checkpoint)) {
    return {};
  }
  const { layers, experts } = checkpoint.model.architecture;
  return {
    parameters: checkpoint.parameters,
    layers,
    attentionHeads: queryHeadsOf(checkpoint.model.architecture),
    ...optional('experts', experts?.count),
  };
}

function describeFrontend<K extends EngineKind>(frontend: Frontend<K>): FrontendDescription {
  return {
    name: frontend.node.id,
    path: frontend.node.path,
    replicas: frontend.replicas,
    migrationLimit: frontend.migrationLimit,
  };
}

function describeRouter(component: GraphComponent): GraphRouterDescription {
  return {
    name: component.node.id,
    path: component.node.path,
    kind: component.type === 'epp' ? 'endpoint-picker' : 'standalone',
    replicas: component.replicas,
  };
}

function describePool<K extends EngineKind>(pool: Pool<K>, plan: PoolPlan<K>): PoolDescription {
  const { parallelism } = pool.props;
  const { worker } = plan;
  const { tensor, pipeline, data, expert, attentionDp } = parallelism;
  const gpusPerWorker = pool.nodesPerWorker * pool.gpusPerNode;
  const workers = workersInAll(pool);
  const keptApartFrom = componentsApart(pool);
  const placed = {
    name: pool.node.id,
    workers,
    nodesPerWorker: pool.nodesPerWorker,
    gpusPerNode: pool.gpusPerNode,
    nodeGroup: describeNodeGroup(pool.props.nodes),
    pod: {
      cpu: plan.cpu + sidecarShare(pool).cpu,
      memoryBytes: plan.memoryBytes + sidecarShare(pool).memoryBytes,
      sharedMemoryBytes: plan.sharedMemoryBytes,
      image: plan.image,
      resources: plan.fabric.resources,
    },
    ...(keptApartFrom.length === 0 ? {} : { keptApartFrom }),
  };
  return {
    path: pool.node.path,
    role: pool.role,
    ...placed,
    gpusPerWorker,
    gpus: workers * gpusPerWorker,
    nodes: poolMachines(placed),
    parallelism: { tensor, pipeline, data, expert, attentionDp, text: parallelism.toString() },
    limits: worker.limits,
    kv: {
      precision: worker.kvPrecision,
      events: worker.kvEvents,
      ...optional('blockTokens', worker.kvBlockTokens),
      ...(isListed(worker.checkpoint)
        ? { bytesPerToken: kvBytesPerToken(worker.checkpoint.model.architecture, worker.kvPrecision) }
        : {}),
    },
    ...optional('memory', describeMemory(pool, plan)),
    podSecurity: poolSecurityLevel(pool, plan),
    startup: { windowSeconds: plan.startupSeconds, ...optional('loadSeconds', plan.loadSeconds) },
    drainSeconds: plan.drainSeconds,
  };
}

function describeMemory<K extends EngineKind>(pool: Pool<K>, { worker }: PoolPlan<K>): MemoryDescription | undefined {
  const engine = pool.graph.engine.framework;
  if (!isListed(worker.checkpoint) || engine === undefined) {
    return undefined;
  }
  const estimate = estimateMemory({
    checkpoint: worker.checkpoint,
    parallelism: worker.parallelism,
    kvPrecision: worker.kvPrecision,
    gpuMemoryMib: pool.props.nodes.gpu.memoryMib - DRIVER_RESERVED_MIB,
    engine: {
      measured: vllmMemoryOf(pool.graph.release.engines.vllm),
      kind: engine,
      memoryFraction: worker.memoryFraction,
      speculative: pool.graph.engine.predictsNextTokens(worker.config),
      redundantExperts: pool.graph.engine.redundantExperts(
        worker.config,
        worker.checkpoint.model.architecture.experts?.count ?? 0,
      ),
      maxBatchSize: worker.limits.batchSize,
      maxBatchedTokens: worker.limits.batchedTokens,
    },
  });
  return {
    gpuBytes: estimate.gpuBytes,
    fraction: worker.memoryFraction,
    weightBytes: estimate.weightBytes,
    activationBytes: estimate.activationBytes,
    nonTorchBytes: estimate.nonTorchBytes,
    kvCacheBytes: estimate.kvCacheBytes,
    kvTokensPerWorker: estimate.kvTokens,
    ...(estimate.tokensPerSequence === 0 ? {} : { tokensPerSequence: estimate.tokensPerSequence }),
  };
}

/** vLLM needs less for the sampler from 0.17 on. */
function vllmMemoryOf(version: string): VllmMemory {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 0 || minor >= 17 ? VllmMemory.SINCE_0_17 : VllmMemory.UNTIL_0_16;
}

function describeNodeGroup(nodes: NodeGroup): NodeGroupDescription {
  return {
    name: nodes.name,
    gpu: nodes.gpu.name,
    gpusPerNode: nodes.gpusPerNode,
    gpuMemoryMib: nodes.gpu.memoryMib,
    precisions: Object.values(Precision).filter((precision) => nodes.gpu.serves(precision)),
    arch: nodes.arch,
    fabric: nodes.fabric.kind,
    nvlinkDomain: nodes.gpu.nvlinkDomain,
    allocatableCpu: nodes.allocatable.cpu,
    allocatableMemoryBytes: nodes.allocatable.memory.toKibibytes() * 1024,
    resources: nodes.fabric.nodeResources(nodes.gpusPerNode),
    nodeSelector: nodes.nodeSelector,
    tolerations: nodes.tolerations,
    ...optional('nodes', nodes.nodes),
  };
}

/** The property, or nothing where there is no value: optional properties stay absent. */
function optional<Key extends string, T>(key: Key, value: T | undefined): { readonly [P in Key]?: T } {
  const result: { [P in Key]?: T } = {};
  if (value !== undefined) {
    result[key] = value;
  }
  return result;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
