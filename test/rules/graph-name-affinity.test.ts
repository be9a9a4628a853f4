import { graphNameAffinity } from '../../constructs/rules/graph-name-affinity';
import { alpha, beta, documents, FRONTEND } from './graph-text';
import { violations } from './support';

const LABEL = 'nvidia.com/dynamo-graph-deployment-name';
const expressions = (value: string, operator = 'In') => ({
  labelSelector: { matchExpressions: [{ key: LABEL, operator, values: [value] }] },
});
const required = (value: string) => ({
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [expressions(value)] } },
});

describe('DYN041 graph name affinity', () => {
  test.each([beta, alpha])('<graph>-<component> matches nothing', (text) => {
    const [violation, ...others] = violations(graphNameAffinity, text([{ ...FRONTEND, pod: required('r1-frontend') }]));
    expect(others).toEqual([]);
    expect(violation?.path).toMatch(/frontend]?$/);
    expect(violation?.message).toBe(
      `an affinity term of 'frontend' looks for ${LABEL} 'r1-frontend', but pods of this graph carry 'r1'; the term matches nothing`,
    );
    expect(violation?.fix).toBe(
      "use 'r1' there, and add nvidia.com/dynamo-component with 'frontend' to select the pods of that component",
    );
  });

  test('case does not matter: names of pods are lower-case', () => {
    const part = { name: 'Frontend', type: 'frontend', pod: required('r1-frontend') };
    expect(violations(graphNameAffinity, alpha([part]))).toHaveLength(1);
  });

  test('preferred terms, match labels and spread constraints count too', () => {
    const preferred = [
      { weight: 100, podAffinityTerm: { labelSelector: { matchLabels: { [LABEL]: 'r1-frontend' } } } },
    ];
    const pods = [
      { affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } } },
      { topologySpreadConstraints: [expressions('r1-frontend')] },
    ];
    for (const pod of pods) {
      expect(violations(graphNameAffinity, beta([{ ...FRONTEND, pod }]))).toHaveLength(1);
    }
  });

  test('the name of the graph passes, and names that are no component of it', () => {
    for (const value of ['r1', 'r2', 'r2-frontend', 'r1-70b']) {
      expect(violations(graphNameAffinity, beta([{ ...FRONTEND, pod: required(value) }]))).toEqual([]);
    }
  });

  test('another graph may have that very name', () => {
    const yaml = documents(
      beta([{ ...FRONTEND, pod: required('r1-frontend') }]),
      beta([FRONTEND], { name: 'r1-frontend' }),
    );
    expect(violations(graphNameAffinity, yaml)).toEqual([]);
  });

  test('a pod without affinity, or with malformed terms, is left alone', () => {
    const pod = { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: ['x', null] } } };
    expect(violations(graphNameAffinity, beta([FRONTEND, { ...FRONTEND, name: 'b', pod }]))).toEqual([]);
  });
});
