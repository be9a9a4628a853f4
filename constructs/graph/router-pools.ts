import type { Duration } from 'cdk8s';
import type { PoolRole } from '../description';
import { InvalidValueError, requireWhole } from '../findings';
import { Release } from '../releases';
import { dynamoNamespace } from './dynamo-namespace';
import type { InferenceGraph } from './inference-graph';

/** Graphs that a global router can send requests to: the hand-over of other engines goes past it. */
export type RoutedGraph = InferenceGraph<'vllm'> | InferenceGraph<'mocker'>;

/** An axis of a grid of times. */
export interface LatencyRange {
  readonly from: Duration;
  readonly to: Duration;
}

/** An axis of a grid of lengths, in tokens. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

/** Which graph takes a request. */
export interface GridProps {
  /** The graphs, the fastest first. Each needs a `StandaloneRouter`. */
  readonly graphs: readonly RoutedGraph[];
  /**
   * Number of the graph for each cell: rows and columns cut the two axes into equal parts, requests outside belong to the nearest.
   * `[[0, 1], [0, 1]]` sends tight targets to the first graph and others to the second.
   */
  readonly grid: readonly (readonly number[])[];
}

export interface PrefillGridProps extends GridProps {
  /** Rows: length of the prompt. */
  readonly inputTokens: TokenRange;
  /** Columns: TTFT that the request asks for. */
  readonly ttft: LatencyRange;
}

export interface DecodeGridProps extends GridProps {
  /** Rows: length of the context. */
  readonly contextTokens: TokenRange;
  /** Columns: ITL that the request asks for. */
  readonly itl: LatencyRange;
}

export interface AggregatedGridProps extends GridProps {
  /** Rows: TTFT that the request asks for. */
  readonly ttft: LatencyRange;
  /** Columns: ITL that the request asks for. */
  readonly itl: LatencyRange;
}

type Config = Readonly<Record<string, unknown>>;

/**
 * The graphs behind a `GlobalRouter`, and which of them takes a request.
 *
 * Source: ai-dynamo/dynamo components/src/dynamo/global_router/pool_selection.py, read 2026-11.
 */
export class RouterPools {
  /**
   * Graphs that compute prompts, and others that generate tokens.
   *
   * @throws InvalidValueError for grids with rows of different lengths or graphs without a cell, and ranges that do not grow
   */
  public static disaggregated(props: {
    readonly prefill: PrefillGridProps;
    readonly decode: DecodeGridProps;
  }): RouterPools {
    const { prefill, decode } = props;
    requireGrid('prefill', prefill);
    requireGrid('decode', decode);
    requireRole('prefill', prefill);
    requireRole('decode', decode);
    requireTokens('prefill.inputTokens', prefill.inputTokens);
    requireTokens('decode.contextTokens', decode.contextTokens);
    return new RouterPools([...prefill.graphs, ...decode.graphs], (release) => ({
      mode: 'disagg',
      ...graphsOf('prefill', prefill),
      ...graphsOf('decode', decode),
      prefill_pool_selection_strategy: {
        ...tokens('isl', prefill.inputTokens, prefill.grid.length),
        ...latency('ttft', prefill.ttft, columnsOf(prefill), release),
        prefill_pool_mapping: prefill.grid,
      },
      decode_pool_selection_strategy: {
        ...tokens('context_length', decode.contextTokens, decode.grid.length),
        ...latency('itl', decode.itl, columnsOf(decode), release),
        decode_pool_mapping: decode.grid,
      },
    }));
  }

  /**
   * Graphs that do both.
   *
   * @throws InvalidValueError for a grid with rows of different lengths or graphs without a cell
   */
  public static aggregated(props: AggregatedGridProps): RouterPools {
    requireGrid('aggregated', props);
    requireRole('aggregated', props);
    return new RouterPools(props.graphs, (release) => ({
      mode: 'agg',
      ...graphsOf('agg', props),
      agg_pool_selection_strategy: {
        ...latency('ttft', props.ttft, props.grid.length, release),
        ...latency('itl', props.itl, columnsOf(props), release),
        agg_pool_mapping: props.grid,
      },
    }));
  }

  private constructor(
    public readonly graphs: readonly RoutedGraph[],
    /** The configuration of `dynamo.global_router` in its own words. */
    public readonly config: (release: Release) => Readonly<Record<string, unknown>>,
  ) {}

  /** The release of the graphs. */
  public get release(): Release {
    return this.graphs[0]?.release ?? Release.latest;
  }
}

function requireGrid(prop: string, { graphs, grid }: GridProps): void {
  if (graphs.length === 0) {
    throw new InvalidValueError(`${prop}.graphs`, [], 'at least one graph');
  }
  const twice = graphs.find((graph, index) => graphs.indexOf(graph) !== index);
  if (twice !== undefined) {
    throw new InvalidValueError(
      `${prop}.graphs`,
      twice.name,
      'each graph once',
      'name it in several cells of the grid',
    );
  }
  const columns = grid[0]?.length ?? 0;
  if (columns === 0 || grid.some((row) => row.length !== columns)) {
    throw new InvalidValueError(`${prop}.grid`, grid, 'rows of the same length, at least one cell');
  }
  for (const cell of grid.flat()) {
    requireWhole(`${prop}.grid`, cell, 0, graphs.length - 1);
  }
  const idle = graphs.filter((_, index) => !grid.flat().includes(index));
  if (idle.length > 0) {
    throw new InvalidValueError(
      `${prop}.grid`,
      grid,
      'a grid in which every graph has a cell',
      `'${idle[0]?.name}' has none`,
    );
  }
}

/** Throws for a graph with a pool that does something else, as far as its pools are there. */
function requireRole(role: PoolRole, { graphs }: GridProps): void {
  for (const { name, pools } of graphs) {
    const other = pools.find((pool) => pool.role !== role && pool.role !== 'encode');
    if (other !== undefined) {
      const found = `${name} with the ${other.role} pool ${other.node.id}`;
      throw new InvalidValueError(`${role}.graphs`, found, `graphs with ${role} pools only`);
    }
  }
}

function requireTokens(prop: string, { from, to }: TokenRange): void {
  requireWhole(`${prop}.from`, from, 0);
  requireWhole(`${prop}.to`, to, from + 1);
}

function columnsOf({ grid }: GridProps): number {
  return grid[0]?.length ?? 0;
}

function graphsOf(role: 'prefill' | 'decode' | 'agg', { graphs }: GridProps): Config {
  return {
    [`num_${role}_pools`]: graphs.length,
    [`${role}_pool_dynamo_namespaces`]: graphs.map(({ namespace, name }) => dynamoNamespace(namespace, name)),
  };
}

function tokens(name: string, { from, to }: TokenRange, resolution: number): Config {
  return { [`${name}_min`]: from, [`${name}_max`]: to, [`${name}_resolution`]: resolution };
}

/** The unit stands in the key from 1.6 on; it is not known whether releases before read that. */
function latency(name: string, range: LatencyRange, resolution: number, release: Release): Config {
  const unit = release.atLeast('1.6') ? '_ms' : '';
  const [from, to] = [range.from, range.to].map((time) => time.toMilliseconds({ integral: false }));
  if (from === undefined || to === undefined || !(from < to)) {
    throw new InvalidValueError(name, `${from} to ${to} ms`, 'a range from less to more');
  }
  return { [`${name}_min${unit}`]: from, [`${name}_max${unit}`]: to, [`${name}_resolution`]: resolution };
}
