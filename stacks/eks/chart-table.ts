import { CHARTS as ALL, type ChartRow } from '../../constructs/platform/chart-table';

export type { ChartRow };

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

/** Where each of them is, and in which version it is installed. */
export const CHARTS: Readonly<Record<ChartName, ChartRow>> = {
  'kube-prometheus-stack': ALL.prometheus,
  'gpu-operator': ALL.gpuOperator,
  'aws-efa-k8s-device-plugin': ALL.efaPlugin,
  'dra-driver-nvidia-gpu': ALL.draDriver,
  'grove-charts': ALL.grove,
  'kai-scheduler': ALL.kai,
  'dynamo-platform': ALL.dynamo,
};
