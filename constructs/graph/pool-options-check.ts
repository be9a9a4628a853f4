import type { EngineKind } from '../description';
import { InvalidValueError, requireDnsSubdomain, requireWhole } from '../findings';
import { requireGrove } from './graph-options';
import type { Pool } from './pool';
import { requireRelease } from './since-release';
import { isWider } from './topology';

/** Throws `InvalidValueError` for options that the pool, its engine, its graph or the release do not have. */
export function requirePoolOptions<K extends EngineKind>(pool: Pool<K>): void {
  requirePlacement(pool);
  requireGangs(pool);
  requireUpdates(pool);
  requireRoles(pool);
  requireCompileCache(pool);
  requireGpuMemory(pool);
  requireSnapshot(pool);
  if (pool.props.modelRef?.name === '') {
    throw new InvalidValueError('modelRef.name', '', 'the name of a model');
  }
}

function requirePlacement<K extends EngineKind>({ graph, props, role }: Pool<K>): void {
  const { packDomain, placement } = props;
  const topology = graph.options.topology;
  if (packDomain !== undefined && topology === undefined) {
    const fix = "say so in the graph: topology: { cluster: '...' }";
    throw new InvalidValueError('packDomain', packDomain, 'left out where the graph has no topology', fix);
  }
  if (packDomain !== undefined && topology?.packDomain !== undefined && isWider(packDomain, topology.packDomain)) {
    throw new InvalidValueError(
      'packDomain',
      packDomain,
      `${topology.packDomain}, as in the graph, or a narrower domain`,
    );
  }
  if (placement?.apartFrom?.includes(role) === true) {
    const fix = 'take onePodPerNode for pods of the pool itself';
    throw new InvalidValueError('placement.apartFrom', role, 'roles of other pools', fix);
  }
}

function requireGangs<K extends EngineKind>(pool: Pool<K>): void {
  const { minAvailable, gangPerWorker } = pool.props;
  if (minAvailable !== undefined) {
    requireGrove('minAvailable', pool.graph);
    requireRelease('minAvailable', pool.graph.release, '1.3');
    requireWhole('minAvailable', minAvailable, 1, pool.workers === 0 ? undefined : pool.workers);
  }
  if (gangPerWorker === true) {
    requireGrove('gangPerWorker', pool.graph);
    requireRelease('gangPerWorker', pool.graph.release, '1.5');
  }
}

function requireUpdates<K extends EngineKind>({ graph, props, nodesPerWorker }: Pool<K>): void {
  const { updates } = props;
  if (updates === undefined) {
    return;
  }
  if (graph.orchestrator === 'grove' || nodesPerWorker > 1) {
    const found = graph.orchestrator === 'grove' ? 'given with Grove' : 'given for workers over several nodes';
    const fix = 'with Grove, take groveUpdates of the graph';
    throw new InvalidValueError('updates', found, 'left out where no Deployment is made', fix);
  }
  // The operator reads them from annotations of the pod template, which the CRD of 1.2 does not have.
  requireRelease('updates', graph.release, '1.3');
  if (updates.strategy === 'recreate') {
    return;
  }
  const limits = { maxSurge: updates.maxSurge ?? '25%', maxUnavailable: updates.maxUnavailable ?? '25%' };
  for (const [prop, limit] of Object.entries(limits)) {
    if (!/^\d+%?$/.test(String(limit))) {
      throw new InvalidValueError(`updates.${prop}`, limit, 'a whole number of pods, or a share such as 25%');
    }
  }
  const { maxUnavailable } = limits;
  if (typeof maxUnavailable === 'string' && Number.parseInt(maxUnavailable, 10) > 100) {
    throw new InvalidValueError('updates.maxUnavailable', maxUnavailable, 'at most 100%');
  }
  if (Object.values(limits).every((limit) => Number.parseInt(String(limit), 10) === 0)) {
    throw new InvalidValueError('updates', 'neither a pod more nor one less', 'maxSurge or maxUnavailable above 0');
  }
}

function requireRoles<K extends EngineKind>({ graph, props, nodesPerWorker }: Pool<K>): void {
  if (props.roles === undefined) {
    return;
  }
  requireRelease('roles', graph.release, '1.6');
  if (nodesPerWorker === 1) {
    throw new InvalidValueError('roles', 'given for workers on one node', 'left out there', 'take podTemplate');
  }
  if (props.gpuMemory !== undefined) {
    throw new InvalidValueError(
      'roles',
      'given with gpuMemory',
      'left out with gpuMemory, whose pods the operator makes',
    );
  }
}

function requireCompileCache<K extends EngineKind>({ graph, props }: Pool<K>): void {
  const { compileCache } = props;
  if (compileCache !== undefined && compileCache.mountPath === undefined && graph.engine.kind !== 'vllm') {
    const found = `a cache without mountPath for ${graph.engine.kind}`;
    throw new InvalidValueError(
      'compileCache',
      found,
      'one with mountPath: only for vLLM the operator knows the place',
    );
  }
}

function requireGpuMemory<K extends EngineKind>({ graph, props, gpusPerNode }: Pool<K>): void {
  const { gpuMemory } = props;
  if (gpuMemory === undefined) {
    return;
  }
  const isVllm = graph.engine.kind === 'vllm';
  if (gpusPerNode < 1) {
    throw new InvalidValueError('gpuMemory', 'given for pods without a GPU', 'left out there');
  }
  if (gpuMemory.mode === 'inter-pod') {
    requireGrove('gpuMemory.mode', graph);
  } else if ((gpuMemory.clientContainers ?? []).length > 0) {
    requireRelease('gpuMemory.clientContainers', graph.release, '1.3');
  }
  if (!isVllm && (gpuMemory.mode === 'inter-pod' || gpuMemory.shadow === true)) {
    const what = gpuMemory.shadow === true ? 'a shadow' : 'pods of its own';
    throw new InvalidValueError(
      'gpuMemory',
      `${what} for ${graph.engine.kind}`,
      'the service in the pod, without a shadow',
    );
  }
}

function requireSnapshot<K extends EngineKind>({ graph, props }: Pool<K>): void {
  const { snapshot } = props;
  if (snapshot === undefined) {
    return;
  }
  if (snapshot.restore !== undefined) {
    requireDnsSubdomain('snapshot.restore', snapshot.restore);
  } else {
    requireRelease('snapshot.automatic', graph.release, '1.3');
  }
}
