import { Severity } from '../findings';
import { scalarText } from '../observed';
import type { Rule } from './rule';
import { engineKey, isTrue, knowsEngineConfig, modeOf, workersOf } from './workers';

const VARIABLE = 'TRTLLM_USE_UCX_KVCACHE';

export const ucxKvTransfer: Rule = {
  code: 'DYN072',
  title: 'KV transfer over UCX is chosen in the engine configuration',
  severity: Severity.ERROR,
  rationale: `${VARIABLE}=1 reads as if TensorRT-LLM moved KV cache over UCX, but with another backend in cache_transceiver_config the variable does nothing: transfers run over something else than planned, tuned and measured.`,
  fix: `set cache_transceiver_config.backend to UCX in the engine configuration and take ${VARIABLE} out`,
  source: 'ai-dynamo/dynamo docs/backends/trtllm/trtllm-kv-cache-transfer.md',
  *checkDocuments({ graphs }) {
    for (const worker of graphs.flatMap(workersOf)) {
      const mode = modeOf(worker);
      const entry = worker.env.get(VARIABLE);
      if (worker.engine.kind !== 'trtllm' || (mode !== 'prefill' && mode !== 'decode') || !knowsEngineConfig(worker)) {
        continue;
      }
      const backend = scalarText(engineKey(worker, 'cache_transceiver_config', 'backend'));
      if (entry !== undefined && isTrue(entry.value) && backend !== 'UCX') {
        yield {
          path: entry.path,
          message: `${VARIABLE} of '${worker.name}' has no effect: cache_transceiver_config.backend is ${backend ?? 'not set'}, and only UCX selects UCX`,
        };
      }
    }
  },
};
