import { KvPrecision } from '../hardware/precision';
import type { Architecture } from './architecture';
import type { Parallelism } from './parallelism';
import { kvHeadsPerGpu } from './tensors';

const BYTES_PER_VALUE: Readonly<Record<KvPrecision, number>> = { [KvPrecision.BF16]: 2, [KvPrecision.FP8]: 1 };

/**
 * Bytes that one token takes in the KV cache of all GPUs together, without repetition.
 *
 * Layers with a sliding window count like the others, as they do in the engines' block count; see `kvBytesForSequence`.
 */
export function kvBytesPerToken(architecture: Architecture, kvPrecision: KvPrecision): number {
  return architecture.layers * valuesPerLayer(architecture, 1) * BYTES_PER_VALUE[kvPrecision];
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
  const layers = Math.ceil(architecture.layers / parallelism.pipeline) + nextToken;
  return layers * valuesPerLayer(architecture, parallelism.attentionTensor) * BYTES_PER_VALUE[kvPrecision];
}

/**
 * Bytes that a sequence of `tokens` needs at least, over all GPUs without repetition: layers with a sliding window keep the
 * window only. Engines with a hybrid cache manager come near it, the others keep every token (`kvBytesPerToken`).
 */
export function kvBytesForSequence(architecture: Architecture, kvPrecision: KvPrecision, tokens: number): number {
  const { attention, layers } = architecture;
  const window = attention.kind === 'grouped-query' ? attention.slidingWindow : undefined;
  const windowed = window?.layers ?? 0;
  const kept = Math.min(tokens, window?.tokens ?? tokens);
  return (
    ((layers - windowed) * tokens + windowed * kept) * valuesPerLayer(architecture, 1) * BYTES_PER_VALUE[kvPrecision]
  );
}

function valuesPerLayer({ attention }: Architecture, tensor: number): number {
  return attention.kind === 'latent'
    ? attention.kvRank + attention.ropeDim
    : 2 * kvHeadsPerGpu(attention, tensor) * attention.headDim;
}
