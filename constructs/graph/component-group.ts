import { Construct } from 'constructs';
import type { GraphExperimentalSpec } from '../api';
import type { EngineKind } from '../description';
import { InvalidValueError, requireComponentName, requireWhole } from '../findings';
import type { InferenceGraph } from './inference-graph';
import type { Pool } from './pool';
import { requireRelease } from './since-release';

type GroupSpec = NonNullable<GraphExperimentalSpec['componentGroups']>[number];

export interface ComponentGroupProps<K extends EngineKind> {
  /** The pools that scale together. Their `workers` are those of one replica of the group. They cannot change once the graph is made. */
  readonly pools: readonly Pool<K>[];
  /**
   * Replicas of the group.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * Whether something else sets the number of replicas: the group gets a scaling adapter.
   * @default false
   */
  readonly scalable?: boolean;
}

/** Source: ai-dynamo/dynamo deploy/operator/api/v1beta1, ComponentGroupSpec, 2026-10. */
const MOST_POOLS = 16;

/**
 * Pools that scale as one, for example a prefill and a decode pool whose ratio stays: Grove makes one scaling group of them. A preview
 * feature of release 1.6 and newer.
 *
 * ```ts
 * new ComponentGroup(graph, 'pair', { pools: [prefill, decode], replicas: 4 });
 * ```
 */
export class ComponentGroup<K extends EngineKind = EngineKind> extends Construct {
  public readonly replicas: number;

  /**
   * @param graph the graph of the pools; the id is the name of the group
   * @throws InvalidValueError in releases before 1.6, without Grove, for a name that a pool has, and for pools that span nodes, have
   *   no worker, a domain or a scaler of their own, or are in another group
   */
  public constructor(
    graph: InferenceGraph<K>,
    id: string,
    public readonly props: ComponentGroupProps<K>,
  ) {
    const others = componentGroups(graph);
    super(graph, id);
    requireComponentName('id', id);
    requireRelease('ComponentGroup', graph.release, '1.6');
    if (graph.orchestrator !== 'grove') {
      throw new InvalidValueError('orchestrator', graph.orchestrator, 'Grove for a ComponentGroup');
    }
    this.replicas = props.replicas ?? 1;
    requireWhole('replicas', this.replicas, 1);
    requireWhole('number of pools', props.pools.length, 1, MOST_POOLS);
    const grouped = others.flatMap((other) => other.props.pools.map(({ node }) => node.id));
    for (const [index, pool] of props.pools.entries()) {
      const name = pool.node.id;
      const problem = unfit(graph, pool, grouped.includes(name) || props.pools.indexOf(pool) !== index);
      if (problem !== undefined) {
        throw new InvalidValueError('pools', name, 'pools of the graph that can be in a group', `'${name}' ${problem}`);
      }
    }
  }

  /** @internal */
  public spec(): GroupSpec {
    return {
      name: this.node.id,
      replicas: this.replicas,
      ...(this.props.scalable === true ? { scalingAdapter: {} } : {}),
      components: this.props.pools.map(({ node }) => ({ name: node.id })),
    };
  }
}

function unfit<K extends EngineKind>(graph: InferenceGraph<K>, pool: Pool<K>, again: boolean): string | undefined {
  const problems: readonly (readonly [boolean, string])[] = [
    [pool.graph !== graph, 'belongs to another graph'],
    [again, 'is in a group already'],
    [pool.workers < 1, 'has no worker'],
    [pool.nodesPerWorker > 1, 'has workers over several nodes'],
    [pool.props.packDomain !== undefined, 'has a packDomain of its own'],
    [pool.props.scalable === true, 'has a scaling adapter of its own'],
  ];
  return problems.find(([wrong]) => wrong)?.[1];
}

/** Workers of a pool in all replicas of its group. */
export function workersInAll<K extends EngineKind>(pool: Pool<K>): number {
  const group = componentGroups(pool.graph).find(({ props }) => props.pools.some(({ node }) => node === pool.node));
  return pool.workers * (group?.replicas ?? 1);
}

/** The groups of a graph. */
export function componentGroups(graph: Construct): readonly ComponentGroup[] {
  return graph.node.children.filter((child) => child instanceof ComponentGroup);
}
