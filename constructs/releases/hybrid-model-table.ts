/** Models whose layers are not all attention, and how their repositories are called. */
interface HybridFamily {
  readonly family: string;
  readonly repository: RegExp;
  readonly layers: 'Mamba' | 'gated delta net';
}

/**
 * Families with a checkpoint whose config.json was read. Source: `mamba_num_heads` and `linear_num_value_heads` in config.json of
 * repositories of Nemotron 3, Nemotron-H, Qwen3.5 and Qwen3.6 on Hugging Face, read 2026-11.
 */
const HYBRID_FAMILIES: readonly HybridFamily[] = [
  { family: 'Nemotron 3', repository: /nemotron-?3-(nano|super|ultra)/i, layers: 'Mamba' },
  { family: 'Nemotron 3.5', repository: /nemotron-?3\.5-lightning/i, layers: 'Mamba' },
  { family: 'Nemotron-H', repository: /nemotron-h\b/i, layers: 'Mamba' },
  { family: 'Qwen3.5 and Qwen3.6', repository: /qwen3\.[56]/i, layers: 'gated delta net' },
];

/** Releases of vLLM before this one lose states of such layers when decode workers schedule ahead. */
export const VLLM_MOVES_HYBRID_STATES = '0.26.0';

/** The layers beside attention that a model is known to have, by its repository or folder. */
export function hybridLayers(repository: string): string | undefined {
  return HYBRID_FAMILIES.find((row) => row.repository.test(repository))?.layers;
}
