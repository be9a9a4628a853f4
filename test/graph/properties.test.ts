import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { appDocuments } from '../../constructs';
import { CrdSet } from '../../constructs/admission';
import { Release } from '../../constructs/releases';
import { HAS_CRDS, sharedCrds } from '../manifests/shared';
import { accepts, build, randomGraph } from './random-graphs';

const crds = HAS_CRDS ? CrdSet.from(sharedCrds('dynamo-1.2', 'nvidia-dra')) : undefined;

describe('any graph', () => {
  test('is refused, or renders documents that read back as meant', () => {
    let accepted = 0;
    fc.assert(
      fc.property(randomGraph, (spec) => {
        const built = build(spec);
        if (built === undefined || !accepts(built)) {
          return;
        }
        accepted++;
        const documents = appDocuments(built.node.root).map(({ value }) => value);
        const read = parseAllDocuments(Yaml.stringify(...documents), { version: '1.1' }).map((each) => each.toJS());
        expect(read).toEqual(documents);
      }),
      { numRuns: 300, seed: 3 },
    );
    expect(accepted).toBeGreaterThan(20);
  });

  (crds === undefined ? test.skip : test)('that is not refused passes the CRDs', () => {
    fc.assert(
      fc.property(randomGraph, (spec) => {
        // The CRDs are those of release 1.2, where runtimeVersionOverride, which private images need, does not exist.
        const built = build({ ...spec, image: undefined, release: Release.V1_2 });
        if (built === undefined || !accepts(built)) {
          return;
        }
        expect(appDocuments(built.node.root).flatMap((document) => crds?.check(document) ?? [])).toEqual([]);
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  test('is described and refused without an exception of our own', () => {
    fc.assert(
      fc.property(randomGraph, (spec) => {
        const built = build(spec);
        expect(built === undefined || built.describe().pools.length > 0).toBe(true);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
