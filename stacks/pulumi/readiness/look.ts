import { ApiServerError } from './api-server-error';
import type { ClusterReader } from './cluster-reader';
import { expectedComponents } from './components';
import { readDownloads } from './downloads';
import { GRAPH_LABEL, JOB_LABEL } from './pods';
import type { GraphState, GraphTarget } from './state';

/** Kinds without which a wait still works, only that it knows less about causes. */
export type Dispensable = 'jobs' | 'events';

/**
 * Reads what the cluster holds of a graph.
 *
 * @param forbidden told when a kind that is not needed may not be read
 * @throws what the reader throws for everything else
 */
export async function look(
  reader: ClusterReader,
  target: GraphTarget,
  forbidden: (kind: Dispensable, error: ApiServerError) => void,
  signal?: AbortSignal,
): Promise<GraphState> {
  const { name, namespace, apiVersion } = target;
  const optional = async <T>(kind: Dispensable, reading: Promise<T>): Promise<T | undefined> => {
    try {
      return await reading;
    } catch (error) {
      if (!(error instanceof ApiServerError) || error.status !== 403) throw error;
      forbidden(kind, error);
      return undefined;
    }
  };
  // The graph first: what depends on it is then at least as new.
  const graph = await reader.get({ apiVersion, resource: 'dynamographdeployments', namespace, name }, signal);
  const pods = { apiVersion: 'v1', resource: 'pods', namespace } as const;
  const [own, claims, jobs, events] = await Promise.all([
    reader.list({ ...pods, labelSelector: `${GRAPH_LABEL}=${name}` }, signal),
    reader.list({ apiVersion: 'v1', resource: 'persistentvolumeclaims', namespace }, signal),
    optional('jobs', reader.list({ apiVersion: 'batch/v1', resource: 'jobs', namespace }, signal)),
    optional('events', reader.events(namespace, signal)),
  ]);
  const mounted = graph === undefined ? [] : expectedComponents(graph).flatMap(({ claimNames }) => claimNames);
  const downloads = readDownloads(jobs ?? [], new Set(mounted)).filter(({ phase }) => phase === 'running');
  const names = downloads.map((download) => download.name).join(',');
  const others =
    names === '' ? [] : await reader.list({ ...pods, labelSelector: `${JOB_LABEL} in (${names})` }, signal);
  return {
    target,
    pods: [...own, ...others],
    claims,
    ...(graph === undefined ? {} : { graph }),
    ...(jobs === undefined ? {} : { jobs }),
    ...(events === undefined ? {} : { events }),
  };
}
