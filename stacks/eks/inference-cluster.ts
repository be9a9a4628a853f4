import type { Provider } from '@pulumi/kubernetes/provider';
import * as pulumi from '@pulumi/pulumi';
import type { GraphDescription } from '../../constructs/description';
import { InvalidValueError } from '../../constructs/findings';
import { Release } from '../../constructs/releases';
import { EksAddon, installAddon } from './addon';
import { EksCluster, type EksClusterProps } from './cluster';
import { type CostEstimate, estimateCost, formatCost } from './cost';
import { defined } from './defined';
import { DevicePlugins } from './device-plugins';
import { efaSecurityGroup } from './efa-security-group';
import { requireFit } from './fit';
import type { GpuGroup } from './gpu-group';
import { GpuNodeGroup } from './gpu-node-group';
import { InferencePlatform } from './inference-platform';
import { LATEST_KUBERNETES } from './kubernetes-version';
import { ModelStore } from './model-store';
import { installMonitoring } from './monitoring';
import { Network } from './network';
import { ServiceRole } from './role';
import { Storage } from './storage';
import { SystemNodeGroup, type SystemNodes, settleSystemNodes } from './system-node-group';
import { isLocalZone } from './zone';

export interface InferenceClusterProps
  extends Pick<EksClusterProps, 'region' | 'kubernetesVersion' | 'publicAccessCidrs' | 'administrators' | 'logDays'> {
  /** GPU machines, each group under a name of its own. */
  readonly groups: readonly GpuGroup[];
  /** Availability zones of the control plane, at least two. */
  readonly zones: readonly string[];
  /**
   * Name of the cluster in EKS.
   * @default - the name of the component
   */
  readonly clusterName?: string;
  /**
   * Graphs that the cluster is to hold: it is refused when it cannot.
   * @default []
   */
  readonly graphs?: readonly GraphDescription[];
  /** @default Release.latest */
  readonly release?: Release;
  /**
   * Where the weights of models are kept.
   * @default ModelStore.efs()
   */
  readonly store?: ModelStore;
  /** @default {} three m7i.2xlarge */
  readonly system?: SystemNodes;
  /**
   * Addresses of the VPC.
   * @default '10.0.0.0/16'
   */
  readonly cidr?: string;
}

/**
 * Everything below graphs on AWS: network, EKS, GPU machines with EFA, storage for weights, device plugins, Prometheus and Dynamo.
 *
 * ```ts
 * const cluster = new InferenceCluster('inference', {
 *   region: 'us-east-1',
 *   zones: ['us-east-1a', 'us-east-1b'],
 *   groups: [new GpuGroup({ nodes: NodeGroup.aws('p5en.48xlarge', { nodes: 4 }) })],
 *   publicAccessCidrs: ['203.0.113.0/24'],
 * });
 * new GraphDeployment('r1', chart, { provider: cluster.provider, dependsOn: cluster.ready });
 * ```
 */
export class InferenceCluster extends pulumi.ComponentResource {
  /** For everything that goes into the cluster. */
  public readonly provider: Provider;
  /** For kubectl; it holds no secret. */
  public readonly kubeconfig: pulumi.Output<string>;
  /** What graphs wait for: give it to `dependsOn`. */
  public readonly ready: readonly pulumi.Resource[];
  /** Class for the claims of model caches; `undefined` with `ModelStore.none()`. */
  public readonly storageClassName: string | undefined;
  /** What the cluster costs while it stands. A preview prints it. */
  public readonly cost: CostEstimate;

