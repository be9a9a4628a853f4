import { InvalidValueError } from '../constructs';
import { nearest } from '../constructs/findings';
import type { Blueprint } from './blueprint';
import { deepseekR1Gb200Trtllm } from './deepseek-r1/gb200-trtllm';
import { deepseekR1H200Sglang } from './deepseek-r1/h200-sglang';
import { gptOss120bB200Trtllm } from './gpt-oss-120b/b200-trtllm';
import { llama370bH100Vllm } from './llama-3-70b/h100-vllm';
import { llama370bNatsH100Vllm } from './llama-3-70b/nats-h100-vllm';
import { llama370bSloH100Vllm } from './llama-3-70b/slo-h100-vllm';

/** Every blueprint, in the order in which they are listed. */
export const CATALOG: readonly Blueprint[] = [
  deepseekR1Gb200Trtllm,
  deepseekR1H200Sglang,
  gptOss120bB200Trtllm,
  llama370bH100Vllm,
  llama370bSloH100Vllm,
  llama370bNatsH100Vllm,
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
