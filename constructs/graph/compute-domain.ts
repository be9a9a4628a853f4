import { Lazy } from 'cdk8s';
import { ComputeDomain } from '../api';
import type { EngineKind, PoolRole } from '../description';
import type { InferenceGraph } from './inference-graph';
import type { Pool } from './pool';

/** The domain of a graph whose pools reach each other's GPUs over NVLink between nodes. */
export function createComputeDomain<K extends EngineKind>(graph: InferenceGraph<K>): ComputeDomain {
  const { domain, claimTemplate } = graph.computeDomainNames;
  const created = new ComputeDomain(graph, 'compute-domain', {
    metadata: { name: domain },
    spec: Lazy.any({
      produce: () => ({
        numNodes: graph.computeDomainNodes(),
        channel: { allocationMode: 'Single', resourceClaimTemplate: { name: claimTemplate } },
      }),
    }),
  });
  graph.deployment.node.addDependency(created);
  return created;
}

/** Whether a worker spans nodes, or KV cache travels between pods, on a fabric that has such domains. */
export function needComputeDomain<K extends EngineKind>(pools: readonly Pool<K>[]): boolean {
  const linked = pools.filter((pool) => pool.props.nodes.fabric.kind === 'mnnvl');
  const roles = new Set<PoolRole>(linked.map((pool) => pool.role));
  return linked.some((pool) => pool.nodesPerWorker > 1) || (roles.has('prefill') && roles.has('decode'));
}
