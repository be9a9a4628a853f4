import type { Blueprint } from '../blueprint';
import { deepseekR1Gb200Trtllm } from './gb200-trtllm';
import { deepseekR1H200Sglang } from './h200-sglang';
import { deepseekR1H200Vllm } from './h200-vllm';

export const DEEPSEEK_R1_BLUEPRINTS: readonly Blueprint[] = [
  deepseekR1Gb200Trtllm,
  deepseekR1H200Sglang,
  deepseekR1H200Vllm,
];
