import { Release } from '../../constructs/releases';
import { groveNameBudget } from '../../constructs/rules/grove-name-budget';
import { graphYaml, violations } from './support';

const worker = (name: string, multinode: boolean) =>
  `    - { name: ${name}, type: decode${multinode ? ', multinode: { nodeCount: 2 }' : ''} }`;

describe('DYN001 grove name budget', () => {
  test('45 characters pass, also on the strictest operator', () => {
    const yaml = graphYaml(worker('d'.repeat(10), true), { name: 'g'.repeat(21) });
    expect(violations(groveNameBudget, yaml, { release: Release.V1_2 })).toEqual([]);
  });

  test('46 characters are an error where the operator refuses them', () => {
    const yaml = graphYaml(worker('d'.repeat(10), true), { name: 'g'.repeat(22) });
    const [violation] = violations(groveNameBudget, yaml, { release: Release.V1_2 });
    expect(violation?.severity).toBe('error');
    expect(violation?.message).toContain('take 46 characters together, at most 45');
    expect(violation?.path).toContain('spec.components[dddddddddd]');
  });

  test('and a warning where it shortens the name', () => {
    const yaml = graphYaml(worker('d'.repeat(10), true), { name: 'g'.repeat(22) });
    expect(violations(groveNameBudget, yaml, { release: Release.V1_6 })[0]?.severity).toBe('warning');
  });

  test('a component that alone exceeds 37 characters is an error everywhere', () => {
    const yaml = graphYaml(worker('d'.repeat(17), true), { name: 'g' });
    expect(violations(groveNameBudget, yaml, { release: Release.V1_6 })[0]).toMatchObject({
      message: expect.stringContaining('needs 38 characters'),
    });
  });

  test('without Grove there is no budget', () => {
    const yaml = graphYaml(worker('d'.repeat(30), true)).replace(
      'metadata:',
      "metadata:\n  annotations: { nvidia.com/enable-grove: 'false' }",
    );
    expect(violations(groveNameBudget, yaml)).toEqual([]);
  });
});
