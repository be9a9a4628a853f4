import { Severity } from '../findings';
import type { ObservedGraph } from '../observed';
import type { Rule, Violation } from './rule';
import { isDisaggregated, type Worker, workersOf } from './workers';

export const backendFramework: Rule = {
  code: 'DYN006',
  title: 'all workers run the engine that the graph names',
  severity: Severity.ERROR,
  rationale:
    'The operator compares backendFramework with the module in the command line of each worker and refuses to create the pods of a graph where they differ. Two engines in one disaggregated graph cannot hand each other the KV cache.',
  fix: 'use one engine in the graph, and name it in backendFramework or leave the field out',
  source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/graph.go',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      // The mocker stands in for any engine.
      const workers = workersOf(graph).filter(({ engine }) => engine.kind !== 'mocker');
      yield* graph.backendFramework === undefined
        ? differences(graph, workers)
        : disagreements(graph.backendFramework, workers);
    }
  },
};

function* disagreements(framework: string, workers: readonly Worker[]): Generator<Violation> {
  for (const worker of workers.filter(({ engine }) => engine.kind !== framework)) {
    yield {
      path: worker.path,
      message: `'${worker.name}' runs ${worker.commandLine.module}, but backendFramework is '${framework}'`,
      fix: `set backendFramework to ${worker.engine.kind}, or start '${worker.name}' with dynamo.${framework}`,
    };
  }
}

/** Without backendFramework each worker is looked at alone: engines that do not work together are mistakes nevertheless. */
function* differences(graph: ObservedGraph, workers: readonly Worker[]): Generator<Violation> {
  const [first, ...others] = workers;
  for (const worker of others.filter(({ engine }) => engine.kind !== first?.engine.kind)) {
    yield {
      path: worker.path,
      severity: isDisaggregated(graph) ? Severity.ERROR : Severity.WARNING,
      message: `'${worker.name}' runs ${worker.commandLine.module}, but '${first?.name}' runs ${first?.commandLine.module}; the workers of a graph share one engine`,
    };
  }
}
