/** What the model writes for tools and for its thoughts, as the recipes name them. */
export const PARSERS = { dynReasoningParser: 'kimi_k25', dynToolCallParser: 'kimi_k2' } as const;