  /**
   * @throws GraphsDoNotFitError when the groups cannot hold the graphs, with every reason
   * @throws InvalidValueError for values that cannot be right on their own
   */
  public constructor(name: string, props: InferenceClusterProps, options?: pulumi.ComponentResourceOptions) {
    super('stator:eks:InferenceCluster', name, {}, options);
    const { region, zones, groups, release = Release.latest, store = ModelStore.efs() } = props;
    const { clusterName = name, kubernetesVersion = LATEST_KUBERNETES } = props;
    requireNames(groups);
    const gpuZone = mainZone(groups, zones);
    requireFit({ graphs: props.graphs ?? [], groups, gpuZone });
    requireReachableStore(store, groups, gpuZone);
    const system = settleSystemNodes(props.system);
    this.cost = estimateCost({ region, groups, system, kubernetesVersion });
    const child = { parent: this };

    const zoneOf = ({ capacity }: GpuGroup) => capacity.zone ?? gpuZone;
    const nodeZones = [...new Set(groups.map(zoneOf))];
    const network = new Network(name, { clusterName, zones, nodeZones, ...defined('cidr', props.cidr) }, child);
    const cluster = new EksCluster(
      name,
      {
        clusterName,
        region,
        kubernetesVersion,
        subnetIds: network.controlPlaneSubnetIds,
        ...defined('publicAccessCidrs', props.publicAccessCidrs),
        ...defined('administrators', props.administrators),
        ...defined('logDays', props.logDays),
      },
      child,
    );
    const { provider } = cluster;
    const nodeRoleArn = new ServiceRole(`${name}-node`, { ...NODE_ROLE, region }, child).arn;
    const systemNodes = new SystemNodeGroup(
      `${name}-system`,
      { ...system, cluster, nodeRoleArn, subnetIds: network.controlPlaneSubnetIds },
      child,
    ).nodeGroup;
    const efa = efaSecurityGroup(`${name}-efa`, network.vpcId, child);
    const gpuNodes = groups.map((group) => {
      const subnetId = network.privateSubnetId(zoneOf(group));
      const own = { cluster, group, nodeRoleArn, subnetId, efaSecurityGroupId: efa.id };
      return new GpuNodeGroup(`${name}-${group.name}`, own, child).nodeGroup;
    });

    const target = { clusterName: cluster.clusterName, region };
    const dns = installAddon(name, EksAddon.COREDNS, target, { ...child, dependsOn: [systemNodes] });
    const storage = new Storage(
      `${name}-storage`,
      {
        ...{ cluster, region, network, store, efaSecurityGroupId: efa.id },
        zone: gpuZone,
        nodeZones: [...new Set([...zones, ...nodeZones])],
        nodes: [systemNodes],
      },
      child,
    );
    const inCluster = { ...child, provider, dependsOn: [dns, ...storage.ready] };
    const monitoring = installMonitoring(name, release, inCluster);
    const plugins = new DevicePlugins(name, { cluster, release, groups, after: [monitoring] }, child);
    const platform = new InferencePlatform(name, { cluster, release, after: [monitoring, ...plugins.ready] }, child);

    this.provider = provider;
    this.kubeconfig = cluster.kubeconfig;
    this.storageClassName = store.storageClassName;
    this.ready = [...gpuNodes, ...storage.ready, ...plugins.ready, ...platform.ready];
    if (pulumi.runtime.isDryRun()) {
      // A log that cannot be written is no reason to stop.
      void pulumi.log.info(formatCost(this.cost).join('\n'), this);
    }
    this.registerOutputs({ kubeconfig: this.kubeconfig, storageClassName: this.storageClassName });
  }
}

/** Source: awsdocs/amazon-eks-user-guide create-node-role, 2026. The CNI has a role of its own. */
const NODE_ROLE = {
  service: 'ec2.amazonaws.com',
  policies: ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'],
} as const;

/** Where machines run that name no zone, and where the store stands: beside a reservation, unless that is in a Local Zone. */
function mainZone(groups: readonly GpuGroup[], [first = '']: readonly string[]): string {
  const reserved = groups.map(({ capacity }) => capacity.zone).find((zone) => zone !== undefined && !isLocalZone(zone));
  return reserved ?? first;
}

function requireReachableStore({ choice }: ModelStore, groups: readonly GpuGroup[], gpuZone: string): void {
  const elsewhere =
    groups.length > 0 && groups.every(({ capacity: { zone } }) => zone !== undefined && zone !== gpuZone);
  if (choice.kind === 'lustre' && choice.efa && elsewhere) {
    throw new InvalidValueError(
      'store.efa',
      true,
      `false, as EFA does not leave a zone and no machines are in ${gpuZone}`,
    );
  }
}

function requireNames(groups: readonly GpuGroup[]): void {
  const names = groups.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    const fix = `name them: NodeGroup.aws('p5.48xlarge', { name: '${twice}-2' })`;
    throw new InvalidValueError('groups', twice, 'groups with different names', fix);
  }
  if (names.includes('system')) {
    throw new InvalidValueError('groups', 'system', 'another name, as the machines without GPUs have it');
  }
}
