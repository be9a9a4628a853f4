import { computeDomainClaims } from '../../constructs/rules/compute-domain-claims';
import { findings } from './findings';
import { API_VERSIONS, manifest, type Part, trtllm } from './parts';

const TEMPLATE = 'r1-channel';
const CLAIM = 'compute-domain-channel';
const ON = { NCCL_MNNVL_ENABLE: '1' };

const domain = (numNodes: number, template = TEMPLATE) => ({
  apiVersion: 'resource.nvidia.com/v1beta1',
  kind: 'ComputeDomain',
  metadata: { name: 'r1-domain' },
  spec: { numNodes, channel: { resourceClaimTemplate: { name: template } } },
});
const podClaim = (template = TEMPLATE, name = CLAIM) => ({
  resourceClaims: [{ name, resourceClaimTemplateName: template }],
});
const linked = (name: 'prefill' | 'decode', options: Partial<Part> = {}): Part => ({
  ...trtllm(name, name, {}, [], { claims: [CLAIM], pod: podClaim(), env: ON }),
  ...options,
});
const PAIR = [linked('prefill'), linked('decode', { nodes: 8 })];
const check = (parts: readonly Part[], documents: readonly object[], complete = false) =>
  findings(computeDomainClaims, manifest(parts, { documents }), { complete });

