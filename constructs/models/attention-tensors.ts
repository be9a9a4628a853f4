import {
  type Architecture,
  attentionLayersOf,
  type CompressedAttention,
  type GroupedQueryAttention,
  type LatentAttention,
  type SparseIndexer,
} from './architecture';
import { type LayerCut, matrix, type Tensor, times, vectors } from './tensor';

/** The attention of `layers` layers, without the norms around it. */
export function attentionTensors(architecture: Architecture, layers: number, cut: LayerCut): Tensor[] {
  const { attention, hiddenSize } = architecture;
  const share = (count: number) => Math.ceil((count * layers) / attentionLayersOf(architecture));
  switch (attention.kind) {
    case 'grouped-query':
      return times(layers, groupedQueryAttention(attention, hiddenSize, cut));
    case 'latent': {
      const { indexer, queryRank = hiddenSize } = attention;
      return [
        ...times(layers, latentAttention(attention, hiddenSize, cut)),
        ...(indexer === undefined
          ? []
          : times(share(indexer.layers ?? attentionLayersOf(architecture)), [
              ...indexerTensors(indexer, hiddenSize, queryRank),
              matrix('attention', 'attention', indexer.headDim, hiddenSize),
              ...vectors('norms', indexer.headDim, 2),
            ])),
      ];
    }
    case 'compressed': {
      const { headDim, queryRank, sparse, dense } = attention;
      return [
        ...times(layers, compressedAttention(attention, hiddenSize, cut)),
        ...times(share(sparse.layers), [
          ...compressorTensors(2 * headDim, headDim, sparse.ratio, hiddenSize),
          ...compressorTensors(2 * sparse.indexer.headDim, sparse.indexer.headDim, sparse.ratio, hiddenSize),
          ...indexerTensors(sparse.indexer, hiddenSize, queryRank),
        ]),
        ...times(share(dense.layers), compressorTensors(headDim, headDim, dense.ratio, hiddenSize)),
      ];
    }
  }
}

/**
 * BF16 copies of one layer's latent up-projection: engines fold it into queries and output for decoding and keep the stored
 * matrix for prefill.
 */
export function foldedLatentTensors({ attention }: Architecture, cut: LayerCut): Tensor[] {
  if (attention.kind !== 'latent') {
    return [];
  }
  const rows = Math.ceil(attention.heads / cut.tensor) * (attention.nopeDim + attention.valueDim);
  return [{ group: 'attention', rows, columns: attention.kvRank, copies: 1, format: 'bf16' }];
}

/** Key and value heads that the fullest GPU holds: at least one, so heads are repeated when there are more GPUs than heads. */
export function kvHeadsPerGpu({ kvHeads }: GroupedQueryAttention, tensor: number): number {
  return Math.ceil(kvHeads / tensor);
}

function groupedQueryAttention(attention: GroupedQueryAttention, hiddenSize: number, cut: LayerCut): Tensor[] {
  const heads = Math.ceil(attention.queryHeads / cut.tensor);
  const query = heads * attention.headDim;
  const keyValue = kvHeadsPerGpu(attention, cut.tensor) * attention.headDim;
  return [
    { ...matrix('attention', 'attention', query, hiddenSize), copies: attention.outputGate ? 2 : 1 },
    { ...matrix('attention', 'attention', keyValue, hiddenSize), copies: 2 },
    matrix('attention', 'attention', hiddenSize, query),
    ...(attention.inputBias ? vectors('attention', query + 2 * keyValue, 1) : []),
    ...(attention.outputBias ? vectors('attention', hiddenSize, 1) : []),
    ...(attention.sinks ? vectors('attention', heads, 1) : []),
    ...(attention.queryKeyNorm ? vectors('norms', attention.headDim, 2) : []),
  ];
}

/** The down-projections to the latents are not cut: each GPU needs the whole latent. */
function latentAttention(attention: LatentAttention, hiddenSize: number, cut: LayerCut): Tensor[] {
  const { kvRank, nopeDim, ropeDim, valueDim, queryRank } = attention;
  const heads = Math.ceil(attention.heads / cut.tensor);
  const query = heads * (nopeDim + ropeDim);
  const queries =
    queryRank === undefined
      ? [matrix('attention', 'attention', query, hiddenSize)]
      : [
          matrix('attention', 'attention', queryRank, hiddenSize),
          matrix('attention', 'attention', query, queryRank),
          ...vectors('norms', queryRank, 1),
        ];
  return [
    ...queries,
    matrix('attention', 'attention', kvRank + ropeDim, hiddenSize),
    matrix('attention', 'attention', heads * (nopeDim + valueDim), kvRank),
    matrix('attention', 'attention', hiddenSize, heads * valueDim),
    ...vectors('norms', kvRank, 1),
  ];
}

/** Queries and keys have no bias; the output is projected down in groups of heads before it is projected up. */
function compressedAttention(attention: CompressedAttention, hiddenSize: number, cut: LayerCut): Tensor[] {
  const { headDim, queryRank, outputRank } = attention;
  const heads = Math.ceil(attention.heads / cut.tensor);
  const groups = Math.ceil(attention.outputGroups / cut.tensor);
  const headsOfGroup = attention.heads / attention.outputGroups;
  return [
    matrix('attention', 'attention', queryRank, hiddenSize),
    matrix('attention', 'attention', heads * headDim, queryRank),
    matrix('attention', 'attention', headDim, hiddenSize),
    matrix('attention', 'attention', groups * outputRank, headsOfGroup * headDim),
    matrix('attention', 'attention', hiddenSize, groups * outputRank),
    ...vectors('attention', heads, 1),
    ...vectors('norms', queryRank + headDim, 1),
  ];
}

/** What makes one latent of several tokens: the latents with their weights, a bias for each position, and a norm. */
function compressorTensors(width: number, norm: number, ratio: number, hiddenSize: number): Tensor[] {
  return [
    { ...matrix('attention', 'attention', width, hiddenSize), copies: 2 },
    matrix('attention', 'bf16', ratio, width),
    ...vectors('norms', norm, 1),
  ];
}

/** The queries of the index and the weights of its heads. Each GPU holds them whole, for all pick the same tokens. */
function indexerTensors({ heads, headDim }: SparseIndexer, hiddenSize: number, queryRank: number): Tensor[] {
  return [matrix('attention', 'attention', heads * headDim, queryRank), matrix('attention', 'bf16', heads, hiddenSize)];
}
