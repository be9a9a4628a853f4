import { Severity } from '../findings';
import { documentName, documentPath, type ManifestDocument } from '../manifests';
import {
  at,
  type Mapping,
  mappings,
  namespaceOf,
  type Observation,
  type ObservedGraph,
  text,
  textMap,
  whole,
} from '../observed';
import { didYouMean } from './did-you-mean';
import type { Rule, Violation } from './rule';
import { numberOf, setting, workersOf } from './workers';

const GPU_COUNT = 'DEPLOYMENT_GPU_COUNT';
const METRICS_URLS = 'AIPERF_SERVER_METRICS_URLS';
/** What stands beside ENDPOINT in the Job of a benchmark. */
const MARKS: readonly string[] = [GPU_COUNT, METRICS_URLS, 'TARGET_MODEL', 'CONCURRENCY_PER_GPU'];
const HTTP_PORT = 8000;

/** A container that measures a graph. */
interface Benchmark {
  readonly document: ManifestDocument;
  readonly env: Readonly<Record<string, string>>;
  readonly host: string;
  readonly port: string | undefined;
  /** Where a finding about a variable points to. */
  readonly pathOf: (variable: string) => string;
}

export const benchmarkJob: Rule = {
  code: 'DYN068',
  title: 'a benchmark measures the graph that stands beside it',
  severity: Severity.ERROR,
  rationale:
    'The Job of a benchmark states again what the graph says: its address, its GPUs, its components. With another address it waits for ever; with another number of GPUs it sends another load than it reports, and figures per GPU are wrong; metrics of pods that do not exist are missing from the result.',
  fix: 'take address, GPUs and pods from the graph as it is now',
  source:
    'ai-dynamo/dynamo recipes/gpt-oss-120b/trtllm/disagg/perf.yaml, recipes/deepseek-v32-fp4/trtllm/agg-round-robin/perf.yaml',
  *checkDocuments(observation, { complete }) {
    for (const benchmark of benchmarksOf(observation)) {
      const graphs = observation.graphs.filter(
        ({ namespace, document }) =>
          [undefined, namespace].includes(namespaceOf(benchmark.document)) &&
          (complete || document.source === benchmark.document.source),
      );
      const graph = graphs.find((candidate) => frontendServices(candidate).includes(serviceOf(benchmark.host)));
      if (graph !== undefined) {
        yield* wrongFacts(benchmark, graph);
      } else if (graphs.length > 0 && !isOutside(benchmark.host)) {
        const services = graphs.flatMap(frontendServices);
        yield {
          path: benchmark.pathOf('ENDPOINT'),
          message: `Job '${documentName(benchmark.document)}' measures '${benchmark.host}', which is the Service of no frontend here (${services.join(', ')})`,
          ...didYouMean(serviceOf(benchmark.host), services),
        };
      }
    }
  },
};

function benchmarksOf(observation: Observation): readonly Benchmark[] {
  return observation.ofKind('Job').flatMap((document) =>
    mappings(at(document.value, 'spec', 'template', 'spec', 'containers')).flatMap((container) => {
      const env = variablesOf(container);
      const [, host, port] = /^(?:https?:\/\/)?([^/:]+)(?::(\d+))?/.exec(env['ENDPOINT'] ?? '') ?? [];
      if (host === undefined || !MARKS.some((mark) => env[mark] !== undefined)) {
        return [];
      }
      const name = text(container['name']) ?? '';
      const pathOf = (variable: string) =>
        documentPath(document, `spec.template.spec.containers[${name}].env[${variable}].value`);
      return [{ document, env, host, port, pathOf }];
    }),
  );
}

function variablesOf(container: Mapping): Readonly<Record<string, string>> {
  return textMap(Object.fromEntries(mappings(container['env']).map(({ name, value }) => [String(name), value])));
}

function frontendServices(graph: ObservedGraph): readonly string[] {
  return graph.components
    .filter(({ role }) => role === 'frontend')
    .map(({ name }) => `${graph.name}-${name.toLowerCase()}`);
}

/** The Service in a host name inside the cluster. */
function serviceOf(host: string): string {
  return host.split('.')[0] ?? host;
}

/** Whether a host is one of the Internet, or known to the cluster alone. */
function isOutside(host: string): boolean {
  const labels = host.split('.');
  return /[$]/.test(host) || /^[\d.]+$/.test(host) || (labels.length > 2 && labels[2] !== 'svc');
}

function* wrongFacts(benchmark: Benchmark, graph: ObservedGraph): Generator<Violation> {
  const { env, port, pathOf, host } = benchmark;
  const job = `Job '${documentName(benchmark.document)}'`;
  const frontend = graph.components.find(({ role }) => role === 'frontend');
  const open = (frontend && numberOf(setting(frontend, ['--http-port'], ['DYN_HTTP_PORT']))) ?? HTTP_PORT;
  if (Number(port ?? 80) !== open) {
    yield {
      path: pathOf('ENDPOINT'),
      message: `${job} asks '${host}' on port ${port ?? 80}, but the frontend answers on ${open}`,
      fix: `write ${host}:${open}`,
    };
  }
  const stated = whole(env[GPU_COUNT]);
  const gpus = graph.components.reduce((sum, each) => sum + each.replicas * each.nodeCount * each.gpus, 0);
  if (stated !== undefined && stated !== gpus && !graph.components.some(({ scalingAdapter }) => scalingAdapter)) {
    yield {
      path: pathOf(GPU_COUNT),
      message: `${job} counts ${stated} GPUs (${GPU_COUNT}), but '${graph.name}' has ${gpus}: load and figures per GPU are wrong`,
      fix: `set ${GPU_COUNT} to ${gpus}`,
    };
  }
  yield* wrongModel(benchmark, graph, job);
  for (const url of (env[METRICS_URLS] ?? '').split(',')) {
    const metricsHost = serviceOf(/^(?:https?:\/\/)?([^/:]+)/.exec(url.trim())?.[1] ?? '');
    if (metricsHost !== '' && !metricsHost.includes('$') && !belongsTo(metricsHost, graph)) {
      yield {
        path: pathOf(METRICS_URLS),
        message: `${job} reads metrics from '${metricsHost}', but '${graph.name}' has only ${graph.components
          .map(({ name }) => `'${name.toLowerCase()}'`)
          .join(', ')}`,
        fix: 'name Services or pods of the components that the graph has',
      };
    }
  }
}

/** The benchmark waits until the frontend lists its model. */
function* wrongModel({ env, pathOf }: Benchmark, graph: ObservedGraph, job: string): Generator<Violation> {
  const model = env['TARGET_MODEL'];
  const served = [...new Set(workersOf(graph).map(({ engine }) => engine.servedModelName ?? engine.modelPath ?? ''))];
  const known = served.every((name) => name !== '' && !name.includes('$'));
  if (model !== undefined && known && served.length > 0 && !served.includes(model)) {
    yield {
      path: pathOf('TARGET_MODEL'),
      severity: Severity.WARNING,
      message: `${job} waits for the model '${model}', but '${graph.name}' serves ${served.map((name) => `'${name}'`).join(', ')}`,
      ...didYouMean(model, served),
    };
  }
}

/** Services are called `<graph>-<component>`; names of pods hold the component between numbers. */
function belongsTo(host: string, { name, components }: ObservedGraph): boolean {
  return (
    host.startsWith(`${name}-`) &&
    components.some((component) => `${host.slice(name.length)}-`.includes(`-${component.name.toLowerCase()}-`))
  );
}
