import { Severity } from '../findings';
import { EFA_RESOURCE } from '../hardware';
import { claimsComputeDomain } from './compute-domain-use';
import { RDMA } from './rdma-memory-lock';
import type { Rule } from './rule';
import { setting, type Worker, workersOf } from './workers';

/** How engines are told to carry tokens to experts with DeepEP. Its second version goes over EFA too, with a plugin of NCCL. */
const FLAGS = ['--all2all-backend', '--moe-a2a-backend'] as const;
const DEEPEP = /^deepep(?:_high_throughput|_low_latency)?$/;
/** Images of Dynamo's own hold DeepEP as its makers publish it; others may hold a version for EFA. */
const DYNAMO_IMAGE = /^nvcr\.io\/nvidia\/ai-dynamo\/[^:@]*-runtime:/;

export const expertExchange: Rule = {
  code: 'DYN220',
  title: 'workers over several nodes that use DeepEP have adapters that GPUs can drive',
  severity: Severity.ERROR,
  rationale:
    'Between nodes the kernels of DeepEP let the GPUs start RDMA themselves (IBGDA), which adapters for InfiniBand and RoCE can, and EFA and TCP cannot: the worker ends at the first exchange of tokens, after it has read the weights.',
  fix: 'take nodes with InfiniBand or RoCE, or let NCCL carry the tokens: --all2all-backend allgather_reducescatter (vLLM, without --enable-dbo), --moe-a2a-backend none (SGLang)',
  source: 'deepseek-ai/DeepEP#369; ai-dynamo/dynamo recipes/deepseek-r1/vllm/disagg',
  *checkDocuments({ graphs }) {
    for (const worker of graphs.flatMap(workersOf).filter(({ nodeCount }) => nodeCount > 1)) {
      const backend = setting(worker, FLAGS);
      const obstacle = DEEPEP.test(backend?.value ?? '') ? obstacleOf(worker) : undefined;
      if (backend !== undefined && obstacle !== undefined) {
        yield {
          path: backend.path,
          message: `'${worker.name}' spans ${worker.nodeCount} nodes and carries tokens to experts with DeepEP (${backend.name} ${backend.value}), but ${obstacle}`,
        };
      }
    }
  },
};

function obstacleOf({ extendedResources, podClaims, image = '' }: Worker): string | undefined {
  const devices = Object.keys(extendedResources).filter(
    (name) => RDMA.test(name) && (extendedResources[name] ?? 0) > 0,
  );
  if (devices.some((name) => name !== EFA_RESOURCE) || podClaims.some(claimsComputeDomain)) {
    return undefined;
  }
  if (devices.length === 0) {
    return 'has no RDMA adapter';
  }
  return DYNAMO_IMAGE.test(image) ? 'its adapters are EFA' : undefined;
}
