import { routerReplicaSync } from '../../constructs/rules/router-replica-sync';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, vllm } from './parts';

const KV = ['--router-mode', 'kv'];

describe('DYN064 replica sync of KV routers', () => {
  test.each(API_VERSIONS)('%s: several KV routers without it are a warning', (apiVersion) => {
    const yaml = manifest([frontend(KV, { replicas: 2 }), vllm('worker', 'worker')], { apiVersion });
    expect(findings(routerReplicaSync, yaml)).toEqual([
      expect.objectContaining({
        code: 'DYN064',
        severity: 'warning',
        path: expect.stringContaining('frontend'),
        message:
          "'frontend' has 2 replicas that route by KV cache (--router-mode kv), each by the load of its own requests alone",
      }),
    ]);
  });

  test('switched off, by flag or variable, it is missing too', () => {
    const off = [...KV, '--no-router-replica-sync'];
    expect(findings(routerReplicaSync, manifest([frontend(off, { replicas: 2 })]))).toHaveLength(1);
    const env = { DYN_ROUTER_MODE: 'kv', DYN_ROUTER_REPLICA_SYNC: 'false' };
    expect(findings(routerReplicaSync, manifest([frontend([], { replicas: 2, env })]))).toHaveLength(1);
  });

  test.each([
    ['replica sync', frontend([...KV, '--router-replica-sync'], { replicas: 2 })],
    ['replica sync by its variable', frontend(KV, { replicas: 2, env: { DYN_ROUTER_REPLICA_SYNC: 'true' } })],
    ['one replica', frontend(KV, { replicas: 1 })],
    ['no word about replicas', frontend(KV)],
    ['another mode', frontend(['--router-mode', 'round-robin'], { replicas: 2 })],
    ['a router that counts no blocks', frontend([...KV, '--no-router-track-active-blocks'], { replicas: 2 })],
  ])('%s passes', (_, part) => {
    expect(findings(routerReplicaSync, manifest([part]))).toEqual([]);
  });
});
