import type { Release } from '../../constructs/releases';

/** What is installed into the cluster by Helm. */
export const ChartName = {
  KUBE_PROMETHEUS_STACK: 'kube-prometheus-stack',
  GPU_OPERATOR: 'gpu-operator',
  EFA_DEVICE_PLUGIN: 'aws-efa-k8s-device-plugin',
  NVIDIA_DRA_DRIVER: 'dra-driver-nvidia-gpu',
  GROVE: 'grove-charts',
  KAI_SCHEDULER: 'kai-scheduler',
  DYNAMO_PLATFORM: 'dynamo-platform',
} as const;
export type ChartName = (typeof ChartName)[keyof typeof ChartName];

/** Where a chart is, and in which version it is installed. */
export interface ChartRow {
  /** Address of the repository; with `oci://` the chart is a name below it. */
  readonly repository: (release: Release) => string;
  readonly version: (release: Release) => string;
  readonly namespace: string;
  readonly source: string;
}

const AICR = 'NVIDIA/aicr recipes/registry.yaml, 2026-09';

/**
 * Every chart in `ChartName`. Those of Dynamo follow its release: its own version is that of the release, and the lowest that the
 * release works with of what it stands on.
 */
export const CHARTS: Readonly<Record<ChartName, ChartRow>> = {
  'kube-prometheus-stack': {
    repository: () => 'https://prometheus-community.github.io/helm-charts',
    version: () => '84.4.0',
    namespace: 'monitoring',
    source: AICR,
  },
  'gpu-operator': {
    repository: () => 'https://helm.ngc.nvidia.com/nvidia',
    // UltraServers want 25.3.4 or later.
    version: () => 'v26.7.0',
    namespace: 'gpu-operator',
    source: AICR,
  },
  'aws-efa-k8s-device-plugin': {
    repository: () => 'https://aws.github.io/eks-charts',
    // UltraServers want 0.5.14 or later.
    version: () => 'v0.5.30',
    namespace: 'kube-system',
    source: `aws/eks-charts, 2026-08; ${AICR} has v0.5.29`,
  },
  'dra-driver-nvidia-gpu': {
    repository: () => 'oci://registry.k8s.io/dra-driver-nvidia/charts',
    version: () => '0.5.0',
    namespace: 'nvidia-dra-driver',
    source: AICR,
  },
  'grove-charts': {
    repository: () => 'oci://ghcr.io/ai-dynamo/grove',
    version: ({ grove }) => `v${grove.min}`,
    namespace: 'dynamo-system',
    source: `${AICR}; versions: the releases table`,
  },
  'kai-scheduler': {
    // The project left NVIDIA's organisation between 0.13 and 0.16.
    repository: (release) =>
      release.atLeast('1.5') ? 'oci://ghcr.io/kai-scheduler/kai-scheduler' : 'oci://ghcr.io/nvidia/kai-scheduler',
    version: ({ kai }) => `v${kai}`,
    namespace: 'kai-scheduler',
    source: `${AICR}; versions: the releases table`,
  },
  'dynamo-platform': {
    repository: () => 'https://helm.ngc.nvidia.com/nvidia/ai-dynamo',
    version: ({ patch }) => patch,
    namespace: 'dynamo-system',
    source: `${AICR}; versions: the releases table`,
  },
};
