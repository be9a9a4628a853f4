import type { ReasoningParser, ToolCallParser } from '../releases';

/**
 * Flags that Dynamo adds to every engine. Source: argument parser of ai-dynamo 1.6.1 on PyPI
 * (dynamo/common/configuration/groups/runtime_args.py), read 2026-11.
 */
export interface WorkerFlags {
  /** Whose format of tool calls the model writes. Dynamo's own parsers, not those of the engine. */
  readonly dynToolCallParser?: ToolCallParser;
  /** How the model sets its reasoning apart. Dynamo's own parsers, not those of the engine. */
  readonly dynReasoningParser?: ReasoningParser;
  /** Whether the model thinks when a request does not say. */
  readonly dynDefaultThinkingMode?: 'enabled' | 'disabled';
  /** File of a chat template that takes the place of the model's. */
  readonly customJinjaTemplate?: string;
  /** What the worker answers, comma-separated: `chat,completions`. */
  readonly endpointTypes?: string;
  /** Most requests that the engine holds at once; more wait in Dynamo's own queue. */
  readonly engineRequestLimit?: number;
  /** JSON of the request with which the worker tests itself. */
  readonly healthCheckPayload?: string;
  /** Memory in GB in which the worker keeps embeddings of images, videos and sound. 0 for none. */
  readonly multimodalEmbeddingCacheCapacityGb?: number;
}
