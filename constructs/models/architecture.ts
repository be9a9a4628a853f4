/** Shape of a decoder: everything that weights and KV cache are computed from. */
export interface Architecture {
  /** Decoder layers, without next-token-prediction layers. */
  readonly layers: number;
  readonly hiddenSize: number;
  readonly vocabSize: number;
  /** Longest sequence, in tokens. */
  readonly maxContext: number;
  readonly attention: GroupedQueryAttention | LatentAttention | CompressedAttention;
  /**
   * Layers that keep a recurrent state instead of a KV cache (Mamba, gated delta net).
   * @default - every layer has attention
   */
  readonly hybrid?: HybridLayers;
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
  /**
   * Whether the repository repeats embedding and output head for each next-token layer, as those of DeepSeek-V3 do.
   * @default false
   */
  readonly repeatsVocabulary?: boolean;
  /**
   * Parameters of the encoders for images, video and sound, with what projects their output. They stay BF16, and each GPU holds
   * them whole.
   * @default 0
   */
  readonly encoderParameters?: number;
}

/**
 * Which layers have attention and which a recurrent state. When both together are fewer than `layers`, the rest are MLP layers of
 * their own (Nemotron-H); otherwise an MLP follows each.
 */
export interface HybridLayers {
  /** Layers with attention: the only ones with a KV cache. */
  readonly attentionLayers: number;
  readonly recurrentLayers: number;
  readonly recurrence: Mamba2 | GatedDeltaNet;
}

/** A Mamba-2 layer. */
export interface Mamba2 {
  readonly kind: 'mamba2';
  readonly heads: number;
  readonly headDim: number;
  readonly stateSize: number;
  /** Groups of heads that share the input and output matrices of the state. */
  readonly groups: number;
  /** Tokens that the convolution sees. */
  readonly convolution: number;
}

/** A gated delta net layer (linear attention of Qwen3-Next and Qwen3.5). */
export interface GatedDeltaNet {
  readonly kind: 'gated-delta-net';
  readonly keyHeads: number;
  readonly valueHeads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  /** Tokens that the convolution sees. */
  readonly convolution: number;
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
   * Whether a gate of the size of the queries scales what the heads put out.
   * @default false
   */
  readonly outputGate?: boolean;
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
  /** @default - every token attends to all before it */
  readonly indexer?: SparseIndexer;
}

/** DeepSeek sparse attention: a small index, kept in FP8 beside the KV cache, picks the tokens that a token attends to. */
export interface SparseIndexer {
  readonly heads: number;
  readonly headDim: number;
  /**
   * Layers with an index of their own; the others use that of a layer before them.
   * @default - every layer
   */
  readonly layers?: number;
}

/**
 * Attention of DeepSeek-V4: one latent of `headDim` for all heads, of the latest tokens as it is, and of all before them one for
 * several tokens.
 */
export interface CompressedAttention {
  readonly kind: 'compressed';
  readonly heads: number;
  readonly headDim: number;
  /** Dimension of a head that carries the rotary position. */
  readonly ropeDim: number;
  readonly queryRank: number;
  /** Groups of heads that the output is projected down in, to `outputRank` each. */
  readonly outputGroups: number;
  readonly outputRank: number;
  /** Latest tokens that each layer keeps as they are. */
  readonly window: number;
  /** Layers whose every `ratio` tokens leave one latent, picked by an index. */
  readonly sparse: { readonly layers: number; readonly ratio: number; readonly indexer: SparseIndexer };
  /** Layers whose every `ratio` tokens leave one latent, all of which are seen. */
  readonly dense: { readonly layers: number; readonly ratio: number };
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
   * Intermediate size of the shared experts together.
   * @default - that of a routed expert for each of them
   */
  readonly sharedIntermediateSize?: number;
  /**
   * Whether a gate of its own scales what the shared experts put out.
   * @default false
   */
  readonly sharedGate?: boolean;
  /**
   * Whether experts have a gate beside the projection up, as SwiGLU does.
   * @default true
   */
  readonly gated?: boolean;
  /**
   * Size that tokens are projected to before they visit routed experts (LatentMoE).
   * @default - the hidden size: tokens visit as they are
   */
  readonly latentSize?: number;
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

/** How many layers have attention, and so a KV cache. */
export function attentionLayersOf({ layers, hybrid }: Architecture): number {
  return hybrid?.attentionLayers ?? layers;
}

/** Whether a layer is attention, recurrence or MLP alone. */
export function hasMlpLayers({ layers, hybrid }: Architecture): boolean {
  return hybrid !== undefined && hybrid.attentionLayers + hybrid.recurrentLayers < layers;
}

function mlpLayersOf(architecture: Architecture): number {
  const { layers, hybrid } = architecture;
  return hybrid !== undefined && hasMlpLayers(architecture)
    ? layers - hybrid.attentionLayers - hybrid.recurrentLayers
    : layers;
}

/** Query heads of an attention layer. */
export function queryHeadsOf({ attention }: Architecture): number {
  return attention.kind === 'grouped-query' ? attention.queryHeads : attention.heads;
}

/** How many layers have a dense MLP. */
export function denseLayersOf(architecture: Architecture): number {
  return architecture.experts === undefined ? mlpLayersOf(architecture) : (architecture.experts.denseLayers ?? 0);
}

/** How many layers have experts. */
export function expertLayersOf(architecture: Architecture): number {
  return mlpLayersOf(architecture) - denseLayersOf(architecture);
}

/** Dimension of a head that the rotary position embedding turns. */
export function rotaryDimOf(architecture: Architecture): number {
  const { attention } = architecture;
  return attention.kind === 'grouped-query' ? attention.headDim : attention.ropeDim;
}
