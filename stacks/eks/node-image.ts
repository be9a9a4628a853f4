import { CpuArch } from '../../constructs/hardware';

/** Images of Amazon Linux 2023 for EKS, by what they are for. */
export const NodeImage = {
  CPU_AMD64: 'AL2023_x86_64_STANDARD',
  GPU_AMD64: 'AL2023_x86_64_NVIDIA',
  GPU_ARM64: 'AL2023_ARM_64_NVIDIA',
} as const;
export type NodeImage = (typeof NodeImage)[keyof typeof NodeImage];

/**
 * The image for GPU machines, with driver, container toolkit, EFA, and on arm64 IMEX; not with a device plugin.
 * Source: awsdocs/amazon-eks-user-guide ml-eks-optimized-ami, 2026.
 */
export const GPU_IMAGES: Readonly<Record<CpuArch, NodeImage>> = {
  [CpuArch.AMD64]: NodeImage.GPU_AMD64,
  [CpuArch.ARM64]: NodeImage.GPU_ARM64,
};
