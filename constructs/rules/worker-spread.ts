import { Severity } from '../findings';
import { at, isWorkerRole, mappings, type ObservedComponent } from '../observed';
import type { Rule } from './rule';

/** GPUs of the smallest machines whose GPUs reach other machines over NVLink or RDMA (GB200, ND H100 v5 and p5 have more). */
const SMALLEST_NODE = 4;

export const workerSpread: Rule = {
  code: 'DYN160',
  title: 'the pods of a worker over several nodes take whole nodes, or are kept apart',
  severity: Severity.WARNING,
  rationale:
    'multinode.nodeCount counts pods, not nodes: nothing else keeps them apart. Pods that take only some GPUs of a node land on one node where there is room, and a worker meant for two nodes runs on one, with the network between its halves configured for two.',
  fix: 'give each pod all GPUs of its node, run the worker on one node, or keep the pods apart with podAntiAffinity on kubernetes.io/hostname',
  source: 'ai-dynamo/dynamo#4975',
  *checkDocuments({ graphs }) {
    for (const { components } of graphs) {
      for (const component of components) {
        const { name, gpus, nodeCount, multinode, role, path } = component;
        if (multinode && isWorkerRole(role) && gpus > 0 && gpus < SMALLEST_NODE && !isKeptApart(component)) {
          yield {
            path: `${path}.multinode`,
            message: `'${name}' spreads ${nodeCount} pods of ${gpus} GPU${gpus === 1 ? '' : 's'} each over nodes, and nothing keeps them off the same node`,
          };
        }
      }
    }
  },
};

function isKeptApart({ pod }: ObservedComponent): boolean {
  const rules = at(pod, 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
  return mappings(rules).length > 0 || mappings(pod['topologySpreadConstraints']).length > 0;
}
