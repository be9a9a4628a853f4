import { Severity } from '../findings';
import { gib } from './gib';
import type { Rule } from './rule';

export const sharedMemory: Rule = {
  code: 'DYN046',
  title: 'shared memory fits into the memory limit, and engines with several GPUs have some',
  severity: Severity.ERROR,
  rationale:
    '/dev/shm is memory of the pod: pages written there count against its memory limit, so with a larger /dev/shm the container is killed before the segment is full. Processes of an engine with several GPUs exchange data through it (NCCL, executor queues) and do not start without it.',
  fix: 'set the shared memory below the memory limit of the container',
  source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/shared_memory.go',
  *checkDocuments({ graphs }) {
    for (const component of graphs.flatMap((graph) => graph.components)) {
      const { path, name, gpus, runsEngine, memoryLimitBytes, sharedMemoryBytes, sharedMemoryWritten } = component;
      if (sharedMemoryWritten && sharedMemoryBytes === 0 && gpus > 1) {
        yield {
          path,
          message: `'${name}' has ${gpus} GPUs and no shared memory; its processes cannot exchange data`,
          fix: 'set a size, for example 16Gi (vLLM) or 80Gi (TensorRT-LLM), or leave it to the operator (8Gi)',
        };
      } else if (memoryLimitBytes !== undefined && sharedMemoryBytes > memoryLimitBytes) {
        if (sharedMemoryWritten) {
          yield {
            path,
            message: `'${name}' has ${gib(sharedMemoryBytes)} of shared memory, but a memory limit of ${gib(memoryLimitBytes)}; the limit must not be below`,
          };
        } else if (runsEngine) {
          yield {
            path,
            severity: Severity.WARNING,
            message: `'${name}' gets ${gib(sharedMemoryBytes)} of shared memory from the operator, but its memory limit is ${gib(memoryLimitBytes)}`,
          };
        }
      }
    }
  },
};
