import { Severity } from '../findings';
import { AWS_MACHINES } from '../hardware';
import { claimsComputeDomain } from './compute-domain-use';
import { RDMA } from './rdma-memory-lock';
import type { Rule } from './rule';
import { isDisaggregated, modeOf, workersOf } from './workers';

/** GPUs of the largest machines: more of them are on several. */
const LARGEST_NODE = Math.max(...Object.values(AWS_MACHINES).map(({ gpusPerNode }) => gpusPerNode));

export const kvOverTcp: Rule = {
  code: 'DYN033',
  title: 'prefill and decode on different nodes have a fabric between them',
  severity: Severity.WARNING,
  rationale:
    'Without an RDMA device or a channel of multi-node NVLink the KV cache of each prompt moves over TCP. It works, and takes hundreds of times as long: 98 s to the first token were measured where RDMA takes less than one.',
  fix: 'ask for the RDMA resource of the nodes in both pools, for example rdma/ib: 1 with the capability IPC_LOCK, or give the node group its fabric',
  source: 'ai-dynamo/dynamo docs/kubernetes/disagg-communication-guide.md',
  *checkDocuments({ graphs }) {
    for (const graph of graphs.filter(isDisaggregated)) {
      const workers = workersOf(graph).filter((worker) => modeOf(worker) === 'prefill' || modeOf(worker) === 'decode');
      const gpus = workers.reduce((sum, { gpus: each, nodeCount, replicas }) => sum + each * nodeCount * replicas, 0);
      const bare = workers.filter(
        ({ extendedResources, podClaims }) =>
          !Object.entries(extendedResources).some(([name, count]) => RDMA.test(name) && count > 0) &&
          !podClaims.some(claimsComputeDomain),
      );
      for (const { name, path } of gpus > LARGEST_NODE ? bare : []) {
        yield {
          path,
          message: `'${name}' has neither an RDMA device nor a channel of a compute domain, but prefill and decode take ${gpus} GPUs, which are on several nodes; KV cache moves over TCP`,
        };
      }
    }
  },
};
