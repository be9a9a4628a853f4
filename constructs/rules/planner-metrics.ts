import { Severity } from '../findings';
import { at, type ObservedComponent, type ObservedGraph, text, textMap } from '../observed';
import { type ReadPlanner, readPlanners } from './planners';
import type { Rule, Violation } from './rule';

const METRICS = 'nvidia.com/enable-metrics';
const ENDPOINT = 'metric_pulling_prometheus_endpoint';

export const plannerMetrics: Rule = {
  code: 'DYN053',
  title: 'a planner that scales ahead of the load can see it',
  severity: Severity.ERROR,
  rationale:
    'Throughput scaling asks Prometheus for requests and tokens that the frontend counted. Without an answer the planner decides nothing: replicas stay as they are, and nothing else says so than its log.',
  fix: 'let Prometheus scrape the frontend, and give the planner its address',
  source: 'ai-dynamo/dynamo docs/components/planner/planner-guide.md; ai-dynamo 1.6.1 dynamo/planner/environment',
  *checkDocuments(observation, context) {
    for (const planner of readPlanners(observation, context)) {
      if (planner.settings.throughputScaling && planner.settings.environment !== 'virtual') {
        yield* address(planner);
        yield* scraped(planner);
        yield* router(planner);
      }
    }
  },
};

function* address({ component: { name, path, env }, config }: ReadPlanner): Generator<Violation> {
  const written = config.values[ENDPOINT];
  const [from, value] =
    written === undefined ? ['PROMETHEUS_ENDPOINT', env.get('PROMETHEUS_ENDPOINT')?.value] : [ENDPOINT, written];
  // Without both, the platform's endpoint or that of kube-prometheus-stack counts.
  if (value !== undefined && !isAddress(value)) {
    yield {
      path,
      message: `planner '${name}': ${from} must be an http:// or https:// address, got ${JSON.stringify(value)}`,
      fix: 'give the address of Prometheus, for example http://prometheus-operated.monitoring:9090',
    };
  }
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

/** The operator's PodMonitor looks for a label that this annotation takes away. */
function* scraped({ graph, component, config }: ReadPlanner): Generator<Violation> {
  const source = config.values['throughput_metrics_source'] === 'router' ? undefined : 'frontend';
  const silent = graph.components.filter(
    (each) => each.role === source && [...annotations(graph, each)].some((map) => map[METRICS] === 'false'),
  );
  for (const frontend of silent) {
    yield {
      path: frontend.path,
      message: `planner '${component.name}' reads the metrics of '${frontend.name}', which ${METRICS}: "false" keeps from being scraped`,
      fix: `leave ${METRICS} out`,
    };
  }
}

function annotations(
  graph: ObservedGraph,
  { written }: ObservedComponent,
): readonly Readonly<Record<string, string>>[] {
  return [
    graph.annotations,
    textMap(at(graph.document.value, 'spec', 'annotations')),
    textMap(at(written, 'annotations')),
    textMap(at(written, 'podTemplate', 'metadata', 'annotations')),
  ];
}

function* router({ graph, component: { name, path }, config }: ReadPlanner): Generator<Violation> {
  const routes = graph.components.some(
    ({ role, commandLine }) =>
      commandLine.module === 'dynamo.router' || (role === 'frontend' && commandLine.value('--router-mode') === 'kv'),
  );
  if (text(config.values['throughput_metrics_source']) === 'router' && !routes) {
    yield {
      path,
      severity: Severity.WARNING,
      message: `planner '${name}': throughput_metrics_source is router, but no component of the graph runs one`,
      fix: 'take the metrics of the frontend, or add a router (dynamo.router, or --router-mode kv on the frontend)',
    };
  }
}
