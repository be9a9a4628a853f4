import type { PoolDescription } from '../description';
import { Severity } from '../findings';
import { gib } from './gib';
import type { Rule, Violation } from './rule';

export const podsFitNode: Rule = {
  code: 'DYN104',
  title: 'a pod asks for no more than a node has',
  severity: Severity.ERROR,
  rationale:
    'A pod whose CPU, memory or GPUs exceed what an empty node can give is never scheduled. The scheduler reports Insufficient cpu, memory or nvidia.com/gpu, and the graph stays pending.',
  fix: 'ask for less, or choose larger machines',
  source: 'kubernetes/kubernetes pkg/scheduler (NodeResourcesFit)',
  *checkGraph({ pools }) {
    for (const pool of pools) {
      yield* excess(pool);
    }
  },
};

function* excess({ path, name, pod, gpusPerNode, nodeGroup }: PoolDescription): Generator<Violation> {
  if (gpusPerNode > nodeGroup.gpusPerNode) {
    yield {
      path,
      message: `a pod of '${name}' asks for ${gpusPerNode} GPUs, but a node of '${nodeGroup.name}' has ${nodeGroup.gpusPerNode}`,
      fix: 'spread the worker over more nodes',
    };
  }
  if (pod.cpu > nodeGroup.allocatableCpu) {
    yield {
      path,
      message: `a pod of '${name}' asks for ${pod.cpu} CPU cores, but a node of '${nodeGroup.name}' can give ${nodeGroup.allocatableCpu}`,
      fix: `set cpu to at most ${Math.floor(nodeGroup.allocatableCpu)}, or leave it out`,
    };
  }
  if (pod.memoryBytes > nodeGroup.allocatableMemoryBytes) {
    yield {
      path,
      message: `a pod of '${name}' asks for ${gib(pod.memoryBytes)} of memory, but a node of '${nodeGroup.name}' can give ${gib(nodeGroup.allocatableMemoryBytes)}`,
      fix: `set memory to at most ${Math.floor(nodeGroup.allocatableMemoryBytes / 2 ** 30)} GiB, or leave it out`,
    };
  }
}
