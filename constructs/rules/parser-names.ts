import { Severity } from '../findings';
import type { ObservedGraph } from '../observed';
import { parserNames as namesOf, type Release } from '../releases';
import { didYouMean } from './did-you-mean';
import type { Rule, Violation } from './rule';
import { runtimeRelease } from './runtime-release';
import { setting, type Worker, workersOf } from './workers';

const PARSERS = [
  { kind: 'tool-call', flag: '--dyn-tool-call-parser', variable: 'DYN_TOOL_CALL_PARSER' },
  { kind: 'reasoning', flag: '--dyn-reasoning-parser', variable: 'DYN_REASONING_PARSER' },
] as const;

export const parserNames: Rule = {
  code: 'DYN066',
  title: 'parsers of tool calls and reasoning exist in the release',
  severity: Severity.WARNING,
  rationale:
    'From release 1.5 on a worker with a parser that its runtime does not know is refused when it registers; before, tool calls and reasoning stay in the text of the answer, where clients do not look for them. The names are those of Dynamo, not of the engine.',
  fix: "use one of Dynamo's own names",
  source: 'ai-dynamo/dynamo deprecations ledger 1.5; names of ai-dynamo-runtime 1.2.1 to 1.6.1 on PyPI, read 2026-11',
  *checkDocuments({ graphs }, { releaseOf }) {
    for (const graph of graphs) {
      for (const worker of workersOf(graph)) {
        yield* unknownParsers(worker, graph, releaseOf);
      }
    }
  },
};

function* unknownParsers(
  worker: Worker,
  graph: ObservedGraph,
  releaseOf: (graph: ObservedGraph) => Release,
): Generator<Violation> {
  const release = runtimeRelease(worker, releaseOf(graph));
  for (const { kind, flag, variable } of PARSERS) {
    const found = setting(worker, [flag], [variable]);
    const known = namesOf(kind, release.version);
    if (found?.value !== undefined && found.value !== '' && !known.includes(found.value)) {
      yield {
        path: found.path,
        message: `${found.name} of '${worker.name}' is '${found.value}', which Dynamo ${release} does not know`,
        ...didYouMean(found.value, known),
      };
    }
  }
}
