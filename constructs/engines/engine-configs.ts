import type { MockerFlags } from './mocker-flags';
import type { SglangFlags } from './sglang-flags';
import type { TrtllmConfig } from './trtllm-config';
import type { VllmFlags } from './vllm-flags';

/** The engine's own settings, typed, per engine: what a pool of that engine takes as `engineConfig`. */
export interface EngineConfigs {
  /** Keys of the engine configuration file, spelled as TensorRT-LLM spells them; flags beside them. */
  readonly trtllm: TrtllmConfig;
  /** Flags of vLLM in camelCase. */
  readonly vllm: VllmFlags;
  /** Flags of SGLang in camelCase. */
  readonly sglang: SglangFlags;
  /** Flags of `dynamo.mocker` in camelCase. */
  readonly mocker: MockerFlags;
}
