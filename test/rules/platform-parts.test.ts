import type { PlatformDescription, PlatformPart } from '../../constructs/description';
import { Release } from '../../constructs/releases';
import { platformParts } from '../../constructs/rules/platform-parts';
import { graphYaml, violations } from './support';

const platform = (parts: readonly PlatformPart[], more: Partial<PlatformDescription> = {}): PlatformDescription => ({
  path: 'app/platform',
  release: '1.6',
  parts: Object.fromEntries(parts.map((part) => [part, { way: 'present' }])),
  queues: ['dynamo', 'inference'],
  ...more,
});
const component = (fields: string, limits = '{}', env = '[]') => `    - name: one
${fields.replaceAll(/^/gm, '      ')}
      podTemplate:
        spec:
          containers:
            - name: main
              image: nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.6.1
              command: [python3, -m, dynamo.vllm]
              resources: { limits: ${limits} }
              env: ${env}`;
const annotated = (yaml: string, key: string, value: string) =>
  yaml.replace('  name: r1', `  name: r1\n  annotations: { ${key}: '${value}' }`);
const check = (yaml: string, declared: PlatformDescription | undefined, release = Release.latest) =>
  violations(platformParts, yaml, { release, ...(declared === undefined ? {} : { platform: declared }) });

const WORKER = 'type: worker';
const CASES: readonly (readonly [PlatformPart[], string, string])[] = [
  [['grove'], graphYaml(component(`${WORKER}\nmultinode: { nodeCount: 2 }`)), 'spans 2 nodes'],
  [
    ['lws', 'volcano'],
    annotated(graphYaml(component(`${WORKER}\nmultinode: { nodeCount: 2 }`)), 'nvidia.com/enable-grove', 'false'),
    'without Grove',
  ],
  [['gpuOperator'], graphYaml(component(WORKER, "{ nvidia.com/gpu: '8' }")), 'asks for GPUs'],
  [['efaPlugin'], graphYaml(component(WORKER, "{ vpc.amazonaws.com/efa: '4' }")), 'vpc.amazonaws.com/efa'],
  [['networkOperator'], graphYaml(component(WORKER, "{ rdma/ib: '8' }")), 'asks for rdma/ib'],
  [['prometheus'], graphYaml(component('type: planner')), 'is a planner'],
  [['gatewayApi', 'inferenceExtension'], graphYaml(component('type: epp')), 'is an endpoint picker'],
  [['nats'], graphYaml(component(WORKER, '{}', '[{ name: DYN_EVENT_PLANE, value: nats }]')), 'DYN_EVENT_PLANE=nats'],
  [['etcd'], graphYaml(component(WORKER, '{}', '[{ name: DYN_DISCOVERY_BACKEND, value: etcd }]')), 'through etcd'],
];

describe('DYN191 what graphs need of the platform', () => {
  test.each(CASES)('%j is needed', (parts, yaml, message) => {
    const [found, ...more] = check(yaml, platform([]));
    expect(more).toEqual([]);
    expect(found?.message).toContain(message);
    expect(found?.fix).toBe(`add ${parts.join(', ')} to the parts of the platform`);
    expect(check(yaml, platform(parts))).toEqual([]);
    expect(check(yaml, undefined)).toEqual([]);
  });

  test('servers that the graph names itself are not asked of the platform', () => {
    const env = '[{ name: DYN_EVENT_PLANE, value: nats }, { name: NATS_SERVER, value: nats://nats:4222 }]';
    expect(check(graphYaml(component(WORKER, '{}', env)), platform([]))).toEqual([]);
  });

  test('a claim on an NVLink domain needs the DRA driver', () => {
    const yaml = `${graphYaml(component(WORKER)).replace(
      '          containers:',
      '          resourceClaims: [{ name: link, resourceClaimTemplateName: link }]\n          containers:',
    )}
---
apiVersion: resource.nvidia.com/v1beta1
kind: ComputeDomain
metadata: { name: link }
spec: { numNodes: 2, channel: { resourceClaimTemplate: { name: link } } }`;
    expect(check(yaml, platform([]))[0]?.fix).toContain('draDriver');
    expect(check(yaml, platform(['draDriver']))).toEqual([]);
  });

  test('the GPU Memory Service needs the DRA driver and the Kubernetes of the release', () => {
    const yaml = graphYaml(component(`${WORKER}\nexperimental: { gpuMemoryService: {} }`));
    expect(check(yaml, platform([], { kubernetes: '1.33' })).map(({ message }) => message)).toEqual([
      expect.stringContaining("NVIDIA's DRA driver"),
      expect.stringContaining('as Kubernetes 1.34 does; the platform has 1.33'),
    ]);
    expect(check(yaml, platform(['draDriver'], { kubernetes: '1.34.2' }))).toEqual([]);
  });

  test('a queue has to be there, and so has KAI', () => {
    const yaml = (queue: string) => annotated(graphYaml(component(WORKER)), 'nvidia.com/kai-scheduler-queue', queue);
    expect(check(yaml('inference'), platform([]))[0]?.message).toContain('has no KAI');
    expect(check(yaml('inference'), platform(['kai']))).toEqual([]);
    expect(check(yaml('other'), platform(['kai']))).toEqual([
      expect.objectContaining({
        message: "the queue 'other' is not there; the platform 'app/platform' has dynamo, inference",
        fix: "make it (new KaiQueue(chart, 'other')), or name it in the queues of the platform",
      }),
    ]);
  });

  test('a graph may not be newer than the operator, and only one release older', () => {
    const yaml = graphYaml(component(WORKER));
    expect(check(yaml, platform([], { release: '1.5' }))[0]?.message).toContain('does not know its fields');
    expect(check(yaml, platform([]), Release.V1_5)).toEqual([]);
    expect(check(yaml, platform([]), Release.V1_4)[0]).toMatchObject({ severity: 'warning' });
  });

  test("the driver has to be of the branch of the engine's image", () => {
    const yaml = graphYaml(component(WORKER));
    expect(check(yaml, platform([], { gpuDriver: '575.57' }))[0]?.message).toContain('branch 580');
    expect(check(yaml, platform([], { gpuDriver: '575.57', release: '1.2' }), Release.V1_2)).toEqual([]);
  });
});
