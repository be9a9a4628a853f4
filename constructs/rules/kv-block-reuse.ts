import { Severity } from '../findings';
import { publicationOf } from './kv-routing-events';
import { kvRouters, routedWorkers } from './routing';
import type { Rule } from './rule';
import { engineKey } from './workers';

export const kvBlockReuse: Rule = {
  code: 'DYN025',
  title: 'TensorRT-LLM workers keep the KV blocks that they report',
  severity: Severity.ERROR,
  rationale:
    'With enable_block_reuse: false the engine frees the blocks of a request when it ends, and has no KV events to report. The KV router then sees no cached prefix and only balances load; the worker logs a warning once at start.',
  fix: 'set kv_cache_config.enable_block_reuse to true, or leave it out: true is the default of the engine',
  source: 'ai-dynamo/dynamo docs/backends/trtllm',
  *checkDocuments({ graphs }, { releaseOf }) {
    for (const graph of graphs) {
      const router = kvRouters(graph).find((candidate) => candidate.followsEvents);
      if (router === undefined) {
        // Without a router that follows events they are published for the metrics alone, which is harmless.
        continue;
      }
      for (const worker of routedWorkers(graph).filter(({ engine }) => engine.kind === 'trtllm')) {
        if (
          publicationOf(worker, releaseOf(graph)).state === 'on' &&
          engineKey(worker, 'kv_cache_config', 'enable_block_reuse') === false
        ) {
          yield {
            path: worker.path,
            message: `'${worker.name}' publishes KV events for '${router.component.name}', but kv_cache_config.enable_block_reuse is false${
              worker.engine.config === undefined ? '' : ` in ${worker.engine.config.name}`
            }; it must be true`,
          };
        }
      }
    }
  },
};
