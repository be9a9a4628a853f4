import type { Chart } from 'cdk8s';
import {
  type AnyCheckpoint,
  type EngineKind,
  Frontend,
  InferenceGraph,
  type InferenceGraphProps,
  type Release,
  Router,
  Workload,
} from '../constructs';
import { type CacheSettings, modelCache, type RouterChoice } from './shared-parameters';

/** Values of `workloadParameters` and `cacheParameters`. */
export interface BareGraphSettings extends CacheSettings {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly concurrency: number;
}

/** Values of `workloadParameters`, `frontendParameters` and `cacheParameters`. */
export interface GraphSettings extends BareGraphSettings {
  readonly frontendReplicas: number;
  readonly router: RouterChoice;
}

/**
 * The graph with its cache and its frontend, as the shared parameters ask for; the pools are still to come.
 *
 * @param draft a draft model for speculative decoding, kept beside the model
 */
export function graphWithFrontend<K extends EngineKind>(
  chart: Chart,
  settings: GraphSettings,
  release: Release,
  props: InferenceGraphProps<K>,
  draft?: AnyCheckpoint,
): InferenceGraph<K> {
  const graph = bareGraph(chart, settings, release, props, draft);
  new Frontend(graph, 'frontend', { replicas: settings.frontendReplicas, router: routerOf(settings.router) });
  return graph;
}

/** The graph with its cache alone: what takes its requests in is still to come, too. */
export function bareGraph<K extends EngineKind>(
  chart: Chart,
  settings: BareGraphSettings,
  release: Release,
  props: InferenceGraphProps<K>,
  draft?: AnyCheckpoint,
): InferenceGraph<K> {
  return new InferenceGraph(chart, 'graph', {
    name: settings.name,
    release,
    cache: modelCache(chart, props.model, settings, draft),
    workload: Workload.of(settings),
    ...props,
  });
}

/** The router that the parameter asks for. */
export function routerOf(mode: RouterChoice): Router {
  switch (mode) {
    case 'round-robin':
      return Router.roundRobin();
    case 'kv':
      return Router.kv();
    case 'kv-approximate':
      return Router.kv({ events: false });
    case 'least-loaded':
      return Router.leastLoaded();
    case 'power-of-two':
      return Router.powerOfTwo();
  }
}
