import { serviceNames } from '../../constructs/rules/service-names';
import { graphYaml, violations } from './support';

const check = (graph: number, component: number) =>
  violations(
    serviceNames,
    graphYaml(`    - { name: ${'c'.repeat(component)}, type: worker }`, { name: 'g'.repeat(graph) }),
  );

describe('DYN113 Service names', () => {
  test('63 characters pass', () => {
    expect(check(52, 10)).toEqual([]);
  });

  test('a digit in front is an error', () => {
    const yaml = graphYaml('    - { name: worker, type: worker }', { name: '1abc' });
    expect(violations(serviceNames, yaml)).toEqual([
      expect.objectContaining({ message: expect.stringContaining('has to start with a letter') }),
    ]);
  });

  test('64 are an error at the component', () => {
    expect(check(53, 10)).toEqual([
      {
        path: expect.stringContaining('spec.components[cccccccccc]'),
        message: expect.stringContaining('would have 64 characters, at most 63'),
      },
    ]);
  });
});
