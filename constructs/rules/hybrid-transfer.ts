import { Severity } from '../findings';
import { at, parseJson } from '../observed';
import { compareVersionTexts, hybridLayers, VLLM_MOVES_HYBRID_STATES } from '../releases';
import type { Rule, Violation } from './rule';
import { runtimeRelease } from './runtime-release';
import { isDisaggregated, modeOf, setting, type Worker, workersOf } from './workers';

const ASYNC = '--async-scheduling';
const NO_ASYNC = '--no-async-scheduling';

export const hybridTransfer: Rule = {
  code: 'DYN065',
  title: 'states of Mamba and delta-net layers arrive before they are used',
  severity: Severity.WARNING,
  rationale:
    'Before 0.26 vLLM may schedule a decode step ahead of the state that a prefill worker sends for layers that are not attention: answers are wrong, without an error. Layers for multi-token prediction have states of their own, which are not sent at all.',
  fix: `add ${NO_ASYNC} to the decode workers, or use a release with vLLM ${VLLM_MOVES_HYBRID_STATES} or later`,
  source: 'ai-dynamo/dynamo recipes/qwen3.5-122b/fp8/vllm/disagg-h200-agentic/deploy.yaml',
  *checkDocuments({ graphs }, { releaseOf }) {
    for (const graph of graphs.filter(isDisaggregated)) {
      for (const worker of workersOf(graph)) {
        const { vllm } = runtimeRelease(worker, releaseOf(graph)).engines;
        if (worker.engine.kind === 'vllm' && compareVersionTexts(vllm, VLLM_MOVES_HYBRID_STATES) < 0) {
          yield* traps(worker);
        }
      }
    }
  },
};

function* traps(worker: Worker): Generator<Violation> {
  const model = setting(worker, ['--model'])?.value;
  const layers = model === undefined ? undefined : hybridLayers(model);
  if (layers === undefined) {
    return;
  }
  if (modeOf(worker) !== 'prefill' && worker.commandLine.find(ASYNC, NO_ASYNC)?.name !== NO_ASYNC) {
    yield {
      path: worker.path,
      message: `'${worker.name}' decodes ${model}, which has ${layers} layers, and schedules ahead`,
      fix: `add ${NO_ASYNC} to the args of '${worker.name}'`,
    };
  }
  const method = at(parseJson(setting(worker, ['--speculative-config'])?.value), 'method');
  if (typeof method === 'string' && method.includes('mtp')) {
    yield {
      path: worker.path,
      message: `'${worker.name}' guesses ahead with ${method}, while the states of ${model} come from other workers`,
      fix: `take --speculative-config out of the args of '${worker.name}', or serve the model without prefill workers`,
    };
  }
}
