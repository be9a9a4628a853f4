import type { Checkpoint } from './checkpoint';
import { FORWARD_PASS, type MemoryOverhead } from './engine-facts';
import type { Parallelism } from './parallelism';

/** The largest batch that an engine is configured for. */
export interface LargestBatch {
  /** Sequences (`--max-num-seqs`, `max_batch_size`, `--max-running-requests`). */
  readonly maxBatchSize: number;
  /** Tokens of one step (`--max-num-batched-tokens`, `max_num_tokens`, `--chunked-prefill-size`). */
  readonly maxBatchedTokens: number;
}

/**
 * Peak of PyTorch memory above the weights that vLLM finds when it profiles its largest batch: the sampler's or the forward
 * pass's, whichever is larger.
 *
 * vLLM documents no such formula. It is inferred from measurements, which it meets within 3 % for dense models and gpt-oss and
 * within 7 % for the others: the peak follows batch size x vocabulary, and hardly model size, context length or GPUs.
 */
export function activationBytes(
  checkpoint: Checkpoint,
  parallelism: Parallelism,
  batch: LargestBatch,
  overhead: MemoryOverhead,
): number {
  return Math.max(
    samplerPeak(checkpoint, parallelism, batch, overhead),
    forwardPassBytes(checkpoint, parallelism, batch),
  );
}

/**
 * Peak of a forward pass over the largest batch of tokens: hidden states, and the intermediate values of one MLP layer or the
 * buffers of the expert kernels.
 */
export function forwardPassBytes(checkpoint: Checkpoint, parallelism: Parallelism, batch: LargestBatch): number {
  const { hiddenSize, denseIntermediateSize = 0 } = checkpoint.model.architecture;
  const { bytesPerIntermediate, bytesPerHidden, bytesPerReceivedHidden, fixedBytes } = FORWARD_PASS;
  const intermediate = Math.ceil(denseIntermediateSize / parallelism.attentionTensor);
  const hidden = bytesPerHidden + (parallelism.pipeline > 1 ? bytesPerReceivedHidden : 0);
  return (
    batch.maxBatchedTokens * hidden * hiddenSize +
    Math.max(
      batch.maxBatchedTokens * bytesPerIntermediate * intermediate,
      expertBufferBytes(checkpoint, parallelism, batch),
    ) +
    fixedBytes
  );
}

function samplerPeak(
  checkpoint: Checkpoint,
  parallelism: Parallelism,
  batch: LargestBatch,
  overhead: MemoryOverhead,
): number {
  const { vocabSize, hiddenSize } = checkpoint.model.architecture;
  const sequences = Math.min(batch.maxBatchSize, batch.maxBatchedTokens);
  const logits = overhead.bytesPerLogit * sequences * vocabSize;
  // Hidden states of all tokens, and those of the last token of each sequence, in BF16.
  const hiddenStates = 2 * hiddenSize * (batch.maxBatchedTokens + sequences);
  const kept = overhead.keptExpertBuffers.includes(checkpoint.precision)
    ? expertBufferBytes(checkpoint, parallelism, batch)
    : 0;
  return logits + hiddenStates + kept + overhead.fixedBytes;
}

/** Input, gate and up, and output of the experts for each token and each expert it visits, in BF16. */
function expertBufferBytes(checkpoint: Checkpoint, parallelism: Parallelism, batch: LargestBatch): number {
  const { experts, hiddenSize } = checkpoint.model.architecture;
  if (experts === undefined) {
    return 0;
  }
  const intermediate = Math.ceil(experts.intermediateSize / parallelism.expertTensor);
  const perVisit = Math.max(2 * intermediate, hiddenSize) + intermediate;
  return 2 * batch.maxBatchedTokens * (experts.perToken * perVisit + hiddenSize);
}
