import { App, Chart } from 'cdk8s';
import { type InferenceGraph, InferenceNamespace, InvalidValueError, Release } from '../constructs';
import type { Blueprint } from './blueprint';
import { settleParameters } from './parameters';

export interface InstantiateOptions {
  /**
   * Values of parameters by name; texts are read as the parameter's type.
   * @default {} every parameter has a default
   */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** @default - the blueprint's own, else Release.latest */
  readonly release?: Release;
  /** @default - the blueprint's own, else left to kubectl */
  readonly namespace?: string;
  /**
   * Whether the namespace is made, too, with the Pod Security level that the graph needs.
   * @default false
   */
  readonly createNamespace?: boolean;
}

/** A blueprint as an app of its own, not synthesised yet. */
export interface Instance {
  readonly app: App;
  readonly chart: Chart;
  readonly graph: InferenceGraph;
}

/** The releases that a blueprint is for, oldest first. */
export function releasesOf({ since }: Pick<Blueprint, 'since'>): readonly Release[] {
  return Release.all.filter((release) => since === undefined || release.compareTo(since) >= 0);
}

/**
 * Makes an app with one chart out of a blueprint.
 *
 * @throws InvalidParametersError when a parameter is unknown, of the wrong type or out of range
 * @throws InvalidValueError when parameters do not go together, or the release is older than the blueprint
 */
export function instantiate(blueprint: Blueprint, options: InstantiateOptions = {}): Instance {
  const app = new App();
  return { app, ...addToApp(app, blueprint, options) };
}

/** Adds a chart with the blueprint's graph to an app. The chart has the blueprint's name, and so has its file. */
export function addToApp(
  app: App,
  blueprint: Blueprint,
  options: InstantiateOptions = {},
): { readonly chart: Chart; readonly graph: InferenceGraph } {
  const parameters = settleParameters(blueprint.parameters, options.parameters ?? {});
  const release = options.release ?? blueprint.release ?? Release.latest;
  const { since } = blueprint;
  if (since !== undefined && release.compareTo(since) < 0) {
    throw new InvalidValueError('release', release.version, `${since.version} or newer for '${blueprint.name}'`);
  }
  const namespace = options.namespace ?? blueprint.namespace;
  const chart = new Chart(app, blueprint.name, {
    disableResourceNameHashes: true,
    ...(namespace === undefined ? {} : { namespace }),
  });
  if (options.createNamespace === true) {
    if (namespace === undefined) {
      throw new InvalidValueError('createNamespace', true, "given together with 'namespace'");
    }
    new InferenceNamespace(chart, 'namespace');
  }
  return { chart, graph: blueprint.build(chart, parameters, release) };
}
