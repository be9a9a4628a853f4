import { KvPrecision } from '../hardware/precision';
import { type Architecture, attentionLayersOf, type SparseIndexer } from './architecture';
import { kvHeadsPerGpu } from './attention-tensors';
import type { Parallelism } from './parallelism';
import { stateBytes } from './recurrent-tensors';

const BYTES_PER_VALUE: Readonly<Record<KvPrecision, number>> = { [KvPrecision.BF16]: 2, [KvPrecision.FP8]: 1 };

/**
 * Bytes that one token takes in the KV cache of all GPUs together, without repetition.
 *
 * Layers with a sliding window count like the others, as they do in the engines' block count; see `kvBytesForSequence`.
 */
export function kvBytesPerToken(architecture: Architecture, kvPrecision: KvPrecision): number {
  return bytesOfLayers(architecture, kvPrecision, attentionLayersOf(architecture), 1);
}

/**
 * Bytes that one token takes on the fullest GPU among those that hold it.
 *
 * Key and value heads are cut over `attentionTensor`, at least one on each GPU; the latent of MLA is whole on every GPU.
 * A pipeline stage holds its share of the layers, rounded up.
 *
 * @param speculative whether the next-token-prediction layers run too, with a cache of their own
 */
export function kvBytesPerTokenPerGpu(
  architecture: Architecture,
  kvPrecision: KvPrecision,
  parallelism: Parallelism,
  speculative = false,
): number {
  const nextToken = speculative ? (architecture.nextTokenLayers ?? 0) : 0;
  const layers = Math.ceil(attentionLayersOf(architecture) / parallelism.pipeline) + nextToken;
  return bytesOfLayers(architecture, kvPrecision, layers, parallelism.attentionTensor);
}

/**
 * Bytes that each sequence takes on the fullest GPU whatever its length: the recurrent state of hybrid models, and the latest tokens
 * that compressed attention keeps as they are.
 */
export function kvBytesPerSequencePerGpu(
  architecture: Architecture,
  kvPrecision: KvPrecision,
  parallelism: Parallelism,
): number {
  const { attention, hybrid } = architecture;
  const windowed =
    attention.kind === 'compressed'
      ? Math.ceil(architecture.layers / parallelism.pipeline) *
        attention.window *
        attention.headDim *
        BYTES_PER_VALUE[kvPrecision]
      : 0;
  const recurrent =
    hybrid === undefined
      ? 0
      : Math.ceil(hybrid.recurrentLayers / parallelism.pipeline) *
        stateBytes(hybrid.recurrence, parallelism.attentionTensor);
  return windowed + recurrent;
}

/**
 * Bytes that a sequence of `tokens` needs at least, over all GPUs without repetition: layers with a sliding window keep the
 * window only. Engines with a hybrid cache manager come near it, the others keep every token (`kvBytesPerToken`).
 */
export function kvBytesForSequence(architecture: Architecture, kvPrecision: KvPrecision, tokens: number): number {
  const { attention } = architecture;
  const window = attention.kind === 'grouped-query' ? attention.slidingWindow : undefined;
  const windowed = window?.layers ?? 0;
  const kept = Math.min(tokens, window?.tokens ?? tokens);
  const full = bytesOfLayers(architecture, kvPrecision, attentionLayersOf(architecture) - windowed, 1);
  return full * tokens + bytesOfLayers(architecture, kvPrecision, windowed, 1) * kept;
}

/** Bytes that one token takes in `layers` attention layers cut over `tensor` GPUs. */
function bytesOfLayers(architecture: Architecture, kvPrecision: KvPrecision, layers: number, tensor: number): number {
  const { attention } = architecture;
  const bytes = BYTES_PER_VALUE[kvPrecision];
  const share = layers / attentionLayersOf(architecture);
  switch (attention.kind) {
    case 'grouped-query':
      return layers * 2 * kvHeadsPerGpu(attention, tensor) * attention.headDim * bytes;
    case 'latent': {
      const { indexer, kvRank, ropeDim } = attention;
      const indexed = indexer === undefined ? 0 : (indexer.layers ?? attentionLayersOf(architecture)) * share;
      return layers * (kvRank + ropeDim) * bytes + (indexer === undefined ? 0 : indexed * indexBytes(indexer));
    }
    case 'compressed': {
      const { headDim, sparse, dense } = attention;
      const sparseBytes = (sparse.layers * (headDim * bytes + indexBytes(sparse.indexer))) / sparse.ratio;
      return share * (sparseBytes + (dense.layers * headDim * bytes) / dense.ratio);
    }
  }
}

/** A key of the index: FP8 with one float32 scale. Source: vllm-project/vllm models/deepseek_v2.py (indexer cache), 2026-05. */
function indexBytes({ headDim }: SparseIndexer): number {
  return headDim + 4;
}
