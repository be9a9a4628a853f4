import { InvalidValueError } from '../constructs';
import { nearest } from '../constructs/findings';
import type { Blueprint } from './blueprint';
import { DEEPSEEK_R1_BLUEPRINTS } from './deepseek-r1';
import { DEEPSEEK_V3_2_BLUEPRINTS } from './deepseek-v3-2';
import { DEEPSEEK_V4_FLASH_BLUEPRINTS } from './deepseek-v4-flash';
import { DEEPSEEK_V4_PRO_BLUEPRINTS } from './deepseek-v4-pro';
import { GLM_5_BLUEPRINTS } from './glm-5';
import { GPT_OSS_120B_BLUEPRINTS } from './gpt-oss-120b';
import { KIMI_K2_5_BLUEPRINTS } from './kimi-k2-5';
import { KIMI_K2_6_BLUEPRINTS } from './kimi-k2-6';
import { LLAMA_3_8B_BLUEPRINTS } from './llama-3-8b';
import { LLAMA_3_70B_BLUEPRINTS } from './llama-3-70b';
import { NEMOTRON_3_NANO_OMNI_BLUEPRINTS } from './nemotron-3-nano-omni';
import { NEMOTRON_3_SUPER_BLUEPRINTS } from './nemotron-3-super';
import { QWEN3_0_6B_BLUEPRINTS } from './qwen3-0-6b';
import { QWEN3_5_122B_BLUEPRINTS } from './qwen3-5-122b';
import { QWEN3_32B_BLUEPRINTS } from './qwen3-32b';
import { QWEN3_235B_BLUEPRINTS } from './qwen3-235b';
import { QWEN3_VL_30B_BLUEPRINTS } from './qwen3-vl-30b';

/** The blueprints of one model. */
export interface ModelBlueprints {
  /** For example `DeepSeek-R1`. */
  readonly model: string;
  readonly blueprints: readonly Blueprint[];
}

/** Every blueprint by model, in the order in which they are listed. */
export const CATALOG_BY_MODEL: readonly ModelBlueprints[] = [
  { model: 'DeepSeek-R1', blueprints: DEEPSEEK_R1_BLUEPRINTS },
  { model: 'DeepSeek-V3.2', blueprints: DEEPSEEK_V3_2_BLUEPRINTS },
  { model: 'DeepSeek-V4-Flash', blueprints: DEEPSEEK_V4_FLASH_BLUEPRINTS },
  { model: 'DeepSeek-V4-Pro', blueprints: DEEPSEEK_V4_PRO_BLUEPRINTS },
  { model: 'GLM-5', blueprints: GLM_5_BLUEPRINTS },
  { model: 'gpt-oss-120b', blueprints: GPT_OSS_120B_BLUEPRINTS },
  { model: 'Kimi-K2.5', blueprints: KIMI_K2_5_BLUEPRINTS },
  { model: 'Kimi-K2.6', blueprints: KIMI_K2_6_BLUEPRINTS },
  { model: 'Llama-3.3-70B', blueprints: LLAMA_3_70B_BLUEPRINTS },
  { model: 'Llama-3.1-8B', blueprints: LLAMA_3_8B_BLUEPRINTS },
  { model: 'Nemotron-3-Nano-Omni-30B-A3B', blueprints: NEMOTRON_3_NANO_OMNI_BLUEPRINTS },
  { model: 'Nemotron-3-Super-120B-A12B', blueprints: NEMOTRON_3_SUPER_BLUEPRINTS },
  { model: 'Qwen3-0.6B', blueprints: QWEN3_0_6B_BLUEPRINTS },
  { model: 'Qwen3-32B', blueprints: QWEN3_32B_BLUEPRINTS },
  { model: 'Qwen3-235B-A22B', blueprints: QWEN3_235B_BLUEPRINTS },
  { model: 'Qwen3.5-122B-A10B', blueprints: QWEN3_5_122B_BLUEPRINTS },
  { model: 'Qwen3-VL-30B-A3B', blueprints: QWEN3_VL_30B_BLUEPRINTS },
];

/** Every blueprint. */
export const CATALOG: readonly Blueprint[] = CATALOG_BY_MODEL.flatMap(({ blueprints }) => blueprints);

/** The blueprint of that name. Throws `InvalidValueError`, with the name that was probably meant, when there is none. */
export function findBlueprint(name: string): Blueprint {
  const found = CATALOG.find((blueprint) => blueprint.name === name);
  if (found === undefined) {
    const near = nearest(
      name,
      CATALOG.map((blueprint) => blueprint.name),
    );
    throw new InvalidValueError(
      'blueprint',
      name,
      'the name of a blueprint',
      `${near === undefined ? '' : `did you mean '${near}'? `}'stator list' shows all`,
    );
  }
  return found;
}
