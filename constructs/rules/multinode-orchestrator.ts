import { Severity } from '../findings';
import type { Rule } from './rule';

export const multinodeOrchestrator: Rule = {
  code: 'DYN010',
  title: 'something can start workers that span nodes',
  severity: Severity.WARNING,
  rationale:
    "A worker over several nodes needs Grove, or LeaderWorkerSet together with Volcano. With enable-grove set to 'false' only the second is left; where it is not installed the graph fails with 'no multinode orchestrator available'.",
  fix: "install LeaderWorkerSet and Volcano on the cluster, or take the annotation nvidia.com/enable-grove: 'false' out and use Grove",
  source: 'ai-dynamo/dynamo docs/kubernetes/installation-guide.md',
  *checkGraph(graph) {
    const spanning = graph.pools.filter(({ nodesPerWorker }) => nodesPerWorker > 1);
    for (const pool of graph.orchestrator === 'deployment' ? spanning : []) {
      yield {
        path: pool.path,
        severity: Severity.ERROR,
        message: `each worker of '${pool.name}' spans ${pool.nodesPerWorker} nodes, which Deployments cannot start`,
        fix: 'choose Orchestrator.GROVE or Orchestrator.LWS, or a parallelism that fits one node',
      };
    }
  },
  *checkDocuments({ graphs }) {
    for (const graph of graphs.filter(({ annotations }) => annotations['nvidia.com/enable-grove'] === 'false')) {
      const spanning = graph.components.filter(({ multinode }) => multinode);
      if (spanning.length > 0) {
        const names = spanning.map(({ name, nodeCount }) => `'${name}' (${nodeCount} nodes)`).join(', ');
        yield {
          path: graph.path,
          message: `${names} cannot start without LeaderWorkerSet and Volcano, as the graph turns Grove off`,
        };
      }
    }
  },
};
