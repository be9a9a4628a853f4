import { compareVersions, DynamoVersion } from './dynamo-version';

/** The first release that knows a parser; those of the oldest release may be older. */
type Since = DynamoVersion;

const { V1_2, V1_3, V1_4, V1_5, V1_6 } = DynamoVersion;

/**
 * Names that `--dyn-tool-call-parser` takes. Source: `get_tool_parser_names()` of ai-dynamo-runtime 1.2.1, 1.3.1, 1.4.2, 1.5.1 and
 * 1.6.1 on PyPI, called 2026-11. None went.
 */
const TOOL_CALL_PARSERS = {
  default: V1_2,
  'deepseek-v4': V1_2,
  deepseek_v3: V1_2,
  deepseek_v3_1: V1_2,
  deepseek_v3_2: V1_2,
  deepseek_v4: V1_2,
  deepseek_v41: V1_6,
  deepseekv4: V1_2,
  'gemma-4': V1_2,
  gemma4: V1_2,
  glm45: V1_6,
  glm47: V1_2,
  harmony: V1_2,
  hermes: V1_2,
  inkling: V1_4,
  jamba: V1_2,
  'kimi-k3': V1_4,
  kimi_k2: V1_2,
  kimi_k25: V1_6,
  kimi_k3: V1_4,
  llama3_json: V1_2,
  'minimax-m3': V1_3,
  'minimax-m3-nom': V1_3,
  minimax_m2: V1_2,
  minimax_m3: V1_3,
  minimax_m3_nom: V1_3,
  mistral: V1_2,
  muse: V1_5,
  muse_glimmer: V1_5,
  nemotron_deci: V1_2,
  nemotron_nano: V1_2,
  phi4: V1_2,
  pythonic: V1_2,
  qwen25: V1_2,
  qwen3: V1_6,
  qwen3_coder: V1_2,
} as const satisfies Readonly<Record<string, Since>>;

/** Names that `--dyn-reasoning-parser` takes. Source: `get_reasoning_parser_names()` of the same packages. None went. */
const REASONING_PARSERS = {
  basic: V1_2,
  'deepseek-v4': V1_2,
  deepseek_r1: V1_2,
  deepseek_v3: V1_3,
  deepseek_v3_1: V1_3,
  deepseek_v3_2: V1_3,
  deepseek_v4: V1_2,
  deepseek_v41: V1_6,
  deepseekv4: V1_2,
  'gemma-4': V1_2,
  gemma4: V1_2,
  glm45: V1_2,
  glm47: V1_6,
  gpt_oss: V1_2,
  granite: V1_2,
  inkling: V1_4,
  kimi: V1_2,
  'kimi-k3': V1_4,
  kimi_k2: V1_6,
  kimi_k25: V1_2,
  kimi_k3: V1_4,
  'minimax-m3': V1_3,
  minimax_append_think: V1_2,
  minimax_m2: V1_3,
  minimax_m3: V1_3,
  mistral: V1_2,
  muse: V1_5,
  muse_glimmer: V1_5,
  nemotron3: V1_2,
  nemotron_deci: V1_2,
  nemotron_nano: V1_2,
  nemotron_v3: V1_2,
  qwen3: V1_2,
  qwen3_coder: V1_6,
  step3: V1_2,
} as const satisfies Readonly<Record<string, Since>>;

/** A parser of tool calls that some release of Dynamo knows. */
export type ToolCallParser = keyof typeof TOOL_CALL_PARSERS;
/** A parser of reasoning that some release of Dynamo knows. */
export type ReasoningParser = keyof typeof REASONING_PARSERS;

/** The names that a release takes for a kind of parser, in alphabetical order. */
export function parserNames(kind: 'tool-call' | 'reasoning', release: DynamoVersion): readonly string[] {
  const table: Readonly<Record<string, Since>> = kind === 'tool-call' ? TOOL_CALL_PARSERS : REASONING_PARSERS;
  return Object.entries(table)
    .filter(([, since]) => compareVersions(since, release) <= 0)
    .map(([name]) => name)
    .sort();
}
