import { Size } from 'cdk8s';

/** As the recipes ask for. */
export const SHARED_MEMORY = Size.gibibytes(16);

/** How the model writes tool calls and thoughts, as Dynamo's own parsers call it. */
export const PARSERS = { dynToolCallParser: 'nemotron_nano', dynReasoningParser: 'nemotron_nano' } as const;
