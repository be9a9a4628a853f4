import { HAS_CRDS } from '../manifests/shared';
import { Cluster } from './cluster';

/** Why tests of this kind cannot run here, if they cannot: then they are skipped, which jest shows. */
function obstacle(writes: boolean): string | undefined {
  if (Cluster.all.length === 0) {
    return 'no control plane';
  }
  if (!HAS_CRDS && !Cluster.newest.dryRunOnly) {
    return 'no CRDs in ../shared/crds';
  }
  return writes && Cluster.newest.dryRunOnly ? 'nothing is written to your own cluster' : undefined;
}

/** Tests that only ask. They run against a user's own cluster, too. */
export function describeDryRun(title: string, tests: () => void): void {
  describeUnless(obstacle(false), title, tests);
}

/** Tests that write. */
export function describeWriting(title: string, tests: () => void): void {
  describeUnless(obstacle(true), title, tests);
}

function describeUnless(reason: string | undefined, title: string, tests: () => void): void {
  if (reason === undefined) {
    describe(title, tests);
  } else {
    describe.skip(`${title} (${reason})`, () => {
      test('needs a cluster', () => {
        throw new Error(reason);
      });
    });
  }
}
