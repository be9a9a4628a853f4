import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { appDocuments, type InferenceGraph } from '../../constructs';
import { PodSecurityLevel } from '../../constructs/pod-security';
import { Release } from '../../constructs/releases';
import { accepts, build, type RandomGraph, randomGraph } from '../graph/random-graphs';
import { HAS_CRDS } from '../manifests/shared';
import { Cluster } from './cluster';
import { installCrds } from './crds';
import { figure } from './figures';
import { place, podsOf, withoutAccount } from './placement';
import { GRAPHS, OWN_RELEASE, SEED } from './settings';
import { describeDryRun, describeWriting } from './suite';

/** Graphs in one call of kubectl. */
const BATCH = 50;
/** Graphs of each release whose pods are placed on nodes. */
const PLACED = 2;
/** Milliseconds for one test of a release. */
const TIMEOUT = 120_000 + 60 * GRAPHS;

interface Accepted {
  readonly spec: RandomGraph;
  readonly graph: InferenceGraph;
}

describeDryRun(`random graphs, seed ${SEED}`, () => {
  const cluster = Cluster.newest;
  const releases = cluster.dryRunOnly ? [OWN_RELEASE] : Release.all;
  const perRelease = Math.ceil(GRAPHS / releases.length);
  const taken = new Map<Release, readonly Accepted[]>();

  beforeAll(async () => {
    if (!cluster.dryRunOnly) {
      for (const level of Object.values(PodSecurityLevel)) {
        await cluster.kubectl(['create', 'namespace', `pods-${level}`]);
        await cluster.run([
          'label',
          '--overwrite',
          'namespace',
          `pods-${level}`,
          `pod-security.kubernetes.io/enforce=${level}`,
        ]);
      }
      await cluster.kubectl(['create', 'priorityclass', 'high', '--value', '1000']);
    }
  });

  describe.each(releases.map((release) => [release.version, release] as const))('of release %s', (_, release) => {
    const specs = fc.sample(
      randomGraph.map((spec) => ({ ...spec, release })),
      { numRuns: perRelease, seed: SEED + releases.indexOf(release) },
    );
    const accepted = specs.flatMap((spec, index) => {
      const graph = build(spec, `-${index}`);
      return graph !== undefined && accepts(graph) ? [{ spec, graph }] : [];
    });
    taken.set(release, accepted);

    beforeAll(async () => {
      if (HAS_CRDS && !cluster.dryRunOnly) {
        await installCrds(cluster, release);
      }
    });

    test(
      'are refused by Stator or taken by the API server',
      async () => {
        expect(accepted.length).toBeGreaterThan(perRelease / 20);
        for (let start = 0; start < accepted.length; start += BATCH) {
          const batch = accepted.slice(start, start + BATCH);
          const documents = batch.flatMap(({ graph }) => appDocuments(graph.node.root).map(({ value }) => value));
          const apply = [
            'apply',
            '--server-side',
            '--dry-run=server',
            '--validate=strict',
            '--output=name',
            '--filename',
            '-',
          ];
          const { stdout, stderr } = await cluster.kubectl(apply, Yaml.stringify(...documents));
          expect([stderr, stdout.trim().split('\n').length]).toEqual(['', documents.length]);
        }
        figure(
          `seed ${SEED}, release ${release}: ${perRelease} random graphs, ${accepted.length} not refused by Stator, all taken by the API server`,
        );
      },
      TIMEOUT,
    );

    describeWriting('not refused', () => {
      test(
        'have pods that the API server takes, in a namespace of the level that Stator names',
        async () => {
          let count = 0;
          for (const { graph, spec } of accepted) {
            // A patch may add a container that is not as strict as what Stator writes.
            const level = spec.patch === undefined ? graph.describe().podSecurity : PodSecurityLevel.PRIVILEGED;
            for (const { labels, annotations, spec: pod } of onePodOfEachKind(graph)) {
              const object = {
                apiVersion: 'v1',
                kind: 'Pod',
                metadata: { name: 'test', labels, annotations },
                spec: withoutAccount(pod),
              };
              const refusal = await cluster.refusal(object, `/api/v1/namespaces/pods-${level}/pods`);
              expect([refusal, spec.patch]).toEqual([undefined, spec.patch]);
              count++;
            }
          }
          figure(`release ${release}: ${count} pods of these graphs, all taken by the API server`);
        },
        TIMEOUT,
      );
    });
  });

  describeWriting('their pods', () => {
    test('are placed on the machines that Stator counts', async () => {
      const some = [...taken.values()].flatMap((accepted) =>
        accepted.filter(({ graph }) => placeable(graph)).slice(0, PLACED),
      );
      expect(some.length).toBeGreaterThan(0);
      for (const [index, { graph, spec }] of some.entries()) {
        const namespace = `random-${index}`;
        const { nodes } = graph.describe().totals;
        const needed = (name: string) => nodes.find(({ nodeGroup }) => nodeGroup === name)?.needed ?? 0;
        const { pending } = await place(cluster, graph, namespace, podsOf(graph, namespace), ({ name }) =>
          needed(name),
        );
        expect([[...pending], spec.patch]).toEqual([[], spec.patch]);
      }
      figure(`${some.length} random graphs placed by the scheduler on the machines that Stator counts`);
    });
  });
});

/** Small enough, and with nothing about its nodes that only the user knows. */
function placeable(graph: InferenceGraph): boolean {
  const { pools } = graph.describe();
  const pods = pools.reduce((sum, pool) => sum + pool.workers * pool.nodesPerWorker, 0);
  return pods > 0 && pods <= 40;
}

function onePodOfEachKind(graph: InferenceGraph) {
  return [...new Map(podsOf(graph, 'default').map((pod) => [`${pod.component} ${pod.part}`, pod])).values()];
}
