import type { Precision } from '../hardware/precision';
import { MODEL_FACTS } from './architectures';
import { CHECKPOINT_FACTS, type CheckpointFacts } from './checkpoints';
import { Model } from './model';
import { ModelId } from './model-id';

/** The precisions in which a model of the tables is published. */
export type PrecisionOf<Id extends ModelId> = keyof (typeof CHECKPOINT_FACTS)[Id] & Precision;

/** The models that Stator has facts for. */
export const models: { readonly [Id in ModelId]: Model<PrecisionOf<Id>> } = Object.freeze({
  DEEPSEEK_R1: fromTables(ModelId.DEEPSEEK_R1),
  DEEPSEEK_V3: fromTables(ModelId.DEEPSEEK_V3),
  GPT_OSS_20B: fromTables(ModelId.GPT_OSS_20B),
  GPT_OSS_120B: fromTables(ModelId.GPT_OSS_120B),
  QWEN3_32B: fromTables(ModelId.QWEN3_32B),
  QWEN3_235B_A22B: fromTables(ModelId.QWEN3_235B_A22B),
  LLAMA_3_3_70B: fromTables(ModelId.LLAMA_3_3_70B),
});

function fromTables<Id extends ModelId>(id: Id): Model<PrecisionOf<Id>> {
  const { displayName, architecture } = MODEL_FACTS[id];
  const checkpoints = Object.entries(CHECKPOINT_FACTS[id]) as [PrecisionOf<Id>, CheckpointFacts][];
  return new Model(id, displayName, architecture, new Map(checkpoints));
}
