import { Severity } from '../findings';
import { DynamoVersion } from '../releases';
import type { Rule } from './rule';
import { type Worker, workersOf } from './workers';

const FLAG = '--data-parallel-rpc-port';
/** Where the operator's init container waits for the leader. */
const AWAITED = 29500;

export const dataParallelLeaderPort: Rule = {
  code: 'DYN070',
  title: 'the leader of data-parallel vLLM over several nodes listens where its followers wait',
  severity: Severity.WARNING,
  rationale:
    'The operator of release 1.2 lets every follower pod wait until the leader answers on port 29500, the port of multi-node tensor parallelism. A data-parallel leader listens on 13445 instead: the followers wait for ever, and the worker never becomes ready.',
  fix: `add ${FLAG} ${AWAITED} to the args`,
  source: 'ai-dynamo/dynamo recipes/deepseek-v4/deepseek-v4-pro/vllm/disagg/gb200/deploy.yaml',
  *checkDocuments({ graphs }, { releaseOf }) {
    for (const graph of graphs.filter((candidate) => !releaseOf(candidate).atLeast(DynamoVersion.V1_3))) {
      for (const worker of workersOf(graph)) {
        const port = worker.commandLine.value(FLAG);
        if (spansNodesByData(worker) && port !== String(AWAITED)) {
          yield {
            path: worker.path,
            message: `the followers of '${worker.name}' wait for port ${AWAITED} of their leader, which listens on ${port ?? 13445} (${FLAG}${port === undefined ? ' is not set' : ''})`,
          };
        }
      }
    }
  },
};

/** Whether the operator launches copies of a model, each within one node, that act together. */
function spansNodesByData({ engine, multinode, gpus, commandLine }: Worker): boolean {
  const { tensor, pipeline, data } = engine.parallelism;
  if (engine.kind !== 'vllm' || !multinode || commandLine.has('--enable-elastic-ep')) {
    return false;
  }
  if (tensor === undefined || pipeline === undefined || data === undefined || gpus === 0) {
    return false;
  }
  return tensor * pipeline <= gpus && tensor * pipeline * data > gpus;
}
