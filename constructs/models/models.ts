import type { Precision } from '../hardware/precision';
import { MODEL_FACTS } from './architectures';
import type { CheckpointFacts } from './checkpoint-facts';
import { CHECKPOINT_FACTS } from './checkpoints';
import { Model } from './model';
import { ModelId } from './model-id';

/** The precisions in which a model of the tables is published. */
export type PrecisionOf<Id extends ModelId> = keyof (typeof CHECKPOINT_FACTS)[Id] & Precision;

/** The models that Stator has facts for. */
export const models: { readonly [Id in ModelId]: Model<PrecisionOf<Id>> } = Object.freeze({
  DEEPSEEK_R1: fromTables(ModelId.DEEPSEEK_R1),
  DEEPSEEK_V3: fromTables(ModelId.DEEPSEEK_V3),
  DEEPSEEK_V3_2: fromTables(ModelId.DEEPSEEK_V3_2),
  DEEPSEEK_V4_FLASH: fromTables(ModelId.DEEPSEEK_V4_FLASH),
  DEEPSEEK_V4_PRO: fromTables(ModelId.DEEPSEEK_V4_PRO),
  GLM_5: fromTables(ModelId.GLM_5),
  GLM_5_2: fromTables(ModelId.GLM_5_2),
  GPT_OSS_20B: fromTables(ModelId.GPT_OSS_20B),
  GPT_OSS_120B: fromTables(ModelId.GPT_OSS_120B),
  KIMI_K2_5: fromTables(ModelId.KIMI_K2_5),
  KIMI_K2_5_TEXT: fromTables(ModelId.KIMI_K2_5_TEXT),
  KIMI_K2_6: fromTables(ModelId.KIMI_K2_6),
  NEMOTRON_3_NANO_OMNI: fromTables(ModelId.NEMOTRON_3_NANO_OMNI),
  NEMOTRON_3_SUPER: fromTables(ModelId.NEMOTRON_3_SUPER),
  NEMOTRON_3_ULTRA: fromTables(ModelId.NEMOTRON_3_ULTRA),
  QWEN3_0_6B: fromTables(ModelId.QWEN3_0_6B),
  QWEN3_32B: fromTables(ModelId.QWEN3_32B),
  QWEN3_235B_A22B: fromTables(ModelId.QWEN3_235B_A22B),
  QWEN3_VL_30B_A3B: fromTables(ModelId.QWEN3_VL_30B_A3B),
  QWEN3_5_122B_A10B: fromTables(ModelId.QWEN3_5_122B_A10B),
  LLAMA_3_1_8B: fromTables(ModelId.LLAMA_3_1_8B),
  LLAMA_3_3_70B: fromTables(ModelId.LLAMA_3_3_70B),
});

function fromTables<Id extends ModelId>(id: Id): Model<PrecisionOf<Id>> {
  const { displayName, architecture } = MODEL_FACTS[id];
  const checkpoints = Object.entries(CHECKPOINT_FACTS[id]) as [PrecisionOf<Id>, CheckpointFacts][];
  return new Model(id, displayName, architecture, new Map(checkpoints));
}
