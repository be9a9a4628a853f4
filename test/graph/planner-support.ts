import { Duration } from 'cdk8s';
import { parse } from 'yaml';
import {
  appDocuments,
  type InferenceGraph,
  Planner,
  type PlannerProps,
  Slo,
  type SloPlannerProps,
  Workload,
} from '../../constructs';
import { at, Observation } from '../../constructs/observed';
import { llama } from './support';

export const slo = Slo.of({ ttft: Duration.millis(500), itl: Duration.millis(30) });
export const TARGETS: SloPlannerProps = { slo, maxGpus: 16 };

export type Graph = { readonly node: InferenceGraph['node'] };

export function planned(props: PlannerProps = TARGETS, graph = llama()): Planner {
  return new Planner(graph, 'planner', props);
}

export const documents = (graph: Graph) => appDocuments(graph.node.root);

/** The configuration that the planner will read. */
export function configOf(graph: Graph): unknown {
  const config = documents(graph).find(({ value }) =>
    String(at(value, 'metadata', 'name')).includes('-planner-config-'),
  );
  return parse(String(at(config?.value, 'data', 'planner.yaml')), { version: '1.1' });
}

export function component(graph: Graph, name: string) {
  const found = Observation.of(documents(graph))
    .graphs.flatMap(({ components }) => components)
    .find((each) => each.name === name);
  if (found === undefined) {
    throw new Error(`there is no component ${name}`);
  }
  return found;
}

/** Errors and warnings as `CODE message`. */
export function findings(graph: InferenceGraph): readonly string[] {
  return graph.check().findings.map(({ code, severity, message }) => `${code} ${severity} ${message}`);
}

export const WORKLOAD = Workload.of({ inputTokens: 4096, outputTokens: 1024 });
