import { Severity } from '../findings';
import { CpuArch, GPU_SPECS } from '../hardware';
import type { ObservedComponent } from '../observed';
import { claimsComputeDomain } from './compute-domain-use';
import type { Rule } from './rule';

const ARCH_LABEL = 'kubernetes.io/arch';
const PRODUCT_LABEL = 'nvidia.com/gpu.product';
/** vLLM-Omni has no build for arm64. Source: ai-dynamo/dynamo known issues of 1.4. */
const OMNI = /^dynamo\.vllm\.omni(?:\.|$)/;
/** Product labels of GPUs with a Grace CPU that the table does not list. */
const GRACE = /(?:^|-)G[BH]\d{3}/;

export const cpuArchitecture: Rule = {
  code: 'DYN039',
  title: 'pods ask for the CPU architecture of their GPUs, with an image for it',
  severity: Severity.ERROR,
  rationale:
    'GB200 and GB300 come with Grace CPUs, which are arm64. A pod that selects such GPUs and amd64 nodes is never scheduled; with an image for amd64 alone it is scheduled and fails with "exec format error".',
  fix: `select ${ARCH_LABEL}: arm64 with these GPUs, and use an image for several architectures or for arm64`,
  source: 'ai-dynamo/dynamo recipes/gpt-oss-120b/README.md, docs/kubernetes/installation-guide.md',
  // A node group cannot be made with the wrong architecture, so the description needs no look.
  *checkDocuments({ graphs }) {
    for (const component of graphs.flatMap((graph) => graph.components)) {
      const { name, path, image, nodeSelector } = component;
      const selected = nodeSelector[ARCH_LABEL];
      const needed = neededArch(component);
      if (needed !== undefined && selected !== undefined && selected !== needed.arch) {
        yield {
          path,
          message: `'${name}' selects ${ARCH_LABEL} ${selected}, but ${needed.because} ${needed.arch}; no node has both`,
          fix: `select ${ARCH_LABEL}: ${needed.arch}`,
        };
      }
      const arch = needed?.arch ?? selected;
      const built = imageArch(image);
      if (arch !== undefined && built !== undefined && built !== arch) {
        yield {
          path,
          message: `the image of '${name}' is for ${built} (${image}), but its pods run on ${arch} nodes`,
          fix: `use the image for ${arch}`,
        };
      }
      if (arch === CpuArch.ARM64 && OMNI.test(component.commandLine.module ?? '')) {
        yield {
          path,
          message: `'${name}' starts ${component.commandLine.module} on ${arch} nodes, for which there is no vLLM-Omni`,
          fix: 'run it on machines with amd64 CPUs (H100, H200, B200)',
        };
      }
    }
  },
};

/** What the selected GPUs or the claim on a compute domain say about the CPU. */
function neededArch(component: ObservedComponent): { readonly arch: string; readonly because: string } | undefined {
  const product = component.nodeSelector[PRODUCT_LABEL];
  const gpu = Object.values(GPU_SPECS).find(({ productLabels }) => productLabels.some((label) => label === product));
  if (product !== undefined && (gpu !== undefined || GRACE.test(product))) {
    return { arch: gpu?.cpuArch ?? CpuArch.ARM64, because: `nodes with ${PRODUCT_LABEL} ${product} are` };
  }
  // Multi-node NVLink comes with Grace CPUs only.
  return component.podClaims.some(claimsComputeDomain)
    ? { arch: CpuArch.ARM64, because: 'compute domains, of which it claims a channel, exist on' }
    : undefined;
}

/** The architecture at the end of an image's tag or name; absent for an image that may hold several. */
function imageArch(image: string | undefined): string | undefined {
  const suffix = /[-_.](amd64|x86_64|arm64|aarch64)(?:@sha256:[0-9a-f]+|:[^/]*)?$/.exec(image ?? '')?.[1];
  switch (suffix) {
    case 'amd64':
    case 'x86_64':
      return CpuArch.AMD64;
    case 'arm64':
    case 'aarch64':
      return CpuArch.ARM64;
    default:
      return undefined;
  }
}
