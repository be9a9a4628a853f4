import type { JsonObject } from '../../../constructs/manifests';
import { at, mapping, text, whole } from '../../../constructs/observed';
import { type Condition, readConditions } from './pods';
import { type Cause, ProblemReason } from './problem';
import { oneLine, reasoned } from './text';

/** What the operator says of a graph. */
export interface GraphStatus {
  readonly phase: 'missing' | 'deleting' | 'silent' | 'stale' | 'failed' | 'waiting' | 'ready';
  /** Absent when it is ready, or only on its way without a word why. */
  readonly cause?: Cause;
}

/** States. Source: ai-dynamo/dynamo deploy/operator, CRD DynamoGraphDeployment. */
const FAILED = 'failed';
const INITIAL = 'initializing';

export function graphStatus(graph: JsonObject | undefined, name: string, namespace: string): GraphStatus {
  if (graph === undefined) {
    return status('missing', ProblemReason.GRAPH_MISSING, `there is no graph ${name} in namespace ${namespace}`, [
      'deploy it again; if something removes it, find out what: another program may own the name',
    ]);
  }
  if (at(graph, 'metadata', 'deletionTimestamp') !== undefined) {
    return status('deleting', ProblemReason.GRAPH_BEING_DELETED, 'the graph is being deleted', [
      'wait until it is gone and deploy it again; if it stays, the operator that removes its finalizer does not run',
    ]);
  }
  const generation = whole(at(graph, 'metadata', 'generation')) ?? 0;
  const seen = whole(at(graph, 'status', 'observedGeneration'));
  const state = text(at(graph, 'status', 'state')) ?? INITIAL;
  const ready = readConditions(mapping(graph['status'])).find(({ type }) => type === 'Ready');
  if (ready === undefined && seen === undefined && state === INITIAL) {
    return status('silent', ProblemReason.OPERATOR_SILENT, 'the Dynamo operator has not looked at the graph', [
      `check that it runs (kubectl get pods --all-namespaces | grep dynamo-operator) and that it watches namespace ${namespace}`,
    ]);
  }
  const newest = Math.min(seen ?? generation, ready?.observedGeneration ?? generation);
  if (newest < generation) {
    const detail = `the status is about generation ${newest}, the graph is at ${generation}`;
    return status('stale', ProblemReason.STATUS_STALE, detail, [
      'check that the Dynamo operator runs (kubectl get pods --all-namespaces | grep dynamo-operator), and read its log',
    ]);
  }
  if (state === FAILED) return failed(ready, name, namespace);
  if (ready?.status === 'True') return { phase: 'ready' };
  const said = reasoned(ready?.reason, ready?.message);
  if (said === '') return { phase: 'waiting' };
  return status('waiting', ProblemReason.GRAPH_NOT_READY, said, [
    `see \`kubectl describe dynamographdeployment --namespace ${namespace} ${name}\``,
  ]);
}

function failed(ready: Condition | undefined, name: string, namespace: string): GraphStatus {
  const said = reasoned(ready?.reason, ready?.message) || 'the operator gives no reason';
  return status('failed', ProblemReason.GRAPH_FAILED, said, failedFixes(said, name, namespace));
}

function failedFixes(said: string, name: string, namespace: string): readonly string[] {
  if (/no multinode orchestrator/.test(said))
    return ['install Grove (or LeaderWorkerSet), which workers of several nodes need'];
  if (/persistentvolumeclaim.*not found|PVC.*(?:not found|does not exist)/i.test(said)) {
    return [`create the PersistentVolumeClaim in namespace ${namespace} before the graph`];
  }
  return [
    'change what the message names and deploy again',
    `see \`kubectl describe dynamographdeployment --namespace ${namespace} ${name}\` and the operator's log`,
  ];
}

function status(
  phase: GraphStatus['phase'],
  reason: ProblemReason,
  detail: string,
  fixes: readonly string[],
): GraphStatus {
  return { phase, cause: { reason, detail: oneLine(detail), fix: fixes.join('; ') } };
}
