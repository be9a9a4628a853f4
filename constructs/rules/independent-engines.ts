import { Severity } from '../findings';
import type { Rule } from './rule';
import { workersOf } from './workers';

export const independentEngines: Rule = {
  code: 'DYN071',
  title: 'a vLLM worker over several nodes needs more GPUs than one node has',
  severity: Severity.ERROR,
  rationale:
    'The operator joins the pods of a multi-node component only when tensor, pipeline and data parallelism together exceed the GPUs of one pod. Otherwise it adds no flags at all: every pod starts an engine of its own under the same name, and each of them takes requests as if it were the whole worker.',
  fix: 'take multinode out and use replicas instead, or raise the parallel sizes to all GPUs of the worker',
  source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/backend_vllm.go',
  *checkDocuments({ graphs }) {
    for (const worker of graphs.flatMap(workersOf)) {
      const { gpus, text } = worker.engine.parallelism;
      const joins = worker.engine.kind === 'vllm' && worker.multinode && !worker.commandLine.has('--enable-elastic-ep');
      if (joins && gpus !== undefined && worker.gpus > 0 && gpus <= worker.gpus) {
        yield {
          path: worker.path,
          message: `'${worker.name}' spans ${worker.nodeCount} nodes of ${worker.gpus} GPUs, but ${text} fits into one: ${worker.nodeCount} independent engines would start`,
          fix: `take multinode out and set replicas to ${worker.replicas * worker.nodeCount}, or raise the parallel sizes to ${worker.nodeCount * worker.gpus} GPUs`,
        };
      }
    }
  },
};
