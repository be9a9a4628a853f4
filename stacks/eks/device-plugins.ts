import type { Release as HelmRelease } from '@pulumi/kubernetes/helm/v3/release';
import * as pulumi from '@pulumi/pulumi';
import { FabricKind } from '../../constructs/hardware';
import type { Release } from '../../constructs/releases';
import { installChart } from './chart';
import { ChartName } from './chart-table';
import type { EksCluster } from './cluster';
import type { GpuGroup } from './gpu-group';
import { everyToleration } from './node-placement';

export interface DevicePluginsProps {
  readonly cluster: EksCluster;
  readonly release: Release;
  readonly groups: readonly GpuGroup[];
  /** What has to be there before: nodes, and the kinds of Prometheus. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * What lets pods ask for GPUs, for EFA and, on UltraServers, for a place in an NVLink domain.
 *
 * GPUs are those of the device plugin (`nvidia.com/gpu`). The DRA driver offers none, since on one node only one of the two may.
 */
export class DevicePlugins extends pulumi.ComponentResource {
  /** What pods with GPUs wait for. */
  public readonly ready: readonly HelmRelease[];

  public constructor(name: string, props: DevicePluginsProps, options?: pulumi.ComponentResourceOptions) {
    super('stator:eks:DevicePlugins', name, {}, options);
    const { cluster, release, groups, after } = props;
    const tolerations = everyToleration(groups.map(({ nodeGroup }) => nodeGroup));
    const inCluster = { parent: this, provider: cluster.provider };
    const operator = installChart(name, ChartName.GPU_OPERATOR, release, gpuOperatorValues(tolerations), {
      ...inCluster,
      dependsOn: [...after],
    });
    const installed = [operator];
    if (groups.some(({ nodeGroup }) => nodeGroup.fabric.kind !== FabricKind.TCP)) {
      installed.push(
        installChart(
          name,
          ChartName.EFA_DEVICE_PLUGIN,
          release,
          { tolerations },
          { ...inCluster, dependsOn: [...after] },
        ),
      );
    }
    if (groups.some(({ facts }) => facts.ultraServers !== undefined)) {
      installed.push(
        installChart(name, ChartName.NVIDIA_DRA_DRIVER, release, draDriverValues(tolerations), {
          ...inCluster,
          dependsOn: [operator],
        }),
      );
    }
    this.ready = installed;
    this.registerOutputs();
  }
}

/**
 * Driver and container toolkit are part of the image. Source: awsdocs/amazon-eks-user-guide ml-eks-optimized-ami, 2026; the parts switched
 * off beside them and the validator's variable: NVIDIA/aicr recipes/components/gpu-operator/values.yaml for v26.7.0, 2026-09.
 */
function gpuOperatorValues(tolerations: readonly unknown[]): Readonly<Record<string, unknown>> {
  return {
    driver: { enabled: false },
    toolkit: { enabled: false },
    devicePlugin: { enabled: true },
    migManager: { enabled: false },
    ccManager: { enabled: false },
    kataSandboxDevicePlugin: { enabled: false },
    validator: { plugin: { env: [{ name: 'WITH_WORKLOAD', value: 'false' }] } },
    dcgmExporter: { serviceMonitor: { enabled: true } },
    daemonsets: { tolerations },
    'node-feature-discovery': { worker: { tolerations } },
  };
}

/** Source: NVIDIA/aicr recipes/overlays/{eks,gb200-eks-amazonlinux-inference}.yaml, 2026-09. */
function draDriverValues(tolerations: readonly unknown[]): Readonly<Record<string, unknown>> {
  return {
    nvidiaDriverRoot: '/',
    resources: { gpus: { enabled: false }, computeDomains: { enabled: true } },
    // The chart wants a node of the control plane, of which EKS shows none.
    controller: { affinity: { nodeAffinity: null } },
    kubeletPlugin: { tolerations },
  };
}
