import { Severity } from '../findings';
import type { Observation } from '../observed';
import { at, type ObservedComponent, type ObservedGraph, type ObservedPlannerConfig, text } from '../observed';
import {
  type EffectivePlannerConfig,
  effectivePlannerConfig,
  type PlannerConflict,
  type PlannerRole,
} from '../planner';
import type { DocumentContext, Violation } from './rule';

/** A planner whose configuration is among the documents. */
export interface ReadPlanner {
  readonly graph: ObservedGraph;
  readonly component: ObservedComponent;
  readonly config: ObservedPlannerConfig;
  /** What it goes by, defaults included. */
  readonly settings: EffectivePlannerConfig;
}

/** The planners of all graphs that can be read. */
export function readPlanners({ graphs }: Observation, context: DocumentContext): readonly ReadPlanner[] {
  return graphs.flatMap((graph) => readPlannersOf(graph, context));
}

/** The planners of a graph that can be read. */
export function readPlannersOf(graph: ObservedGraph, { releaseOf }: DocumentContext): readonly ReadPlanner[] {
  return graph.components.flatMap((component) => {
    const config = component.planner;
    return config?.state === 'read'
      ? [{ graph, component, config, settings: effectivePlannerConfig(config.values, releaseOf(graph)) }]
      : [];
  });
}

/**
 * The components that a planner takes for one of its roles: by their type; for decode also a single worker without a role; else by the
 * name that profilers give.
 *
 * Source: ai-dynamo 1.6.1 on PyPI, dynamo/planner/monitoring/dgd_services.py, read 2026-11.
 */
export function componentsFor(graph: ObservedGraph, role: PlannerRole): readonly ObservedComponent[] {
  const typed = graph.components.filter((component) => typeOf(graph, component) === role);
  if (typed.length > 0) {
    return typed;
  }
  const generic = graph.components.filter((component) => typeOf(graph, component) === 'worker');
  const named = generic.filter(({ name }) => name.toLowerCase() === role);
  return role === 'decode' && named.length === 0 ? generic : named;
}

/** The type as a planner reads it, in v1beta1. */
function typeOf({ apiVersion }: ObservedGraph, { type, written }: ObservedComponent): string | undefined {
  return apiVersion === 'v1alpha1' ? (text(at(written, 'subComponentType')) ?? type) : type;
}

/** What a rule says about a conflict in a planner's configuration. */
export function asViolation({ component }: ReadPlanner, { message, fix, harmless }: PlannerConflict): Violation {
  return {
    path: component.path,
    message: `planner '${component.name}': ${message}`,
    fix,
    ...(harmless === true ? { severity: Severity.WARNING } : {}),
  };
}
