/** The models that Stator has facts for. Any other model: `Model.custom`. */
export const ModelId = {
  DEEPSEEK_R1: 'DEEPSEEK_R1',
  DEEPSEEK_V3: 'DEEPSEEK_V3',
  GPT_OSS_20B: 'GPT_OSS_20B',
  GPT_OSS_120B: 'GPT_OSS_120B',
  QWEN3_32B: 'QWEN3_32B',
  QWEN3_235B_A22B: 'QWEN3_235B_A22B',
  LLAMA_3_3_70B: 'LLAMA_3_3_70B',
} as const;
export type ModelId = (typeof ModelId)[keyof typeof ModelId];
