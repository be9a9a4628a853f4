import { type ApiObject, Lazy, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigMap, NetworkPolicy } from '../api';
import type { EngineKind } from '../description';
import { InvalidValueError, requireComponentName, requireWhole } from '../findings';
import { plannerConfigText, SloScaling } from '../planner';
import { contentHash } from './content-hash';
import type { InferenceGraph } from './inference-graph';
import { plannerNetworkPolicy } from './network-policy';
import { planPlanner } from './planner-plan';
import type { PlannerProps } from './planner-props';
import type { Pool } from './pool';
import { PrometheusSource } from './prometheus-source';
import { addScaler, type PoolScaler } from './scalers';

/** The file that the planner reads its configuration from. */
export const PLANNER_CONFIG_FILE = { folder: '/etc/dynamo/planner', name: 'planner.yaml' } as const;

/**
 * Dynamo's autoscaler for a graph: it watches the load and sets the number of workers of each pool, so that targets for TTFT and ITL are
 * kept with as few GPUs as possible.
 *
 * Its pools get a scaling adapter, through which it sets their replicas; the graph states none for them. It runs as
 * `planner-serviceaccount`, which the operator makes in the namespace of every graph, with the rights it needs.
 *
 * ```ts
 * new Planner(graph, 'planner', { slo: Slo.of({ ttft: Duration.millis(500), itl: Duration.millis(30) }), maxGpus: 36 });
 * ```
 */
export class Planner extends Construct implements PoolScaler {
  public readonly cpu: number;
  public readonly memory: Size;
  public readonly prometheus: PrometheusSource;
  /** By what it scales; of no meaning for a planner without an `slo`. */
  public readonly scaling: SloScaling;
  /** Its configuration as an API object, for `addJsonPatch`. */
  public readonly configMap: ApiObject;

  /**
   * @param graph the graph that it scales; the id is the component's name
   * @throws InvalidValueError for a second planner, a pool of another graph, and a pool that has an autoscaler
   */
  public constructor(
    public readonly graph: InferenceGraph<EngineKind>,
    id: string,
    public readonly props: PlannerProps,
  ) {
    super(graph, id);
    requireComponentName('id', id);
    this.cpu = props.cpu ?? 2;
    this.memory = props.memory ?? Size.gibibytes(8);
    this.prometheus = props.prometheus ?? PrometheusSource.platform();
    this.scaling = props.scaling ?? SloScaling.throughput();
    requireNumbers(props);
    this.requirePools();
    addScaler(graph, this, this.pools);
    this.configMap = new ConfigMap(this, 'config', {
      metadata: { name: Lazy.any({ produce: () => this.configMapName }) },
      data: Lazy.any({ produce: () => ({ [PLANNER_CONFIG_FILE.name]: this.configText }) }),
    });
    graph.deployment.node.addDependency(this.configMap);
    if (props.globalPlanner !== undefined) {
      props.globalPlanner.manage(this);
    }
    if (graph.node.tryFindChild('network-policy') !== undefined) {
      const open = props.dashboardPort === undefined ? [] : [props.dashboardPort];
      new NetworkPolicy(this, 'network-policy', plannerNetworkPolicy(graph.name, id, open));
    }
  }

  /** The pools that it scales; encode pools it does not know. */
  public get pools(): readonly Pool<EngineKind>[] {
    return this.props.pools ?? this.graph.pools.filter(({ role }) => role !== 'encode');
  }

  /** Name of its configuration; it changes with the content, so that a change rolls the pod. */
  public get configMapName(): string {
    return `${this.graph.name}-${this.node.id.toLowerCase()}-config-${contentHash(this.configText)}`;
  }

  /** The image of its pod. */
  public get image(): string {
    return this.props.image ?? this.graph.release.image('dynamo-planner');
  }

  /** Whether it sets the replicas of a pool. */
  public scales(pool: Pool<EngineKind>): boolean {
    return this.props.advisory !== true && this.pools.includes(pool);
  }

  private get configText(): string {
    return plannerConfigText(planPlanner(this).config);
  }

  private requirePools(): void {
    const { release } = this.graph;
    const least = Object.values(this.props.minWorkers ?? {});
    if (new Set(least).size > 1 && !release.atLeast('1.5')) {
      throw new InvalidValueError(
        'minWorkers',
        least,
        `one number for all roles before release 1.5, not ${release.version}`,
      );
    }
    const others = this.graph.node.children.filter((child) => child !== this && child instanceof Planner);
    if (others.length > 0) {
      throw new InvalidValueError(
        'id',
        this.node.id,
        'the only planner of its graph',
        `'${others[0]?.node.id}' is there`,
      );
    }
    if (this.props.pools?.length === 0) {
      throw new InvalidValueError('pools', [], 'at least one pool', 'leave it out for all pools of the graph');
    }
    for (const pool of this.pools) {
      if (pool.graph !== this.graph) {
        throw new InvalidValueError('pools', pool.node.path, `pools of the graph '${this.graph.name}'`);
      }
      if (pool.role === 'encode') {
        throw new InvalidValueError('pools', pool.node.path, 'pools that read prompts or generate tokens');
      }
    }
  }
}

/** The planner of a graph. */
export function plannerOf(graph: { readonly node: InferenceGraph['node'] }): Planner | undefined {
  return graph.node.children.find((child) => child instanceof Planner);
}

function requireNumbers(props: PlannerProps): void {
  requireWhole('maxGpus', props.maxGpus, 1);
  requireWhole('minGpus', props.minGpus ?? 0, 0, props.maxGpus);
  for (const [role, count] of Object.entries(props.minWorkers ?? {})) {
    requireWhole(`minWorkers.${role}`, count, 1);
  }
  requireWhole('speculativeTokens', props.speculativeTokens ?? 0, 0);
  requireWhole('dashboardPort', props.dashboardPort ?? 1, 1, 65535);
  requireWhole('controlPort', props.controlPort ?? 1, 1, 65535);
  requireWhole('power.totalWatts', props.power?.totalWatts ?? 1, 1);
  requireWhole('power.wattsPerGpu', props.power?.wattsPerGpu ?? 1, 1);
  requireWhole('observation.samples', props.observation?.samples ?? 1, 1);
  const buckets = props.observation?.buckets ?? 1;
  requireWhole('observation.buckets', buckets, 1);
  if (Math.sqrt(buckets) % 1 !== 0) {
    throw new InvalidValueError('observation.buckets', buckets, 'a perfect square: 1, 4, 9, 16, …');
  }
  const interval = props.observation?.interval;
  requireWhole('observation.interval in seconds', interval?.toSeconds({ integral: false }) ?? 1, 1);
  if (props.reports !== undefined && !(props.reports.every.toHours({ integral: false }) > 0)) {
    throw new InvalidValueError('reports.every', props.reports.every.toHumanString(), 'a duration above 0');
  }
  if (props.cpu !== undefined && !(props.cpu > 0)) {
    throw new InvalidValueError('cpu', props.cpu, 'a number of cores above 0');
  }
}
