import type { Release as HelmRelease } from '@pulumi/kubernetes/helm/v3/release';
import * as pulumi from '@pulumi/pulumi';
import type { Release } from '../../constructs/releases';
import { installChart } from './chart';
import { CHARTS, ChartName } from './chart-table';
import type { EksCluster } from './cluster';

export interface InferencePlatformProps {
  readonly cluster: EksCluster;
  readonly release: Release;
  /** What has to be there before: Prometheus and device plugins. */
  readonly after: readonly pulumi.Resource[];
}

/** Where the operator tells planners to ask for metrics. */
const PROMETHEUS_URL = `http://${ChartName.KUBE_PROMETHEUS_STACK}-prometheus.${CHARTS[ChartName.KUBE_PROMETHEUS_STACK].namespace}.svc.cluster.local:9090`;

/** Dynamo's operator, with Grove and the KAI scheduler, which it starts and places pods by. */
export class InferencePlatform extends pulumi.ComponentResource {
  /** What graphs wait for. */
  public readonly ready: readonly HelmRelease[];

  public constructor(name: string, props: InferencePlatformProps, options?: pulumi.ComponentResourceOptions) {
    super('stator:eks:InferencePlatform', name, {}, options);
    const { cluster, release, after } = props;
    const inCluster = { parent: this, provider: cluster.provider, dependsOn: [...after] };
    const kai = installChart(name, ChartName.KAI_SCHEDULER, release, {}, inCluster);
    const grove = installChart(name, ChartName.GROVE, release, {}, inCluster);
    const dynamo = installChart(name, ChartName.DYNAMO_PLATFORM, release, dynamoValues(), {
      ...inCluster,
      dependsOn: [...after, kai, grove],
    });
    this.ready = [kai, grove, dynamo];
    this.registerOutputs();
  }
}

/**
 * `enabled` without `install`: they are releases of their own, so that they can be upgraded by themselves.
 * Source: ai-dynamo/dynamo deploy/helm/charts/platform README, 2026; NVIDIA/aicr recipes/components/dynamo-platform/values.yaml, 2026-09.
 */
function dynamoValues(): Readonly<Record<string, unknown>> {
  return {
    global: {
      grove: { install: false, enabled: true },
      'kai-scheduler': { install: false, enabled: true },
    },
    'dynamo-operator': { dynamo: { metrics: { prometheusEndpoint: PROMETHEUS_URL } } },
  };
}
