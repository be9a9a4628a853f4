import { multinodeComponent } from '../../constructs/rules/multinode-component';
import { alpha, beta } from './graph-text';
import { violations } from './support';

describe('DYN007 multinode component', () => {
  test.each(['worker', 'prefill', 'decode'])('%s may span nodes', (type) => {
    expect(violations(multinodeComponent, beta([{ name: 'a', type, nodes: 2 }]))).toEqual([]);
    expect(violations(multinodeComponent, alpha([{ name: 'a', type, nodes: 16 }]))).toEqual([]);
  });

  test('2 is the default of an empty block', () => {
    expect(violations(multinodeComponent, beta([{ name: 'a', type: 'worker', fields: { multinode: {} } }]))).toEqual(
      [],
    );
  });

  test.each(['frontend', 'planner', 'epp'])('%s may not', (type) => {
    expect(violations(multinodeComponent, beta([{ name: 'a', type, nodes: 2 }]))).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[a]',
        message: `'a' is of type ${type} and has multinode, which only worker, prefill and decode may have`,
      },
    ]);
  });

  test.each([0, 1])('%i nodes are too few', (nodes) => {
    const [violation] = violations(multinodeComponent, alpha([{ name: 'a', type: 'worker', nodes }]));
    expect(violation?.path).toContain('spec.services.a');
    expect(violation?.message).toBe(`'a' has multinode.nodeCount ${nodes}, at least 2 nodes are needed`);
  });

  test('an unknown type is another rule', () => {
    expect(violations(multinodeComponent, alpha([{ name: 'a', type: 'main', nodes: 2 }]))).toEqual([]);
  });
});
