/** Models whose layers are not all attention, and how their repositories are called. */
interface HybridFamily {
  readonly family: string;
  readonly repository: RegExp;
  readonly layers: 'Mamba' | 'gated delta net';
}

/** Source: config.json of the families' repositories on Hugging Face (`layer_types`, `hybrid_override_pattern`), read 2026-11. */
const HYBRID_FAMILIES: readonly HybridFamily[] = [
  { family: 'Nemotron 3', repository: /nemotron-?3-(nano|super|ultra)/i, layers: 'Mamba' },
  { family: 'Nemotron-H and Nemotron Nano 2', repository: /nemotron-(h|nano-(9b|12b)-v2)\b/i, layers: 'Mamba' },
  { family: 'Qwen3-Next', repository: /qwen3-next/i, layers: 'gated delta net' },
  { family: 'Qwen3.5', repository: /qwen3\.5/i, layers: 'gated delta net' },
  { family: 'Jamba', repository: /\bjamba/i, layers: 'Mamba' },
  { family: 'Granite 4 H', repository: /granite-4\.\d-h-/i, layers: 'Mamba' },
  { family: 'Falcon-H1', repository: /falcon-h1/i, layers: 'Mamba' },
];

/** Releases of vLLM before this one lose states of such layers when decode workers schedule ahead. */
export const VLLM_MOVES_HYBRID_STATES = '0.26.0';

/** The layers beside attention that a model is known to have, by its repository or folder. */
export function hybridLayers(repository: string): string | undefined {
  return HYBRID_FAMILIES.find((row) => row.repository.test(repository))?.layers;
}
