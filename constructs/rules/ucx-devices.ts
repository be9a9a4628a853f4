import { Severity } from '../findings';
import type { Rule } from './rule';

const VARIABLE = 'UCX_NET_DEVICES';
/** Names of RDMA devices, which have ports; network interfaces have none. */
const RDMA_DEVICE = /^(?:mlx\d+_|ibp|roce|rocep|irdma|bnxt_re|hns_|qedr|rdmap?)\w*$/;

export const ucxDevices: Rule = {
  code: 'DYN210',
  title: 'devices for UCX are named with their port',
  severity: Severity.ERROR,
  rationale:
    'UCX knows an RDMA device as device:port, for example mlx5_0:1. A device without a port, or one behind a blank, is not found: UCX says so once in its log and uses another device, at worst TCP, which takes hundreds of times as long.',
  fix: 'write device:port, separated by commas: mlx5_0:1,mlx5_1:1',
  source: 'openucx/ucx docs (UCX_NET_DEVICES); ai-dynamo/dynamo recipes/addons/providers/aks-ib.yaml',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      const seen = new Set<string>();
      for (const { env } of graph.components) {
        const entry = env.get(VARIABLE);
        const value = entry?.value;
        if (entry === undefined || value === undefined || seen.has(entry.path)) {
          continue;
        }
        seen.add(entry.path);
        if (/\s|;/.test(value.trim())) {
          yield {
            path: entry.path,
            message: `${VARIABLE} is '${value}': devices are separated by commas, without blanks`,
          };
        }
        const devices = value
          .trim()
          .split(/[\s,;]+/)
          .map((device) => device.replace(/^\^/, ''));
        const bare = devices.filter((device) => RDMA_DEVICE.test(device));
        if (bare.length > 0) {
          yield {
            path: entry.path,
            message: `${VARIABLE} names ${bare.join(', ')} without a port, which UCX does not find`,
            fix: `write ${bare.map((device) => `${device}:1`).join(',')}`,
          };
        }
      }
    }
  },
};
