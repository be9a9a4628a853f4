import { Severity } from '../findings';
import { at, CommandLine, list, mapping, mappings, type ObservedGraph, scalarText, text } from '../observed';
import type { Rule, Violation } from './rule';
import { modeOf, type Worker, workersOf } from './workers';

export const endpointPickerWorkers: Rule = {
  code: 'DYN022',
  title: 'behind an endpoint picker every worker has a frontend in direct mode beside it',
  severity: Severity.ERROR,
  rationale:
    'A Gateway sends each request straight to the pod that the endpoint picker chose, to the frontend beside the worker. Without one nothing listens there. In another mode than direct it chooses a worker of its own, and the choice of the picker is lost.',
  fix: 'give the worker a frontendSidecar with --router-mode direct',
  source: 'ai-dynamo/dynamo docs/fern/pages/kubernetes/kv-aware-routing/gateway-api.mdx, read 2026-11',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      const pickers = graph.components.filter(({ role }) => role === 'epp');
      for (const { path, name, multinode } of pickers) {
        if (multinode) {
          yield {
            path: `${path}.multinode`,
            message: `'${name}' is an endpoint picker, which never spans nodes`,
            fix: 'take multinode out',
          };
        }
      }
      const workers = pickers.length === 0 ? [] : workersOf(graph).filter((worker) => modeOf(worker) !== 'encode');
      for (const worker of workers) {
        yield* checkWorker(worker, graph);
      }
    }
  },
};

function* checkWorker(worker: Worker, graph: ObservedGraph): Generator<Violation> {
  const { path, name } = worker;
  const sidecar = sidecarOf(worker, graph);
  if (sidecar === undefined) {
    yield {
      path,
      message: `'${name}' has no frontend beside it (frontendSidecar), but an endpoint picker sends requests there`,
    };
  } else if (sidecar === 'missing') {
    yield {
      path: `${path}.frontendSidecar`,
      message: `frontendSidecar of '${name}' is '${text(worker.written['frontendSidecar']) ?? ''}', but the pod has no such container`,
      fix: 'name a container of podTemplate.spec.containers',
    };
  } else {
    const commandLine = CommandLine.read(tokens(sidecar['command']), tokens(sidecar['args']), {});
    const variable = mappings(sidecar[graph.apiVersion === 'v1alpha1' ? 'envs' : 'env']).find(
      (entry) => entry['name'] === 'DYN_ROUTER_MODE',
    );
    const mode = commandLine.value('--router-mode') ?? text(variable?.['value']) ?? 'round-robin';
    if (mode !== 'direct') {
      yield {
        path: `${path}.frontendSidecar`,
        message: `the frontend beside '${name}' runs in mode ${mode}, behind an endpoint picker it must be direct`,
        fix: 'add --router-mode direct to its args',
      };
    }
  }
}

/** The container: written out in v1alpha1, named in v1beta1. */
function sidecarOf({ written, pod }: Worker, { apiVersion }: ObservedGraph) {
  if (apiVersion === 'v1alpha1') {
    return mapping(written['frontendSidecar']);
  }
  const name = text(written['frontendSidecar']);
  return name === undefined
    ? undefined
    : (mappings(at(pod, 'containers')).find((container) => container['name'] === name) ?? ('missing' as const));
}

function tokens(value: unknown): readonly string[] {
  return list(value).flatMap((token) => scalarText(token) ?? []);
}
