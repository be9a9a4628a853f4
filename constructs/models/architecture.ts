import { InvalidValueError, requireWhole } from '../findings';

/** Shape of a decoder-only transformer: everything that weights and KV cache are computed from. */
export interface Architecture {
  /** Decoder layers, without next-token-prediction layers. */
  readonly layers: number;
  readonly hiddenSize: number;
  readonly vocabSize: number;
  /** Longest sequence, in tokens. */
  readonly maxContext: number;
  readonly attention: GroupedQueryAttention | LatentAttention;
  /**
   * Intermediate size of the dense MLP layers.
   * @default - none: every layer is a mixture of experts
   */
  readonly denseIntermediateSize?: number;
  /** @default - a dense model */
  readonly experts?: MixtureOfExperts;
  /**
   * Whether input embedding and output head are one matrix.
   * @default false
   */
  readonly tiedEmbeddings?: boolean;
  /**
   * Layers that predict further tokens (MTP). Engines load them for speculative decoding only.
   * @default 0
   */
  readonly nextTokenLayers?: number;
}

/** Grouped-query attention (GQA): several query heads share one key and one value head. */
export interface GroupedQueryAttention {
  readonly kind: 'grouped-query';
  readonly queryHeads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /**
   * Whether queries and keys are normalised per head.
   * @default false
   */
  readonly queryKeyNorm?: boolean;
  /**
   * Whether the query, key and value projections have biases.
   * @default false
   */
  readonly inputBias?: boolean;
  /**
   * Whether the output projection has a bias.
   * @default false
   */
  readonly outputBias?: boolean;
  /**
   * Whether each query head has a learned attention sink.
   * @default false
   */
  readonly sinks?: boolean;
  /** @default - every layer sees the whole sequence */
  readonly slidingWindow?: SlidingWindow;
}

/** Layers that see only the latest tokens. */
export interface SlidingWindow {
  readonly tokens: number;
  /** Layers with the window; the others see everything. */
  readonly layers: number;
}

/** Multi-head latent attention (MLA): keys and values are kept as one compressed latent for all heads. */
export interface LatentAttention {
  readonly kind: 'latent';
  readonly heads: number;
  /**
   * Rank of the compressed queries.
   * @default - queries are projected directly
   */
  readonly queryRank?: number;
  /** Rank of the compressed keys and values. */
  readonly kvRank: number;
  /** Head dimension without position. */
  readonly nopeDim: number;
  /** Head dimension that carries the rotary position. */
  readonly ropeDim: number;
  /** Head dimension of the values. */
  readonly valueDim: number;
}

/** The expert layers of a mixture-of-experts model. */
export interface MixtureOfExperts {
  /** Routed experts per layer. */
  readonly count: number;
  /** Experts that one token visits. */
  readonly perToken: number;
  readonly intermediateSize: number;
  /**
   * Experts per layer that every token visits.
   * @default 0
   */
  readonly shared?: number;
  /**
   * Leading layers that are dense instead.
   * @default 0
   */
  readonly denseLayers?: number;
  /**
   * Whether expert projections and router have biases.
   * @default false
   */
  readonly bias?: boolean;
  /**
   * Whether the router keeps a float32 correction for each expert, used to balance them.
   * @default false
   */
  readonly scoreCorrection?: boolean;
}

/** How many layers have a dense MLP. */
export function denseLayersOf(architecture: Architecture): number {
  return architecture.experts === undefined ? architecture.layers : (architecture.experts.denseLayers ?? 0);
}

/** How many layers have experts. */
export function expertLayersOf(architecture: Architecture): number {
  return architecture.layers - denseLayersOf(architecture);
}

/** Dimension of a head that the rotary position embedding turns. */
export function rotaryDimOf(architecture: Architecture): number {
  const { attention } = architecture;
  return attention.kind === 'latent' ? attention.ropeDim : attention.headDim;
}

/** Throws `InvalidValueError` for the first size that cannot be right. */
export function requireArchitecture(architecture: Architecture): void {
  for (const size of ['layers', 'hiddenSize', 'vocabSize', 'maxContext'] as const) {
    requireWhole(`architecture.${size}`, architecture[size], 1);
  }
  requireWhole('architecture.nextTokenLayers', architecture.nextTokenLayers ?? 0, 0);
  requireAttention(architecture);
  if (architecture.experts !== undefined) {
    requireExperts(architecture.experts, architecture.layers);
  }
  if (denseLayersOf(architecture) > 0 && architecture.denseIntermediateSize === undefined) {
    throw new InvalidValueError(
      'architecture.denseIntermediateSize',
      architecture.denseIntermediateSize,
      `given for a model with ${denseLayersOf(architecture)} dense layers`,
    );
  }
  if (architecture.denseIntermediateSize !== undefined) {
    requireWhole('architecture.denseIntermediateSize', architecture.denseIntermediateSize, 1);
  }
}

function requireAttention({ attention, layers }: Architecture): void {
  if (attention.kind === 'latent') {
    for (const size of ['heads', 'kvRank', 'nopeDim', 'ropeDim', 'valueDim'] as const) {
      requireWhole(`architecture.attention.${size}`, attention[size], 1);
    }
    if (attention.queryRank !== undefined) {
      requireWhole('architecture.attention.queryRank', attention.queryRank, 1);
    }
    return;
  }
  for (const size of ['queryHeads', 'kvHeads', 'headDim'] as const) {
    requireWhole(`architecture.attention.${size}`, attention[size], 1);
  }
  if (attention.queryHeads % attention.kvHeads !== 0) {
    throw new InvalidValueError(
      'architecture.attention.kvHeads',
      attention.kvHeads,
      `a divisor of the query heads (${attention.queryHeads})`,
    );
  }
  if (attention.slidingWindow !== undefined) {
    requireWhole('architecture.attention.slidingWindow.tokens', attention.slidingWindow.tokens, 1);
    requireWhole('architecture.attention.slidingWindow.layers', attention.slidingWindow.layers, 1, layers);
  }
}

function requireExperts(experts: MixtureOfExperts, layers: number): void {
  requireWhole('architecture.experts.count', experts.count, 1);
  requireWhole('architecture.experts.perToken', experts.perToken, 1, experts.count);
  requireWhole('architecture.experts.intermediateSize', experts.intermediateSize, 1);
  requireWhole('architecture.experts.shared', experts.shared ?? 0, 0);
  requireWhole('architecture.experts.denseLayers', experts.denseLayers ?? 0, 0, layers - 1);
}
