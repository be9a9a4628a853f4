import type { Release as HelmRelease } from '@pulumi/kubernetes/helm/v3/release';
import type * as pulumi from '@pulumi/pulumi';
import type { Release } from '../../constructs/releases';
import { installChart } from './chart';
import { ChartName } from './chart-table';
import { DEFAULT_STORAGE_CLASS } from './storage';

/** Prometheus with its operator, which also looks at monitors that other charts and Dynamo's operator make. */
export function installMonitoring(name: string, release: Release, options: pulumi.CustomResourceOptions): HelmRelease {
  return installChart(name, ChartName.KUBE_PROMETHEUS_STACK, release, MONITORING_VALUES, options);
}

const MONITORING_VALUES = {
  prometheus: {
    prometheusSpec: {
      podMonitorSelectorNilUsesHelmValues: false,
      serviceMonitorSelectorNilUsesHelmValues: false,
      ruleSelectorNilUsesHelmValues: false,
      storageSpec: {
        volumeClaimTemplate: {
          spec: {
            storageClassName: DEFAULT_STORAGE_CLASS,
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '50Gi' } },
          },
        },
      },
    },
  },
};
