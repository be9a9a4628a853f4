import type { EngineKind } from '../description';
import type { InferenceGraph } from './inference-graph';
import { planPool } from './pool-plan';

/**
 * A request goes to a worker with the ids of its tokens, in the longest form as JSON: up to six digits and a comma, and one byte more for
 * what goes along by token (block ids of a KV transfer). Migration sends what was generated along as well, so the whole sequence counts.
 *
 * Source: ai-dynamo/dynamo issue 9734, 2026-05: a prompt of 200,000 tokens of DeepSeek-V4-Pro (ids of up to six digits) made a message of
 * 1,223,632 bytes, 6.1 for each token, which a server that takes 1 MiB refused; the frontend only spoke of a time-out. Release 1.6.1 packs
 * ids tighter, unless DYN_REQUEST_PLANE_CODEC says json: 5 bytes each, counted by a server, 2026-11.
 */
const DIGITS_OF_SMALL_VOCABULARY = 6;
const BYTES_BESIDE_DIGITS = 2;
/** Sampling options, tools, schemas of structured output. An estimate; pictures inside of a request may take more. */
const ENVELOPE_BYTES = 2 ** 20;

/** The largest message that the components of a graph send each other, in bytes: that of the longest sequence its engines take on. */
export function longestMessageBytes<K extends EngineKind>(graph: InferenceGraph<K>): number {
  const tokens = Math.max(0, ...graph.pools.map((pool) => planPool(pool).worker.limits.sequenceTokens));
  const vocabSize = graph.model.model.architecture?.vocabSize ?? 0;
  const digits = Math.max(DIGITS_OF_SMALL_VOCABULARY, String(vocabSize).length);
  return tokens * (digits + BYTES_BESIDE_DIGITS) + ENVELOPE_BYTES;
}
