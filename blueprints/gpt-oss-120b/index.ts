import type { Blueprint } from '../blueprint';
import { gptOss120bB200Trtllm } from './b200-trtllm';

export const GPT_OSS_120B_BLUEPRINTS: readonly Blueprint[] = [gptOss120bB200Trtllm];
