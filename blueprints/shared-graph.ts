import type { Chart } from 'cdk8s';
import {
  type EngineKind,
  Frontend,
  InferenceGraph,
  type InferenceGraphProps,
  type Release,
  Router,
  Workload,
} from '../constructs';
import { type CacheSettings, modelCache, type RouterChoice } from './shared-parameters';

/** Values of `workloadParameters`, `frontendParameters` and `cacheParameters`. */
export interface GraphSettings extends CacheSettings {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly concurrency: number;
  readonly frontendReplicas: number;
  readonly router: RouterChoice;
}

/** The graph with its cache and its frontend, as the shared parameters ask for; the pools are still to come. */
export function graphWithFrontend<K extends EngineKind>(
  chart: Chart,
  settings: GraphSettings,
  release: Release,
  props: InferenceGraphProps<K>,
): InferenceGraph<K> {
  const graph = new InferenceGraph(chart, 'graph', {
    name: settings.name,
    release,
    cache: modelCache(chart, props.model, settings),
    workload: Workload.of(settings),
    ...props,
  });
  new Frontend(graph, 'frontend', { replicas: settings.frontendReplicas, router: routerOf(settings.router) });
  return graph;
}

function routerOf(mode: RouterChoice): Router {
  switch (mode) {
    case 'round-robin':
      return Router.roundRobin();
    case 'kv':
      return Router.kv();
    case 'least-loaded':
      return Router.leastLoaded();
    case 'power-of-two':
      return Router.powerOfTwo();
  }
}
