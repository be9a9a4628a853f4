import { componentList } from '../../constructs/rules/component-list';
import { alpha, beta, FRONTEND, type Part } from './graph-text';
import { violations } from './support';

const parts = (count: number): Part[] =>
  Array.from({ length: count }, (_, index) => ({ name: `w${index}`, type: 'worker' }));

describe('DYN002 component list', () => {
  test.each([beta, alpha])('1 and 25 components pass', (text) => {
    expect(violations(componentList, text(parts(1)))).toEqual([]);
    expect(violations(componentList, text(parts(25)))).toEqual([]);
  });

  test.each([beta, alpha])('none and 26 are errors', (text) => {
    expect(violations(componentList, text([]))).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1',
        message: "the graph 'r1' has 0 components, 1 to 25 are allowed",
        fix: 'add a frontend and at least one worker',
      },
    ]);
    expect(violations(componentList, text(parts(26)))[0]?.message).toContain('has 26 components, 1 to 25 are allowed');
  });

  test('names that differ only in case are an error, in both versions', () => {
    const yaml = (text: typeof beta) => text([FRONTEND, { name: 'decode' }, { name: 'Decode' }]);
    expect(violations(componentList, yaml(beta))).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[Decode]',
        message: "the names 'decode' and 'Decode' differ only in case, which Services do not keep",
        fix: "rename 'Decode'",
      },
    ]);
    expect(violations(componentList, yaml(alpha))[0]?.path).toContain('spec.services.Decode');
  });

  test('a name that occurs twice is one error, three times two', () => {
    const twice = beta([{ name: 'a' }, { name: 'a' }]);
    expect(violations(componentList, twice)[0]?.message).toBe(
      "the name 'a' occurs twice, each component needs its own",
    );
    expect(violations(componentList, beta([{ name: 'a' }, { name: 'a' }, { name: 'A' }]))).toHaveLength(2);
  });

  test('a second endpoint picker is an error', () => {
    const yaml = beta([FRONTEND, { name: 'one', type: 'epp' }, { name: 'two', type: 'epp' }]);
    const [violation, ...others] = violations(componentList, yaml);
    expect(others).toEqual([]);
    expect(violation?.path).toContain('spec.components[two]');
    expect(violation?.message).toContain("'two' is endpoint picker number 2 of the graph, at most one");
    expect(violation?.fix).toBe("keep 'one' and take 'two' out");
  });
});
