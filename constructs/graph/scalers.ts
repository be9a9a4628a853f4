import type { Construct } from 'constructs';
import type { EngineKind } from '../description';
import { InvalidValueError } from '../findings';
import type { Pool } from './pool';

/** Something that sets the number of workers of pools. */
export interface PoolScaler extends Construct {
  /** Whether it sets the number of workers of this pool. */
  scales(pool: Pool<EngineKind>): boolean;
}

const scalersByGraph = new WeakMap<Construct, PoolScaler[]>();

/** What sets the number of workers of a pool; undefined where the pool says it itself. */
export function scalerOf(pool: Pool<EngineKind>): PoolScaler | undefined {
  return scalersByGraph.get(pool.graph)?.find((scaler) => scaler.scales(pool));
}

/**
 * Lets a scaler set the number of workers of pools.
 *
 * @throws InvalidValueError for a pool that another one scales: each would undo what the other did
 */
export function addScaler(graph: Construct, scaler: PoolScaler, pools: readonly Pool<EngineKind>[]): void {
  for (const pool of pools.filter((each) => scaler.scales(each))) {
    const other = scalerOf(pool);
    if (other !== undefined) {
      throw new InvalidValueError(
        'pools',
        pool.node.id,
        'pools that nothing else scales',
        `'${other.node.id}' scales '${pool.node.id}' already, and each would undo what the other did: keep one of the two`,
      );
    }
  }
  scalersByGraph.set(graph, [...(scalersByGraph.get(graph) ?? []), scaler]);
}
