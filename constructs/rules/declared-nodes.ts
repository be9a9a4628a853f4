import type { PoolDescription } from '../description';
import { Severity } from '../findings';
import type { Rule } from './rule';

export const declaredNodes: Rule = {
  code: 'DYN105',
  title: 'the graph fits onto the machines of its node groups',
  severity: Severity.ERROR,
  rationale:
    'A node group says how many machines it has. Pods beyond that stay Pending; with gang scheduling the whole worker does, and a disaggregated graph with one pool missing serves nothing. Where pods of several sizes share a group that is just large enough, a scheduler that spreads pods (the default one) can put small pods on every machine, so that a large one finds no room: that is a warning.',
  fix: 'take workers out of the pools, or raise nodes of the node group where there are more machines',
  source: 'ai-dynamo/dynamo docs/kubernetes/deployment/multinode-deployment.md; kubernetes/kubernetes pkg/scheduler',
  *checkGraph({ path, pools, totals }) {
    for (const { nodeGroup, needed, declared, least = needed, stranded = 0 } of totals.nodes) {
      const users = pools.filter((pool) => pool.nodeGroup.name === nodeGroup);
      if (declared !== undefined && least > declared) {
        yield {
          path,
          message: `the graph needs ${least} machines of '${nodeGroup}', which has ${declared} (${podsOf(users)})`,
        };
      } else if (stranded > 0 || (declared !== undefined && needed > declared)) {
        yield {
          path,
          severity: Severity.WARNING,
          message: `the ${declared} machines of '${nodeGroup}' hold the graph only when pods are packed (${podsOf(users)}): ${Math.max(stranded, 1)} of them may stay Pending where the scheduler spreads the smaller ones`,
          fix: 'give each pool a node group of its own, use a scheduler that packs (KAI, or MostAllocated), or add machines',
        };
      }
    }
  },
};

function podsOf(pools: readonly PoolDescription[]): string {
  return pools
    .map((pool) => `'${pool.name}' ${pool.workers} x ${pool.nodesPerWorker} pods of ${pool.gpusPerNode} GPUs`)
    .join(', ');
}
