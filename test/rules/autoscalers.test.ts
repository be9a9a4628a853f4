import { autoscalers } from '../../constructs/rules/autoscalers';
import { findings } from './findings';
import { API_VERSIONS, frontend, type GraphOptions, manifest, type Part, vllm } from './parts';

const ADAPTER = { v1beta1: {}, v1alpha1: { enabled: true } };
const target = (name: string, kind = 'DynamoGraphDeploymentScalingAdapter') => ({
  spec: { scaleTargetRef: { apiVersion: 'nvidia.com/v1alpha1', kind, name } },
});
const hpa = (name: string, adapter: string, kind?: string) => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name },
  ...target(adapter, kind),
});
const keda = (name: string, adapter: string) => ({
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledObject',
  metadata: { name },
  ...target(adapter),
});
const graph = (options: GraphOptions, more: readonly Part[] = []) => {
  const own = { scalingAdapter: ADAPTER[options.apiVersion ?? 'v1beta1'] };
  return manifest([frontend(), vllm('Decode', 'decode', [], { own }), ...more], options);
};

describe('DYN014 autoscalers', () => {
  test.each(API_VERSIONS)('%s: two on one adapter are an error', (apiVersion) => {
    const yaml = graph({ apiVersion, documents: [hpa('load', 'r1-decode'), keda('queue', 'r1-decode')] });
    expect(findings(autoscalers, yaml)).toEqual([
      expect.objectContaining({
        code: 'DYN014',
        severity: 'error',
        path: 'test.yaml#1 ScaledObject/queue: spec.scaleTargetRef',
        message: "ScaledObject 'queue' scales 'r1-decode', which HorizontalPodAutoscaler 'load' scales already",
      }),
    ]);
  });

  test.each([
    ['v1beta1', 'scalingAdapter: {}'],
    ['v1alpha1', 'scalingAdapter: { enabled: true }'],
  ] as const)('%s: an adapter that nobody makes is an error', (apiVersion, field) => {
    const yaml = graph({ apiVersion, documents: [hpa('load', 'r1-frontend')] });
    expect(findings(autoscalers, yaml)).toEqual([
      expect.objectContaining({
        severity: 'error',
        message: "HorizontalPodAutoscaler 'load' scales 'r1-frontend', but 'frontend' has no scaling adapter",
        fix: `add ${field} to 'frontend'`,
      }),
    ]);
  });

  test('one beside a planner is a warning', () => {
    const planner: Part = { name: 'planner', role: 'planner', command: ['python3', '-m', 'dynamo.planner'] };
    const yaml = graph({ documents: [hpa('load', 'r1-decode')] }, [planner]);
    expect(findings(autoscalers, yaml)).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: "HorizontalPodAutoscaler 'load' scales 'Decode', which the planner 'planner' may scale too",
      }),
    ]);
  });

  test('one beside a planner that scales the same pool is an error', () => {
    const beside = (config: object) => {
      const args = ['--config', JSON.stringify(config)];
      const planner: Part = { name: 'planner', role: 'planner', command: ['python3', '-m', 'dynamo.planner'], args };
      return findings(autoscalers, graph({ documents: [hpa('load', 'r1-decode')] }, [planner]));
    };
    expect(beside({ mode: 'decode' })).toEqual([
      expect.objectContaining({
        severity: 'error',
        message: "HorizontalPodAutoscaler 'load' scales 'Decode', which the planner 'planner' scales too",
      }),
    ]);
    expect(beside({ mode: 'prefill' })).toEqual([]);
    expect(beside({ mode: 'decode', advisory: true })).toEqual([]);
  });

  test.each([
    ['one autoscaler', [hpa('load', 'r1-decode')]],
    ['one for a graph that is somewhere else', [hpa('load', 'r2-decode')]],
    ['two for something else', [hpa('a', 'web', 'Deployment'), hpa('b', 'web', 'Deployment')]],
    [
      'two in two namespaces',
      [hpa('load', 'r1-decode'), { ...hpa('load', 'r1-decode'), metadata: { name: 'load', namespace: 'other' } }],
    ],
  ])('%s passes', (_, documents) => {
    expect(findings(autoscalers, graph({ documents }))).toEqual([]);
  });
});
