import type { PlatformPart } from '../description';
import type { Release } from '../releases';

/** Where a chart is, in which version it is installed, and how its own pods are kept off GPU nodes. */
export interface ChartRow<V extends string | undefined = string> {
  readonly chart: string;
  /** Address of the repository; with `oci://` the chart is a name below it. */
  readonly repository: (release: Release) => string;
  /** Version of the chart; undefined where none is known to work, so that the user has to say. */
  readonly version: (release: Release) => V;
  readonly namespace: string;
  /** Fields of the values that take a node affinity: those of the pods that need no GPU. */
  readonly affinities: readonly string[];
  /** Fields of the values that take a node selector, for charts that know no affinity. */
  readonly nodeSelectors: readonly string[];
  readonly source: string;
}

/** What Helm installs: Dynamo itself, and every part that has a chart. */
export type ChartedPart =
  | 'dynamo'
  | Exclude<PlatformPart, 'gatewayApi' | 'inferenceExtension' | 'snapshot' | 'nats' | 'etcd'>;

const AICR = 'NVIDIA/aicr recipes/registry.yaml, 2026-09';

/**
 * Every chart. Those of Dynamo follow its release: its own version is that of the release, and the lowest that the release works with
 * of what it stands on.
 */
export const CHARTS: Readonly<Record<Exclude<ChartedPart, 'volcano'>, ChartRow> & { volcano: ChartRow<undefined> }> = {
  dynamo: {
    chart: 'dynamo-platform',
    repository: () => 'https://helm.ngc.nvidia.com/nvidia/ai-dynamo',
    version: ({ patch }) => patch,
    namespace: 'dynamo-system',
    affinities: ['dynamo-operator.controllerManager.affinity'],
    nodeSelectors: ['dynamo-operator.controllerManager.nodeSelector'],
    source: `${AICR}; versions: the releases table`,
  },
  gpuOperator: {
    chart: 'gpu-operator',
    repository: () => 'https://helm.ngc.nvidia.com/nvidia',
    // UltraServers want 25.3.4 or later.
    version: () => 'v26.7.0',
    namespace: 'gpu-operator',
    affinities: ['operator.affinity', 'node-feature-discovery.master.affinity', 'node-feature-discovery.gc.affinity'],
    nodeSelectors: [
      'operator.nodeSelector',
      'node-feature-discovery.master.nodeSelector',
      'node-feature-discovery.gc.nodeSelector',
    ],
    source: `${AICR}; NVIDIA/gpu-operator deployments/gpu-operator/values.yaml`,
  },
  networkOperator: {
    chart: 'network-operator',
    repository: () => 'https://helm.ngc.nvidia.com/nvidia',
    version: () => '26.4.1',
    namespace: 'nvidia-network-operator',
    affinities: [],
    nodeSelectors: ['operator.nodeSelector'],
    source: AICR,
  },
  efaPlugin: {
    chart: 'aws-efa-k8s-device-plugin',
    repository: () => 'https://aws.github.io/eks-charts',
    // UltraServers want 0.5.14 or later.
    version: () => 'v0.5.30',
    namespace: 'kube-system',
    affinities: [],
    nodeSelectors: [],
    source: `aws/eks-charts, 2026-08; ${AICR} has v0.5.29`,
  },
  draDriver: {
    chart: 'dra-driver-nvidia-gpu',
    repository: () => 'oci://registry.k8s.io/dra-driver-nvidia/charts',
    version: () => '0.5.0',
    namespace: 'nvidia-dra-driver',
    affinities: ['controller.affinity'],
    nodeSelectors: ['controller.nodeSelector'],
    source: AICR,
  },
  grove: {
    chart: 'grove-charts',
    repository: () => 'oci://ghcr.io/ai-dynamo/grove',
    version: ({ grove }) => `v${grove.min}`,
    namespace: 'dynamo-system',
    affinities: ['affinity'],
    nodeSelectors: ['nodeSelector'],
    source: `${AICR}; ai-dynamo/grove operator/charts/values.yaml, 2026-10; versions: the releases table`,
  },
  kai: {
    chart: 'kai-scheduler',
    // The project left NVIDIA's organisation between 0.13 and 0.16.
    repository: (release) =>
      release.atLeast('1.5') ? 'oci://ghcr.io/kai-scheduler/kai-scheduler' : 'oci://ghcr.io/nvidia/kai-scheduler',
    version: ({ kai }) => `v${kai}`,
    namespace: 'kai-scheduler',
    affinities: ['global.affinity'],
    nodeSelectors: ['global.nodeSelector'],
    source: `${AICR}; versions: the releases table`,
  },
  lws: {
    chart: 'lws',
    repository: () => 'oci://registry.k8s.io/lws/charts',
    version: () => 'v0.9.0',
    namespace: 'lws-system',
    affinities: ['affinity'],
    nodeSelectors: ['nodeSelector'],
    source: 'ai-dynamo/dynamo deploy/helm/charts/platform/Chart.yaml 1.3.0, 2026-07',
  },
  volcano: {
    chart: 'volcano',
    repository: () => 'https://volcano-sh.github.io/helm-charts',
    version: () => undefined,
    namespace: 'volcano-system',
    affinities: ['custom.default_affinity'],
    nodeSelectors: ['custom.default_ns'],
    source: 'volcano-sh/volcano installer/helm/chart/volcano/values.yaml, 2025',
  },
  prometheus: {
    chart: 'kube-prometheus-stack',
    repository: () => 'https://prometheus-community.github.io/helm-charts',
    version: () => '84.4.0',
    namespace: 'monitoring',
    affinities: [
      'prometheusOperator.affinity',
      'prometheus.prometheusSpec.affinity',
      'alertmanager.alertmanagerSpec.affinity',
      'grafana.affinity',
      'kube-state-metrics.affinity',
    ],
    nodeSelectors: [
      'prometheusOperator.nodeSelector',
      'prometheus.prometheusSpec.nodeSelector',
      'alertmanager.alertmanagerSpec.nodeSelector',
      'grafana.nodeSelector',
      'kube-state-metrics.nodeSelector',
    ],
    source: AICR,
  },
  certManager: {
    chart: 'cert-manager',
    repository: () => 'https://charts.jetstack.io',
    version: () => 'v1.20.2',
    namespace: 'cert-manager',
    affinities: ['affinity', 'webhook.affinity', 'cainjector.affinity', 'startupapicheck.affinity'],
    nodeSelectors: ['nodeSelector', 'webhook.nodeSelector', 'cainjector.nodeSelector', 'startupapicheck.nodeSelector'],
    source: AICR,
  },
};
