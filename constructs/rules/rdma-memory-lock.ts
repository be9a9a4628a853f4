import { Severity } from '../findings';
import type { Rule } from './rule';

/** Extended resources that stand for RDMA adapters. */
export const RDMA = /^(?:rdma\/|vpc\.amazonaws\.com\/efa$|networking\.gke\.io\.networks\/rdma-\d+$)/;
const SUFFICIENT = ['IPC_LOCK', 'CAP_IPC_LOCK', 'ALL'] as const;

export const rdmaMemoryLock: Rule = {
  code: 'DYN034',
  title: 'containers with an RDMA adapter may lock memory',
  severity: Severity.ERROR,
  rationale:
    'Before an adapter can read or write a buffer, its pages are locked in memory. Without the capability IPC_LOCK the limit of the container runtime holds, usually 64 KiB: registering buffers fails, and the worker stops or falls back to TCP, which takes hundreds of times as long.',
  fix: "add IPC_LOCK to securityContext.capabilities.add of the container 'main'",
  source: 'ai-dynamo/dynamo docs/kubernetes/disagg-communication-guide.md',
  *checkDocuments({ graphs }) {
    for (const component of graphs.flatMap((graph) => graph.components)) {
      const adapters = Object.entries(component.extendedResources).filter(
        ([name, count]) => RDMA.test(name) && count > 0,
      );
      const may = component.privileged || SUFFICIENT.some((name) => component.addedCapabilities.includes(name));
      if (adapters.length > 0 && !may) {
        yield {
          path: component.path,
          message: `'${component.name}' asks for ${adapters.map(([name, count]) => `${name}: ${count}`).join(', ')}, but its container has neither the capability IPC_LOCK nor privileged: true`,
        };
      }
    }
  },
};
