/** CPU architectures, as Kubernetes writes them in the node label `kubernetes.io/arch`. */
export const CpuArch = {
  AMD64: 'amd64',
  ARM64: 'arm64',
} as const;
export type CpuArch = (typeof CpuArch)[keyof typeof CpuArch];
