import { Severity } from '../findings';
import { RDMA } from './rdma-memory-lock';
import type { Rule } from './rule';
import { isDisaggregated, modeOf, type Worker, workersOf } from './workers';

const DEVICES = 'UCX_NET_DEVICES';
const INSTANCE_TYPE = 'node.kubernetes.io/instance-type';
/** Labels that AKS gives the nodes of an agent pool; the second is the old one. */
const POOL_LABELS = ['kubernetes.azure.com/agentpool', 'agentpool'] as const;

export const azureInfiniband: Rule = {
  code: 'DYN037',
  title: 'InfiniBand on AKS is pinned to its adapters and to one agent pool',
  severity: Severity.ERROR,
  rationale:
    'Machines of AKS have adapters besides those of the compute fabric. Left alone UCX may take one of them: transfers crawl, and no counter shows why. And each agent pool has a partition key of its own, so machines of different pools do not reach each other over InfiniBand at all.',
  fix: `set ${DEVICES} to the adapters of the compute fabric, as Fabric.aks does, and put prefill and decode in one agent pool`,
  source: 'ai-dynamo/dynamo recipes/addons/providers/aks-ib.yaml',
  *checkDocuments({ graphs }) {
    for (const graph of graphs.filter(isDisaggregated)) {
      const workers = workersOf(graph).filter(
        (worker) =>
          (modeOf(worker) === 'prefill' || modeOf(worker) === 'decode') && hasAdapter(worker) && onAzure(worker),
      );
      for (const { name, path } of workers.filter(({ env }) => !env.has(DEVICES))) {
        yield {
          path,
          message: `'${name}' moves KV cache over InfiniBand on AKS, but does not set ${DEVICES}; UCX may take an adapter of another network`,
        };
      }
      const pools = new Set(workers.flatMap((worker) => agentPool(worker) ?? []));
      if (pools.size > 1) {
        yield {
          path: graph.path,
          message: `prefill and decode of '${graph.name}' are in the agent pools ${[...pools].map((pool) => `'${pool}'`).join(', ')}, which InfiniBand does not connect`,
        };
      }
    }
  },
};

function hasAdapter({ extendedResources }: Worker): boolean {
  return Object.entries(extendedResources).some(([name, count]) => RDMA.test(name) && count > 0);
}

function onAzure(worker: Worker): boolean {
  return agentPool(worker) !== undefined || (worker.nodeSelector[INSTANCE_TYPE] ?? '').startsWith('Standard_');
}

function agentPool({ nodeSelector }: Worker): string | undefined {
  return POOL_LABELS.map((label) => nodeSelector[label]).find((pool) => pool !== undefined);
}
