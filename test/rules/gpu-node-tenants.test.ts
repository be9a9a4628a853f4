import { gpuNodeTenants } from '../../constructs/rules/gpu-node-tenants';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, type Part, vllm } from './parts';

const TOLERATION = { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' };
const server = (kind: string, pod: object, limits: object = {}) => ({
  apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
  kind,
  metadata: { name: 'nats' },
  spec: { template: { spec: { ...pod, containers: [{ name: 'nats', resources: { limits } }] } } },
});
const messages = (parts: readonly Part[], documents: readonly object[] = []) =>
  findings(gpuNodeTenants, manifest(parts, { documents })).map(({ message }) => message);

describe('DYN209 machines with GPUs', () => {
  test.each(API_VERSIONS)('%s: a frontend that tolerates their taint is a warning', (apiVersion) => {
    const parts = [frontend([], { pod: { tolerations: [TOLERATION] } })];
    expect(findings(gpuNodeTenants, manifest(parts, { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN209',
        severity: 'warning',
        path: expect.stringContaining('frontend'),
        message: "'frontend' asks for no GPU, but tolerates the taint nvidia.com/gpu",
        fix: expect.stringContaining('CPU machines'),
      }),
    ]);
  });

  test('so are servers that select them or tolerate everything', () => {
    expect(messages([], [server('StatefulSet', { nodeSelector: { 'nvidia.com/gpu.present': 'true' } })])).toEqual([
      "StatefulSet 'nats' asks for no GPU, but selects nodes by nvidia.com/gpu.present",
    ]);
    expect(messages([], [server('Deployment', { tolerations: [{ operator: 'Exists' }] })])).toEqual([
      "Deployment 'nats' asks for no GPU, but tolerates every taint",
    ]);
  });

  test('workers, pods with a GPU, Jobs, and pods on other machines pass', () => {
    const pod = { tolerations: [TOLERATION] };
    expect(messages([frontend(), vllm('worker', 'worker', [], { pod })])).toEqual([]);
    expect(messages([frontend([], { pod: { tolerations: [{ key: 'dedicated', operator: 'Exists' }] } })])).toEqual([]);
    expect(messages([], [server('Deployment', pod, { 'nvidia.com/gpu': '1' }), server('Job', pod)])).toEqual([]);
  });
});
