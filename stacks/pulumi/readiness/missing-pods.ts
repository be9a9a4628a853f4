import type { ClusterEvent } from './events';
import { type Cause, ProblemReason } from './problem';
import { oneLine } from './text';

/** Why pods of a component do not exist. */
export function missingCause(failure: ClusterEvent | undefined, namespace: string): Cause {
  if (failure === undefined) {
    return {
      reason: ProblemReason.PODS_MISSING,
      detail: 'nothing has made them yet, and no event says why',
      fix: "check that the Dynamo operator runs, and Grove's if the cluster uses it, and read their logs",
    };
  }
  return {
    reason: ProblemReason.PODS_MISSING,
    detail: oneLine(`${failure.kind} ${failure.name}: ${refusalIn(failure.message)}`),
    fix: fixOf(failure.message, namespace),
  };
}

/** The part that stays the same when the next attempt, at a pod of another name, is refused too. */
function refusalIn(message: string): string {
  return message
    .replace(/^\(combined from similar events\): /, '')
    .replace(/^Error creating: (?:pods "[^"]*" is forbidden: )?/, '');
}

/** Refusals of the API server. Source: kubernetes plugin/pkg/admission (resourcequota, podsecurity, serviceaccount). */
function fixOf(message: string, namespace: string): string {
  if (/exceeded quota/.test(message)) return `raise the ResourceQuota of namespace ${namespace}, or ask for less`;
  if (/failed quota/.test(message)) return 'set the requests and limits that the ResourceQuota asks every pod for';
  if (/violates PodSecurity/.test(message)) {
    return `give namespace ${namespace} the Pod Security level that the fabric needs, or take from the pods what it refuses`;
  }
  if (/serviceaccount/i.test(message)) return `create the ServiceAccount in namespace ${namespace}`;
  if (/admission webhook/.test(message)) return 'satisfy the policy of the admission webhook that the message names';
  return 'change what the message names';
}

/**
 * The newest event that says that pods could not be made, by component; under the empty name what concerns the whole graph. Events
 * come from what the operator makes of a graph: `<graph>-<component>[-hash]`, or with Grove `<graph>-0-<component>[-...]`.
 */
export function creationFailures(
  events: readonly ClusterEvent[],
  graph: string,
  components: readonly string[],
): ReadonlyMap<string, ClusterEvent> {
  const failures = new Map<string, ClusterEvent>();
  for (const event of events) {
    if (!event.warning || event.kind === 'Pod' || event.kind === 'Job') continue;
    if (!/fail/i.test(event.reason) || !/creat/i.test(event.reason)) continue;
    const component = ownerOf(event.name, graph, components);
    if (component !== undefined && !failures.has(component)) failures.set(component, event);
  }
  return failures;
}

function ownerOf(name: string, graph: string, components: readonly string[]): string | undefined {
  if (name === graph) return '';
  if (!name.startsWith(`${graph}-`)) return undefined;
  const rest = `${name.slice(graph.length + 1).replace(/^\d+-/, '')}-`;
  return [...components]
    .sort((one, other) => other.length - one.length)
    .find((component) => rest.startsWith(`${component.toLowerCase()}-`));
}
