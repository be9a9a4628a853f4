import { Severity } from '../findings';
import type { Rule } from './rule';
import { engineKey, knowsEngineConfig, modeOf, workersOf } from './workers';

export const prefillOverlapScheduler: Rule = {
  code: 'DYN028',
  title: 'TensorRT-LLM prefill workers run without the overlap scheduler',
  severity: Severity.WARNING,
  rationale:
    'The overlap scheduler prepares the next step while one runs, which hides latency between decode steps. A prefill worker makes a single step per request and hands the KV cache over right after it; every upstream configuration turns the scheduler off there.',
  fix: 'set disable_overlap_scheduler: true in the engine configuration of the prefill pool',
  source: 'ai-dynamo/dynamo recipes (all TensorRT-LLM prefill configurations)',
  *checkDocuments({ graphs }) {
    for (const worker of graphs.flatMap(workersOf)) {
      if (worker.engine.kind !== 'trtllm' || modeOf(worker) !== 'prefill' || !knowsEngineConfig(worker)) {
        continue;
      }
      const value = engineKey(worker, 'disable_overlap_scheduler');
      if (value !== true) {
        yield {
          path: worker.path,
          message: `the prefill pool '${worker.name}' leaves the overlap scheduler on (disable_overlap_scheduler is ${
            value === undefined ? 'not set' : String(value)
          })`,
        };
      }
    }
  },
};
