import { Severity } from '../findings';
import type { Rule } from './rule';

export const declaredNodes: Rule = {
  code: 'DYN105',
  title: 'the graph fits onto the machines of its node groups',
  severity: Severity.ERROR,
  rationale:
    'A node group says how many machines it has. Pods beyond that stay Pending; with gang scheduling the whole worker does, and a disaggregated graph with one pool missing serves nothing.',
  fix: 'take workers out of the pools, or raise nodes of the node group where there are more machines',
  source: 'ai-dynamo/dynamo docs/kubernetes/deployment/multinode-deployment.md',
  *checkGraph({ path, pools, totals }) {
    for (const { nodeGroup, needed, declared } of totals.nodes) {
      if (declared !== undefined && needed > declared) {
        const users = pools.filter((pool) => pool.nodeGroup.name === nodeGroup);
        yield {
          path,
          message: `the graph needs ${needed} machines of '${nodeGroup}', which has ${declared} (${users
            .map((pool) => `'${pool.name}' ${pool.workers} x ${pool.nodesPerWorker} pods of ${pool.gpusPerNode} GPUs`)
            .join(', ')})`,
        };
      }
    }
  },
};
