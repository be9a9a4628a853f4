import { Severity } from '../findings';
import type { ObservedGraph } from '../observed';
import type { Rule } from './rule';
import { isDisaggregated } from './workers';

/** Transports that let UCX read and write GPU memory, `cuda` being the name of all of them. */
const CUDA = ['cuda', 'cuda_copy', 'cuda_ipc'] as const;

export const ucxCudaTransports: Rule = {
  code: 'DYN032',
  title: 'UCX_TLS leaves UCX a way to GPU memory',
  severity: Severity.ERROR,
  rationale:
    'UCX takes only the transports that UCX_TLS lists. Without cuda_copy or cuda_ipc it does not recognise GPU buffers: handing over the KV cache fails, or crashes the worker at the first request.',
  fix: 'add cuda_copy and cuda_ipc to UCX_TLS, or take the variable out',
  source: 'ai-dynamo/dynamo docs/kubernetes/disagg-communication-guide.md',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      for (const { name, path, value } of entries(graph)) {
        const problem = problemOf(value);
        if (problem !== undefined) {
          yield {
            path,
            // Engines of a graph in one pool exchange tensors over NCCL; UCX may have nothing to do there.
            ...(isDisaggregated(graph) ? {} : { severity: Severity.WARNING }),
            message: `UCX_TLS '${value}' of '${name}' ${problem}; cuda_copy or cuda_ipc must be among the transports`,
          };
        }
      }
    }
  },
};

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly value: string;
}

/** Each place once: an entry of the graph holds for all of its workers. */
function entries(graph: ObservedGraph): readonly Entry[] {
  const byPath = new Map<string, Entry>();
  for (const component of graph.components.filter((candidate) => candidate.runsEngine)) {
    const entry = component.env.get('UCX_TLS');
    if (entry?.value !== undefined && !entry.value.includes('$(') && !byPath.has(entry.path)) {
      const name = entry.level === 'graph' ? graph.name : component.name;
      byPath.set(entry.path, { name, path: entry.path, value: entry.value });
    }
  }
  return [...byPath.values()];
}

function problemOf(value: string): string | undefined {
  const excludes = value.trim().startsWith('^');
  const names = value
    .trim()
    .replace(/^\^/, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (excludes) {
    const none = names.includes('cuda') || (names.includes('cuda_copy') && names.includes('cuda_ipc'));
    return none ? 'excludes the CUDA transports' : undefined;
  }
  return names.length === 0 || names.includes('all') || CUDA.some((name) => names.includes(name))
    ? undefined
    : 'lists no CUDA transport';
}
