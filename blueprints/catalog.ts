import { InvalidValueError } from '../constructs';
import { nearest } from '../constructs/findings';
import type { Blueprint } from './blueprint';
import { DEEPSEEK_R1_BLUEPRINTS } from './deepseek-r1';
import { GPT_OSS_120B_BLUEPRINTS } from './gpt-oss-120b';
import { LLAMA_3_70B_BLUEPRINTS } from './llama-3-70b';
import { QWEN3_32B_BLUEPRINTS } from './qwen3-32b';
import { QWEN3_235B_BLUEPRINTS } from './qwen3-235b';

/** Every blueprint, in the order in which they are listed. */
export const CATALOG: readonly Blueprint[] = [
  ...DEEPSEEK_R1_BLUEPRINTS,
  ...GPT_OSS_120B_BLUEPRINTS,
  ...LLAMA_3_70B_BLUEPRINTS,
  ...QWEN3_32B_BLUEPRINTS,
  ...QWEN3_235B_BLUEPRINTS,
];

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
