import { rdmaMemoryLock } from '../../constructs/rules/rdma-memory-lock';
import { findings } from './findings';
import { API_VERSIONS, manifest, vllm } from './parts';

const worker = (limits: Record<string, string>, securityContext?: object) =>
  vllm('decode', 'decode', [], {
    limits,
    ...(securityContext === undefined ? {} : { container: { securityContext } }),
  });
const capability = (name: string) => ({ capabilities: { add: [name] } });

describe('DYN034 RDMA needs locked memory', () => {
  test.each(API_VERSIONS)('%s: an adapter without IPC_LOCK is an error', (apiVersion) => {
    expect(findings(rdmaMemoryLock, manifest([worker({ 'rdma/ib': '8' })], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN034',
        severity: 'error',
        path: expect.stringContaining('decode'),
        message:
          "'decode' asks for rdma/ib: 8, but its container has neither the capability IPC_LOCK nor privileged: true",
      }),
    ]);
  });

  test.each(['rdma/hca_shared_devices_a', 'vpc.amazonaws.com/efa', 'networking.gke.io.networks/rdma-0'])(
    '%s counts as an adapter',
    (name) => {
      expect(findings(rdmaMemoryLock, manifest([worker({ [name]: '1' })]))).toHaveLength(1);
    },
  );

  test.each(API_VERSIONS)('%s: IPC_LOCK, all capabilities and privileged containers pass', (apiVersion) => {
    for (const context of [
      capability('IPC_LOCK'),
      capability('CAP_IPC_LOCK'),
      capability('ALL'),
      { privileged: true },
    ]) {
      expect(findings(rdmaMemoryLock, manifest([worker({ 'rdma/ib': '8' }, context)], { apiVersion }))).toEqual([]);
    }
  });

  test.each([
    {},
    { 'rdma/ib': '0' },
    { 'nvidia.com/gpu.shared': '1' },
    { 'networking.gke.io.networks/rdma-0.IP': '1' },
  ])('no adapter passes: %j', (limits) => {
    expect(findings(rdmaMemoryLock, manifest([worker(limits)]))).toEqual([]);
  });
});
