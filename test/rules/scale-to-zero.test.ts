import { scaleToZero } from '../../constructs/rules/scale-to-zero';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, type Part, vllm } from './parts';

const worker = (name: string, role: Part['role'], options: Partial<Part> = {}): Part =>
  vllm(name, role, ['--model', 'Qwen/Qwen3-32B'], { ...options });
const scaler = (kind: string, component: string, spec: object) => ({
  apiVersion: kind === 'ScaledObject' ? 'keda.sh/v1alpha1' : 'autoscaling/v2',
  kind,
  metadata: { name: `${component}-scaler` },
  spec: { scaleTargetRef: { kind: 'DynamoGraphDeploymentScalingAdapter', name: `r1-${component}` }, ...spec },
});
const messages = (parts: readonly Part[], documents: readonly object[] = []) =>
  findings(scaleToZero, manifest([frontend(), ...parts], { documents })).map(({ message }) => message);

describe('DYN015 a model keeps a worker', () => {
  test.each(API_VERSIONS)('%s: workers with no replicas at all are a warning', (apiVersion) => {
    const parts = [
      frontend(),
      worker('prefill', 'prefill', { replicas: 0 }),
      worker('decode', 'decode', { replicas: 0 }),
    ];
    expect(findings(scaleToZero, manifest(parts, { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN015',
        severity: 'warning',
        path: expect.stringContaining('prefill'),
        message:
          "no worker of 'Qwen/Qwen3-32B' has to stay: 'prefill' may have 0 (replicas 0), 'decode' may have 0 (replicas 0)",
        fix: expect.stringContaining('minReplicaCount'),
      }),
    ]);
  });

  test('KEDA goes down to 0 unless it is told not to', () => {
    expect(messages([worker('worker', 'worker')], [scaler('ScaledObject', 'worker', {})])).toEqual([
      "no worker of 'Qwen/Qwen3-32B' has to stay: 'worker' may have 0 (ScaledObject without minReplicaCount)",
    ]);
    expect(messages([worker('worker', 'worker')], [scaler('ScaledObject', 'worker', { minReplicaCount: 1 })])).toEqual(
      [],
    );
  });

  test('an HPA keeps one unless it is told not to', () => {
    expect(messages([worker('worker', 'worker')], [scaler('HorizontalPodAutoscaler', 'worker', {})])).toEqual([]);
    expect(
      messages([worker('worker', 'worker')], [scaler('HorizontalPodAutoscaler', 'worker', { minReplicas: 0 })]),
    ).toEqual([expect.stringContaining('minReplicas 0 of its HorizontalPodAutoscaler')]);
  });

  test('one worker that stays is enough, and so is a graph that says nothing', () => {
    expect(messages([worker('prefill', 'prefill', { replicas: 0 }), worker('decode', 'decode')])).toEqual([]);
    expect(messages([worker('worker', 'worker')])).toEqual([]);
    expect(messages([])).toEqual([]);
  });
});
