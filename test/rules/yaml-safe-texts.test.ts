import { Release } from '../../constructs';
import { Observation } from '../../constructs/observed';
import { yamlSafeTexts } from '../../constructs/rules/yaml-safe-texts';

const check = (data: Record<string, string>, complete = true) => {
  const value = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data };
  const observation = Observation.of([{ source: 'app/chart/c', value }]);
  return [...(yamlSafeTexts.checkDocuments?.(observation, { releaseOf: () => Release.latest, complete }) ?? [])];
};

describe('DYN111 texts survive YAML', () => {
  test.each(['0o14', '-0o7', 'a\u0085b', 'a\u2028b'])('%j is refused', (text) => {
    expect(check({ key: text })).toEqual([
      { path: 'app/chart/c ConfigMap/c: data.key', message: expect.stringContaining('would not come through YAML') },
    ]);
  });

  test('so is a merge key', () => {
    expect(check({ '<<': 'x' })).toHaveLength(1);
  });

  test.each(['0o19', 'x0o14', 'no', '012', 'a\nb', ''])('%j passes', (text) => {
    expect(check({ key: text })).toEqual([]);
  });

  test('documents that were read from files have their values already', () => {
    expect(check({ key: '0o14' }, false)).toEqual([]);
  });
});
