import type { PoolDescription } from '../description';
import { Severity } from '../findings';
import { FabricKind } from '../hardware';
import type { Rule } from './rule';

export const nvlinkDomain: Rule = {
  code: 'DYN108',
  title: 'the pools on multi-node NVLink fit into one NVLink domain',
  severity: Severity.ERROR,
  rationale:
    'A compute domain joins GPUs of one rack. A worker that spans racks does not start its collectives; workers of one graph in different racks cannot hand KV cache over by NVLink.',
  fix: 'take workers out, or divide the graph into one per rack behind a common gateway',
  source: 'NVIDIA DRA driver for GPUs, ComputeDomain',
  *checkGraph({ path, pools, computeDomain }) {
    if (computeDomain === undefined) {
      return;
    }
    const linked = pools.filter((pool) => pool.nodeGroup.fabric === FabricKind.MNNVL);
    const tooWide = linked.filter((pool) => pool.gpusPerWorker > pool.nodeGroup.nvlinkDomain);
    for (const { path: place, name, gpusPerWorker, nodeGroup } of tooWide) {
      yield {
        path: place,
        message: `a worker of '${name}' takes ${gpusPerWorker} GPUs, but an NVLink domain of '${nodeGroup.name}' has ${nodeGroup.nvlinkDomain}`,
        fix: `cut a worker over at most ${nodeGroup.nvlinkDomain} GPUs`,
      };
    }
    const gpus = linked.reduce((sum, pool) => sum + pool.gpus, 0);
    const domain = Math.min(...linked.map((pool) => pool.nodeGroup.nvlinkDomain));
    if (tooWide.length === 0 && gpus > domain) {
      yield {
        path,
        message: `the compute domain '${computeDomain.name}' takes ${gpus} GPUs on ${computeDomain.nodes} nodes (${linked
          .map(share)
          .join(', ')}), but an NVLink domain has ${domain}`,
      };
    }
  },
};

function share({ name, workers, gpusPerWorker }: PoolDescription): string {
  return `'${name}' ${workers} x ${gpusPerWorker}`;
}
