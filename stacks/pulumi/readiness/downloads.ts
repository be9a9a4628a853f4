import { at, type Mapping, mapping, mappings, text, whole } from '../../../constructs/observed';
import { claimNames, readConditions } from './pods';
import { oneLine, reasoned } from './text';

/** A Job that downloads weights into a claim. */
export interface Download {
  readonly name: string;
  readonly claimName: string;
  readonly phase: 'complete' | 'running' | 'suspended' | 'failed';
  /** What is known of it, as a sentence part. */
  readonly detail: string;
}

/**
 * The downloads that a graph waits for, one for each claim that it mounts: of several Jobs the newest counts, for a changed download
 * is a Job of another name. Whether a Job downloads is told by its name, as in Stator and in the public recipes (`model-download`).
 */
export function readDownloads(jobs: readonly Mapping[], claims: ReadonlySet<string>): readonly Download[] {
  const newest = new Map<string, { readonly created: number; readonly download: Download }>();
  for (const job of jobs) {
    const name = text(at(job, 'metadata', 'name')) ?? '';
    const claimName = writtenClaims(job).find((claim) => claims.has(claim));
    if (claimName === undefined || !name.includes('download')) continue;
    if (at(job, 'metadata', 'deletionTimestamp') !== undefined) continue;
    const created = Date.parse(text(at(job, 'metadata', 'creationTimestamp')) ?? '') || 0;
    const known = newest.get(claimName);
    if (known === undefined || known.created < created) {
      newest.set(claimName, { created, download: { name, claimName, ...progress(job) } });
    }
  }
  return [...newest.values()].map(({ download }) => download);
}

/** Claims that a Job may write to. */
function writtenClaims(job: Mapping): readonly string[] {
  const spec = mapping(at(job, 'spec', 'template', 'spec')) ?? {};
  const writable = new Set(
    mappings(spec['containers']).flatMap((container) =>
      mappings(container['volumeMounts']).flatMap((mount) => (mount['readOnly'] === true ? [] : [mount['name']])),
    ),
  );
  return claimNames({ volumes: mappings(spec['volumes']).filter(({ name }) => writable.has(name)) });
}

/** Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup */
function progress(job: Mapping): Pick<Download, 'phase' | 'detail'> {
  const conditions = readConditions(job['status']).filter(({ status }) => status === 'True');
  const failure = conditions.find(({ type }) => type === 'Failed');
  if (failure !== undefined) {
    return { phase: 'failed', detail: oneLine(reasoned(failure.reason, failure.message) || 'it failed') };
  }
  if (conditions.some(({ type }) => type === 'Complete')) return { phase: 'complete', detail: 'complete' };
  if (at(job, 'spec', 'suspend') === true) return { phase: 'suspended', detail: 'it is suspended' };
  const attempts = whole(at(job, 'status', 'failed')) ?? 0;
  const since = text(at(job, 'status', 'startTime'));
  const words = [
    since === undefined ? 'it has not started' : `running since ${since}`,
    attempts === 0 ? '' : `${attempts} of ${(whole(at(job, 'spec', 'backoffLimit')) ?? 6) + 1} attempts failed`,
  ];
  return { phase: 'running', detail: oneLine(words.filter((word) => word !== '').join(', ')) };
}
