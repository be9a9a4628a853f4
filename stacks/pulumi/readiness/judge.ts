import { claimCause } from './claims';
import type { Download } from './downloads';
import { newest } from './events';
import { type GraphStatus, graphStatus } from './graph-status';
import { creationFailures, missingCause } from './missing-pods';
import { type Parts, readParts } from './parts';
import { type PodContext, podCause, WAIT_FOR_MODEL } from './pod-cause';
import type { ObservedPod } from './pods';
import { type Cause, ProblemReason, type Verdict } from './problem';
import { ProblemGroups } from './problem-groups';
import type { GraphState } from './state';
import { summarise } from './summary';
import { oneLine } from './text';

/**
 * Says whether a graph is ready, and if not, what keeps it. Pure, and never throws, whatever shape the objects have.
 *
 * A graph is `failed` only for what does not heal by itself: the operator gave up on the generation that is there, an image of the
 * graph has an impossible name, or the download that its pods wait for has used up its attempts.
 */
export function judgeGraph(observed: GraphState): Verdict {
  const { name, namespace } = observed.target;
  const status = graphStatus(observed.graph, name, namespace);
  const parts = readParts(observed);
  if (status.phase === 'ready') {
    return { phase: 'ready', summary: summarise(status, parts.counts, []), problems: [] };
  }
  const groups = new ProblemGroups();
  const stuck = downloadProblems(parts, groups);
  for (const { pod, component, cause } of parts.notReady) {
    groups.add(component, pod.name, stuck.get(pod) ?? cause);
  }
  claimProblems(parts, groups);
  missingProblems(observed, status, parts, groups);
  if (status.cause !== undefined) groups.addGraph(status.cause);
  const problems = groups.sorted();
  const failed =
    status.phase === 'failed' ||
    parts.notReady.some((each) => each.final) ||
    problems.some(({ reason }) => reason === ProblemReason.DOWNLOAD_FAILED);
  return { phase: failed ? 'failed' : 'waiting', summary: summarise(status, parts.counts, problems), problems };
}

/** Adds what is wrong with downloads; gives the causes of pods that wait for one. */
function downloadProblems(parts: Parts, groups: ProblemGroups): ReadonlyMap<ObservedPod, Cause> {
  const stuck = new Map<ObservedPod, Cause>();
  for (const download of parts.downloads) {
    if (download.phase === 'complete') continue;
    const users = parts.pods.filter(({ claimNames }) => claimNames.includes(download.claimName));
    const waiting = users.filter(waitsForWeights);
    // A pod that got beyond the wait found complete weights: an earlier download left them.
    const found = users.some(({ containers }) => containers.some(({ running, blocking }) => running && !blocking));
    if (waiting.length === 0 && found) continue;
    const cause = downloadCause(download, parts.context);
    for (const pod of waiting) stuck.set(pod, cause);
    if (waiting.length === 0) groups.addGraph(cause);
    if (download.phase === 'running') attemptProblems(download, parts, groups);
  }
  return stuck;
}

/** What keeps the pods of a download that has attempts left. */
function attemptProblems({ name }: Download, { downloadPods, context }: Parts, groups: ProblemGroups): void {
  const told = (cause: Cause): Cause => ({ ...cause, detail: oneLine(`download Job ${name}: ${cause.detail}`) });
  const attempts = downloadPods.filter(({ job }) => job === name);
  for (const pod of attempts.filter(({ ready }) => !ready)) {
    groups.add(undefined, pod.name, told(podCause(pod, context)));
  }
  const failure = newest(context.events, 'Job', name, 'FailedCreate');
  if (attempts.length === 0 && failure !== undefined) {
    groups.addGraph(missingCause(failure, context.namespace));
  }
}

function waitsForWeights({ containers }: ObservedPod): boolean {
  return containers.some(({ name, running, blocking }) => blocking && running && name === WAIT_FOR_MODEL);
}

function downloadCause({ name, phase, detail }: Download, { namespace }: PodContext): Cause {
  const logs = oneLine(`kubectl logs --namespace ${namespace} job/${name}`);
  if (phase === 'failed') {
    return {
      reason: ProblemReason.DOWNLOAD_FAILED,
      detail: oneLine(`download Job ${name} failed: ${detail}`),
      fix: `read why (\`${logs}\`: token, access to the repository, room on the claim, route to the hub), then delete the Job and deploy again`,
    };
  }
  return {
    reason: ProblemReason.DOWNLOAD_RUNNING,
    detail: oneLine(`download Job ${name}: ${detail}`),
    fix:
      phase === 'suspended'
        ? 'resume the Job, or see why its queue does not admit it'
        : `the weights are being downloaded: wait longer, and watch \`${logs} --follow\``,
  };
}

/** Claims that cannot be served, where the scheduler has not come to blame them for a pod. */
function claimProblems({ mounted, notReady, context }: Parts, groups: ProblemGroups): void {
  for (const claim of context.claims.values()) {
    const cause = claimCause(claim);
    const blamed = notReady.some((each) => each.cause.detail === cause.detail);
    if (mounted.has(claim.name) && claim.failing && !blamed) groups.addGraph(cause);
  }
}

function missingProblems(
  { target, graph }: GraphState,
  status: GraphStatus,
  { counts, context }: Parts,
  groups: ProblemGroups,
): void {
  if (graph === undefined) return;
  const failures = creationFailures(
    context.events,
    target.name,
    counts.map(({ name }) => name),
  );
  for (const { name, expected, existing } of counts) {
    const failure = failures.get(name) ?? failures.get('');
    // While the operator has not acted on the graph, that alone says why there are no pods.
    if (existing < expected && (failure !== undefined || status.phase === 'waiting')) {
      groups.addMissing(name, expected - existing, missingCause(failure, target.namespace));
    }
  }
}
