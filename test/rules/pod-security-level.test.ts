import { Release } from '../../constructs/releases';
import { podSecurityLevel } from '../../constructs/rules/pod-security-level';
import { findings } from './findings';
import { API_VERSIONS, type GraphOptions, manifest, type Part, sglang, trtllm, vllm } from './parts';

const namespace = (level: string, name = 'inference') => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': level } },
});
const hardened = {
  pod: { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } },
  container: { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
};
const found = (
  level: string,
  parts: readonly Part[],
  { documents = [], ...options }: GraphOptions & { readonly release?: Release } = {},
) =>
  findings(
    podSecurityLevel,
    manifest(parts, { namespace: 'inference', documents: [namespace(level), ...documents], ...options }),
    options.release === undefined ? {} : { release: options.release },
  );
const workload = (kind: string, podSpec: object, place = 'inference') => {
  const template = { spec: podSpec };
  const spec = {
    Pod: podSpec,
    CronJob: { jobTemplate: { spec: { template } } },
  }[kind] ?? { template };
  return { apiVersion: 'v1', kind, metadata: { name: 'tool', namespace: place }, spec };
};

describe('DYN115 Pod Security of the namespace', () => {
  test.each([
    ['v1beta1', 'podTemplate.spec.containers[main].securityContext.capabilities.add'],
    ['v1alpha1', 'extraPodSpec.mainContainer.securityContext.capabilities.add'],
  ] as const)('%s: a capability that the level does not know is an error', (apiVersion, field) => {
    const container = { securityContext: { capabilities: { add: ['IPC_LOCK', 'SYS_PTRACE'] } } };
    expect(found('baseline', [vllm('decode', 'decode', [], { container })], { apiVersion })).toEqual([
      expect.objectContaining({
        code: 'DYN115',
        severity: 'error',
        path: expect.stringMatching(new RegExp(`decode\\]?\\.${field.replaceAll(/[.[\]]/g, '\\$&')}$`)),
        message: expect.stringMatching(
          /^pods of 'decode' do not pass capabilities of level baseline, which namespace 'inference' enforces: .*add is IPC_LOCK, SYS_PTRACE, allowed is one of AUDIT_WRITE, /,
        ),
        fix: expect.stringMatching(
          /^set the field as allowed, or label namespace 'inference' with pod-security.kubernetes.io\/enforce: privileged/,
        ),
      }),
    ]);
  });

  test.each(API_VERSIONS)('%s: a pod that says nothing passes baseline, and not restricted', (apiVersion) => {
    const parts = [sglang('decode', 'decode')];
    expect(found('baseline', parts, { apiVersion })).toEqual([]);
    const controls = found('restricted', parts, { apiVersion }).map(
      ({ message }) => /pass (\w+) of/.exec(message)?.[1],
    );
    expect(controls).toEqual(['capabilities', 'seccompProfile', 'allowPrivilegeEscalation', 'runAsNonRoot']);
  });

  test.each(API_VERSIONS)('%s: a hardened pod passes restricted', (apiVersion) => {
    const parts = [vllm('decode', 'decode', [], hardened), sglang('prefill', 'prefill', [], { ...hardened, nodes: 2 })];
    expect(found('restricted', parts, { apiVersion })).toEqual([]);
  });

  test.each<[string, Part, string, string]>([
    [
      'vLLM over nodes',
      vllm('decode', 'decode', ['--tensor-parallel-size', '16'], { ...hardened, nodes: 2 }),
      'initContainers[wait-for-leader-mp]',
      'the operator adds it to the followers',
    ],
    [
      'TensorRT-LLM over nodes',
      trtllm('decode', 'decode', {}, [], { ...hardened, nodes: 2 }),
      'initContainers[grove-initc]',
      'Grove adds it to the leader',
    ],
  ])('%s: what operators add does not pass restricted', (_, part, container, origin) => {
    expect(found('baseline', [part])).toEqual([]);
    const reported = found('restricted', [part]);
    expect(reported).toEqual([
      expect.objectContaining({
        path: expect.stringMatching(/decode\]$/),
        message: expect.stringContaining(
          `pods of 'decode' do not pass capabilities and allowPrivilegeEscalation of level restricted, which namespace 'inference' enforces: ${container}.`,
        ),
        fix: expect.stringMatching(/enforce: baseline .*; what operators add cannot be changed$/),
      }),
    ]);
    expect(reported[0]?.message).toContain(`(${origin})`);
  });

  test.each<[string, Part, GraphOptions & { readonly release?: Release }]>([
    ['data-parallel vLLM', vllm('decode', 'decode', ['--data-parallel-size', '16'], { ...hardened, nodes: 2 }), {}],
    [
      'vLLM by Ray',
      vllm('decode', 'decode', ['--tensor-parallel-size', '16'], {
        ...hardened,
        nodes: 2,
        own: { annotations: { 'nvidia.com/vllm-distributed-executor-backend': 'ray' } },
      }),
      { apiVersion: 'v1alpha1' },
    ],
  ])('%s: nothing is added', (_, part, options) => {
    expect(found('restricted', [part], options)).toEqual([]);
  });

  test('up to release 1.2 followers of data-parallel vLLM wait, too', () => {
    const part = vllm('decode', 'decode', ['--data-parallel-size', '16'], { ...hardened, nodes: 2 });
    expect(found('restricted', [part], { release: Release.V1_2 })).toHaveLength(1);
    expect(found('restricted', [part], { release: Release.V1_3 })).toHaveLength(0);
  });

  test('the sidecar that v1alpha1 makes out of frontendSidecar has no security context', () => {
    const part = vllm('decode', 'decode', [], { ...hardened, own: { frontendSidecar: { image: 'i' } } });
    expect(found('restricted', [part], { apiVersion: 'v1alpha1' })).toEqual([
      expect.objectContaining({ message: expect.stringContaining('containers[sidecar-frontend].') }),
    ]);
    expect(found('restricted', [{ ...part, own: { frontendSidecar: 'main' } }])).toEqual([]);
  });

  test('AppArmor profiles by annotation count', () => {
    const annotations = { 'container.apparmor.security.beta.kubernetes.io/main': 'unconfined' };
    const part = vllm('decode', 'decode', [], { own: { extraPodMetadata: { annotations } } });
    expect(found('baseline', [part], { apiVersion: 'v1alpha1' })).toEqual([
      expect.objectContaining({ message: expect.stringContaining('appArmorProfile') }),
    ]);
  });

  test.each(['Pod', 'Job', 'CronJob', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'])('%s', (kind) => {
    const bad = { hostNetwork: true, containers: [{ name: 'main' }] };
    const [finding, ...rest] = found('baseline', [], { documents: [workload(kind, bad)] });
    expect(rest).toEqual([]);
    expect(finding?.message).toBe(
      `pods of ${kind} 'tool' do not pass hostNamespaces of level baseline, which namespace 'inference' enforces: hostNetwork is true, allowed is false`,
    );
    expect(finding?.path).toMatch(/ \w+\/tool: spec\.(?:jobTemplate\.spec\.)?(?:template\.spec\.)?hostNetwork$/);
    expect(found('baseline', [], { documents: [workload(kind, { containers: [{ name: 'main' }] })] })).toEqual([]);
  });

  test('the label that is proposed is enough for all pods of the namespace', () => {
    const documents = [workload('Job', { containers: [{ name: 'main', securityContext: { privileged: true } }] })];
    const fixes = found('restricted', [sglang('decode', 'decode')], { documents }).map(({ fix }) => fix);
    expect(new Set(fixes.map((fix) => /enforce: (\w+)/.exec(fix)?.[1]))).toEqual(new Set(['privileged']));
  });

  test.each([
    ['privileged', { hostPID: true }, 'inference'],
    ['baseline', { hostPID: true }, 'elsewhere'],
  ])('%s: %j in %s passes', (level, fields, place) => {
    const pod = { ...fields, containers: [{ name: 'main' }] };
    expect(found(level, [], { documents: [workload('Job', pod, place)] })).toEqual([]);
  });

  test('a namespace without the label refuses nothing', () => {
    const plain = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'inference' } };
    const part = vllm('decode', 'decode', [], { pod: { hostNetwork: true } });
    const yaml = manifest([part], { namespace: 'inference', documents: [plain] });
    expect(findings(podSecurityLevel, yaml)).toEqual([]);
  });

  test('a level that does not exist', () => {
    expect(found('strict', [])).toEqual([
      expect.objectContaining({
        path: expect.stringContaining('metadata.labels[pod-security.kubernetes.io/enforce]'),
        message: "namespace 'inference' enforces 'strict', which is none of privileged, baseline and restricted",
      }),
    ]);
  });
});
