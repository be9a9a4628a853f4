import { Severity } from '../findings';
import type { ObservedGraph } from '../observed';
import type { Rule, Violation } from './rule';
import { engineNumber, modeOf, type Worker, workersOf } from './workers';

export const transferBuffer: Rule = {
  code: 'DYN027',
  title: 'the KV transfer buffer of TensorRT-LLM holds the longest prompt',
  severity: Severity.ERROR,
  rationale:
    'A prompt longer than max_tokens_in_buffer passes from prefill to decode in parts that wait for each other. Under load the parts of several requests exhaust the KV cache, transfers time out, and both workers hang until their pods are restarted.',
  fix: 'raise cache_transceiver_config.max_tokens_in_buffer above the longest prompt on the prefill and the decode pool',
  source: 'ai-dynamo/dynamo docs/backends/trtllm/trtllm-known-issues.md',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      yield* checkGraph(graph);
    }
  },
};

function* checkGraph(graph: ObservedGraph): Generator<Violation> {
  const workers = workersOf(graph).filter(({ engine }) => engine.kind === 'trtllm');
  const prefill = workers.filter((worker) => modeOf(worker) === 'prefill');
  const decode = workers.filter((worker) => modeOf(worker) === 'decode');
  const longest = Math.max(0, ...prefill.flatMap((worker) => sequenceLimit(worker) ?? []));
  const sequence = Math.max(0, ...decode.flatMap((worker) => sequenceLimit(worker) ?? []));
  for (const worker of [...prefill, ...decode]) {
    const buffer = engineNumber(worker, ['cache_transceiver_config', 'max_tokens_in_buffer']);
    if (buffer !== undefined && buffer < longest) {
      // A prefill limit below that of decode was chosen for prompts. Where both are the same, the prompts may well be shorter.
      const certain = longest < sequence;
      yield {
        path: worker.path,
        ...(certain ? {} : { severity: Severity.WARNING }),
        message: `the transfer buffer of '${worker.name}' holds ${buffer} tokens, but prefill accepts sequences of up to ${longest} (max_seq_len); it must hold more than the longest prompt`,
        fix: `set cache_transceiver_config.max_tokens_in_buffer above ${longest} on prefill and decode, or lower max_seq_len of the prefill pool to the longest prompt`,
      };
    }
  }
}

function sequenceLimit(worker: Worker): number | undefined {
  return engineNumber(worker, ['max_seq_len'], '--max-seq-len');
}
