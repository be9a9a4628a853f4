import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { appDocuments } from '../../constructs';
import { compareGraphs } from '../../constructs/comparison';
import { readManifests } from '../../constructs/manifests';
import { Observation } from '../../constructs/observed';
import { build, type RandomGraph, randomGraph } from '../graph/random-graphs';
import { describeShared, sharedFiles } from '../manifests/shared';
import { directionless, mirrored, observe } from './support';

const observed = (spec: RandomGraph): Observation | undefined => {
  const graph = build(spec);
  return graph === undefined ? undefined : Observation.of(appDocuments(graph.node.root));
};

const RUNS = { numRuns: 60, seed: 6 };

describe('any graph', () => {
  test('does not differ from itself, written to a file and read back', () => {
    let compared = 0;
    fc.assert(
      fc.property(randomGraph, (spec) => {
        const observation = observed(spec);
        if (observation === undefined) {
          return;
        }
        compared++;
        const text = Yaml.stringify(...observation.documents.map(({ value }) => value));
        expect(compareGraphs(observation, observe(text))).toMatchObject({ same: true, objects: [] });
      }),
      RUNS,
    );
    expect(compared).toBeGreaterThan(10);
  });

  test('differs from any other as the other differs from it', () => {
    let compared = 0;
    fc.assert(
      fc.property(randomGraph, randomGraph, (one, two) => {
        const [left, right] = [observed(one), observed(two)];
        if (left === undefined || right === undefined) {
          return;
        }
        compared++;
        expect(mirrored(compareGraphs(right, left))).toEqual(directionless(compareGraphs(left, right)));
      }),
      RUNS,
    );
    expect(compared).toBeGreaterThan(5);
  });

  test('a comparison is plain frozen data, and leaves its documents alone', () => {
    const left = observe('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\ndata: { a: "b: 1" }\n');
    const comparison = compareGraphs(left, observe('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: z }\n'));
    expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
    expect(Object.isFrozen(comparison.objects[0])).toBe(true);
    expect(Object.isFrozen(left.documents[0]?.value)).toBe(false);
  });
});

describe('bad manifests', () => {
  const anything = fc.jsonValue({ maxDepth: 4 });
  const documents = fc.array(
    fc.record({
      apiVersion: fc.constantFrom('nvidia.com/v1alpha1', 'nvidia.com/v1beta1', 'v1'),
      kind: fc.constantFrom('DynamoGraphDeployment', 'ConfigMap', 'Secret'),
      metadata: fc.record({ name: fc.constantFrom('a', 'b') }),
      spec: fc.oneof(
        anything,
        fc.record({ services: fc.dictionary(fc.constantFrom('x', 'y'), anything), envs: anything, pvcs: anything }),
        fc.record({
          components: fc.array(fc.oneof(anything, fc.record({ name: fc.string(), podTemplate: anything }))),
        }),
      ),
      data: anything,
    }),
    { maxLength: 3 },
  );

  const listed = (items: readonly unknown[]) => {
    const content = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    return Observation.of(readManifests({ name: 'bad.json', content }).documents);
  };

  test('are compared all the same', () => {
    fc.assert(
      fc.property(documents, documents, (one, two) => {
        const [left, right] = [listed(one), listed(two)];
        expect(mirrored(compareGraphs(right, left))).toEqual(directionless(compareGraphs(left, right)));
        expect(compareGraphs(left, left).graphs.every(({ presence }) => presence === 'same')).toBe(true);
      }),
      { numRuns: 500, seed: 6 },
    );
  });
});

describeShared('public recipes', () => {
  const files = sharedFiles('recipes').map(
    (file) => [file.name, observe(Buffer.from(file.content).toString(), file.name)] as const,
  );

  test.each(files)('%s does not differ from itself', (_name, observation) => {
    expect(compareGraphs(observation, observation).same).toBe(true);
  });

  test('each differs from the next as the next differs from it', () => {
    for (const [index, [, left]] of files.entries()) {
      const right = files[(index + 1) % files.length]?.[1] ?? left;
      const comparison = compareGraphs(left, right);
      expect(comparison.same).toBe(false);
      expect(mirrored(compareGraphs(right, left))).toEqual(directionless(comparison));
    }
  });
});
