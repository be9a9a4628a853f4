import { unneededPrivileges } from '../../constructs/rules/unneeded-privileges';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, type Part, vllm } from './parts';

const PRIVILEGED = { securityContext: { privileged: true } };
const said = (parts: readonly Part[], documents: readonly object[] = []) =>
  findings(unneededPrivileges, manifest(parts, { documents }));
const workload = (kind: string, resources: object = {}) => ({
  apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
  kind,
  metadata: { name: 'perf' },
  spec: { template: { spec: { containers: [{ name: 'perf', ...PRIVILEGED, resources }] } } },
});

describe('DYN200 privileged containers', () => {
  test.each(API_VERSIONS)('%s: one in a pod without an adapter is a warning', (apiVersion) => {
    const parts = [vllm('worker', 'worker', [], { container: PRIVILEGED })];
    expect(findings(unneededPrivileges, manifest(parts, { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN200',
        severity: 'warning',
        path: expect.stringMatching(/worker.*securityContext\.privileged$/),
        message: "the container 'main' of 'worker' is privileged, but its pod asks for no RDMA adapter",
        fix: expect.stringContaining('IPC_LOCK'),
      }),
    ]);
  });

  test.each(API_VERSIONS)('%s: EFA needs it', (apiVersion) => {
    const limits = { 'vpc.amazonaws.com/efa': '4' };
    const parts = [frontend(), vllm('worker', 'worker', [], { container: PRIVILEGED, limits })];
    expect(findings(unneededPrivileges, manifest(parts, { apiVersion }))).toEqual([]);
  });

  test('a Job needs none, an agent on every node may', () => {
    expect(said([], [workload('Job')])).toHaveLength(1);
    expect(said([], [workload('DaemonSet')])).toEqual([]);
    expect(said([vllm('worker', 'worker')])).toEqual([]);
  });
});