describe('DYN038 compute domain claims', () => {
  test.each(API_VERSIONS)('%s: both pools claiming one domain pass', (apiVersion) => {
    const yaml = manifest(PAIR, { apiVersion, documents: [domain(9)] });
    expect(findings(computeDomainClaims, yaml, { complete: true })).toEqual([]);
  });

  test.each(API_VERSIONS)('%s: a pool without a claim beside one with it is an error', (apiVersion) => {
    const parts = [trtllm('prefill', 'prefill'), linked('decode', { nodes: 4 })];
    expect(findings(computeDomainClaims, manifest(parts, { apiVersion, documents: [domain(4)] }))).toEqual([
      expect.objectContaining({
        code: 'DYN038',
        severity: 'error',
        path: expect.stringContaining('prefill'),
        message: expect.stringContaining("'prefill' holds no channel of the compute domain that 'decode' claims"),
      }),
    ]);
  });

  test('pools of a graph that is not disaggregated hand nothing over', () => {
    const parts = [
      trtllm('a', 'worker'),
      { ...linked('decode', { nodes: 4 }), name: 'b', role: 'worker', args: [] } as const,
    ];
    expect(check(parts, [domain(4)])).toEqual([]);
    expect(check([trtllm('prefill', 'prefill'), trtllm('decode', 'decode')], [])).toEqual([]);
  });

  test('RDMA devices of one pool alone do not help', () => {
    const parts = [
      trtllm('prefill', 'prefill', {}, [], { limits: { 'rdma/ib': '4' } }),
      linked('decode', { nodes: 4 }),
    ];
    expect(check(parts, [domain(4)])).toHaveLength(1);
  });

  test('unless both ask for RDMA devices', () => {
    const limits = { 'rdma/ib': '4' };
    const parts = [trtllm('prefill', 'prefill', {}, [], { limits }), linked('decode', { nodes: 4, limits })];
    expect(check(parts, [domain(4)])).toEqual([]);
  });

  test.each(API_VERSIONS)('%s: a claim that the container does not use is an error', (apiVersion) => {
    const { claims: _, ...unused } = linked('decode');
    const yaml = manifest([linked('prefill'), unused], { apiVersion, documents: [domain(0)] });
    expect(findings(computeDomainClaims, yaml)[0]?.message).toBe(
      "the pod of 'decode' declares the claim 'compute-domain-channel', but its main container does not use it; it gets no channel",
    );
  });

  test.each(API_VERSIONS)('%s: a claim of the container that the pod does not declare is an error', (apiVersion) => {
    const yaml = manifest([linked('prefill', { pod: podClaim(TEMPLATE, 'other') })], {
      apiVersion,
      documents: [domain(0)],
    });
    expect(findings(computeDomainClaims, yaml).map(({ message }) => message)).toContain(
      "the container of 'prefill' claims 'compute-domain-channel', but its pod declares no such resource claim (only 'other')",
    );
  });

  test('a template that no domain makes is an error where the domain would be among the documents', () => {
    const parts = [linked('decode', { pod: podClaim('your-compute-domain-channel') })];
    expect(check(parts, [domain(1)])[0]).toMatchObject({
      message:
        "'decode' claims from the template 'your-compute-domain-channel', but the ComputeDomain makes 'r1-channel' of 'r1-domain'",
      fix: 'set resourceClaimTemplateName to r1-channel',
    });
    expect(check(parts, [])).toEqual([]);
    const elsewhere = { ...domain(1), metadata: { name: 'other', namespace: 'elsewhere' } };
    expect(check(parts, [elsewhere])).toEqual([]);
    expect(check(parts, [], true)[0]?.message).toContain('there is no ComputeDomain that makes it');
    const template = {
      apiVersion: 'resource.k8s.io/v1',
      kind: 'ResourceClaimTemplate',
      metadata: { name: 'your-compute-domain-channel' },
    };
    expect(check(parts, [template], true)).toEqual([]);
  });

  test('claims on other devices are none of its business', () => {
    const part = linked('decode', { pod: podClaim('efa-template', 'efa'), claims: ['efa'] });
    expect(check([part], [domain(0)], true)).toEqual([]);
    const pod = { resourceClaims: [{ name: CLAIM, resourceClaimName: 'made-by-hand' }, { name: 'efa' }] };
    expect(check([linked('decode', { pod, claims: [CLAIM, 'efa'] })], [], true)).toEqual([]);
  });

  test.each([
    [10, 1],
    [8, 1],
    [9, 0],
    [0, 0],
  ])('numNodes %i for nine pods of four GPUs: %i findings', (numNodes, count) => {
    const found = check(PAIR, [domain(numNodes)]);
    expect(found).toHaveLength(count);
    expect(found[0]?.message ?? '').toContain(
      count === 0 ? '' : `waits for ${numNodes} nodes, but 9 pods claim it (1 of 'prefill', 8 of 'decode')`,
    );
  });

  test('small pods may share a node', () => {
    const parts = [linked('prefill', { gpus: 2 }), linked('decode', { gpus: 2 })];
    expect(check(parts, [domain(1)])).toEqual([]);
    expect(check(parts, [domain(2)])).toEqual([]);
    expect(check(parts, [domain(3)])).toHaveLength(1);
  });

  test('numNodes is left alone where pods come and go, or other documents claim too', () => {
    expect(check([linked('prefill'), linked('decode', { own: { scalingAdapter: {} } })], [domain(9)])).toEqual([]);
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'bench' },
      spec: { template: { spec: podClaim() } },
    };
    expect(check(PAIR, [domain(10), job])).toEqual([]);
  });

  test('NCCL told to leave multi-node NVLink alone is an error over several nodes, else a warning', () => {
    const off = { env: { NCCL_MNNVL_ENABLE: '0' } };
    const [prefill, decode] = check([linked('prefill', off), linked('decode', { nodes: 8, ...off })], [domain(9)]);
    expect(prefill).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('turns multi-node NVLink off'),
    });
    expect(decode).toMatchObject({ severity: 'error', path: expect.stringContaining('NCCL_MNNVL_ENABLE') });
  });

  test('NCCL not told anything is a warning over several nodes', () => {
    const found = check([linked('prefill', { env: {} }), linked('decode', { nodes: 8, env: {} })], [domain(9)]);
    expect(found).toEqual([
      expect.objectContaining({
        severity: 'warning',
        path: expect.stringContaining('decode'),
        fix: expect.stringContaining('to 1'),
      }),
    ]);
  });
});
