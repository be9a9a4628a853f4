import { AggregatedPool, Engine, Frontend, InferenceGraph, models, Parallelism, Precision } from '../../constructs';
import type { PodTemplatePatch } from '../../constructs/graph/pod-template-patch';
import { patchPodTemplate } from '../../constructs/graph/pod-template-patch';
import { at, mappings } from '../../constructs/observed';
import { chart, h200 } from './support';

const template = {
  metadata: { annotations: { kept: 'yes', gone: 'yes' } },
  spec: {
    nodeSelector: { gpu: 'h200' },
    tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }],
    volumes: [
      { name: 'config', configMap: { name: 'engine' } },
      { name: 'cache', persistentVolumeClaim: { claimName: 'weights' } },
    ],
    containers: [
      {
        name: 'main',
        image: 'engine:1.6.1',
        args: ['--a', '--b'],
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
        volumeMounts: [{ name: 'config', mountPath: '/config', readOnly: true }],
      },
    ],
  },
};

const patched = (patch: PodTemplatePatch): unknown => patchPodTemplate(template, patch);

test('merges mappings, and null takes a field out', () => {
  expect(
    patched({
      metadata: { annotations: { gone: null, added: 'yes' } },
      spec: { tolerations: null, nodeSelector: { zone: 'a' } },
    }),
  ).toEqual({
    metadata: { annotations: { kept: 'yes', added: 'yes' } },
    spec: {
      nodeSelector: { gpu: 'h200', zone: 'a' },
      volumes: template.spec.volumes,
      containers: template.spec.containers,
    },
  });
});

test('merges containers by name, and adds a sidecar behind them', () => {
  const sidecar = { name: 'logs', image: 'logs:1' };
  const result = patched({ spec: { containers: [{ name: 'main', args: ['--c'], workingDir: '/work' }, sidecar] } });
  expect(at(result, 'spec', 'containers')).toEqual([
    { ...template.spec.containers[0], args: ['--c'], workingDir: '/work' },
    sidecar,
  ]);
});

test('puts an environment variable, a volume and a mount in the place of the one of its name', () => {
  const secret = { name: 'A', valueFrom: { secretKeyRef: { name: 'keys', key: 'a' } } };
  const mount = { name: 'other', mountPath: '/config' };
  const result = patched({
    spec: {
      volumes: [{ name: 'config', emptyDir: {} }],
      containers: [{ name: 'main', env: [secret, { name: 'C', value: '3' }], volumeMounts: [mount] }],
    },
  });
  const [main] = mappings(at(result, 'spec', 'containers'));
  expect(main?.['env']).toEqual([secret, { name: 'B', value: '2' }, { name: 'C', value: '3' }]);
  expect(main?.['volumeMounts']).toEqual([mount]);
  expect(at(result, 'spec', 'volumes')).toEqual([{ name: 'config', emptyDir: {} }, template.spec.volumes[1]]);
});

test('takes an item out of a list of named ones', () => {
  const result = patched({ spec: { volumes: [{ name: 'cache', $patch: 'delete' }] } });
  expect(at(result, 'spec', 'volumes')).toEqual([template.spec.volumes[0]]);
});

test('replaces other lists, and leaves nothing of null in what is new', () => {
  const result = patched({
    spec: {
      tolerations: [{ key: 'spot', operator: 'Exists' }],
      affinity: { podAffinity: null, podAntiAffinity: {} },
    },
  });
  expect(at(result, 'spec', 'tolerations')).toEqual([{ key: 'spot', operator: 'Exists' }]);
  expect(at(result, 'spec', 'affinity')).toEqual({ podAntiAffinity: {} });
});

test('tells ports of one number apart by protocol', () => {
  const result = patchPodTemplate(
    { spec: { containers: [{ name: 'main', image: 'a:1.6.1' }] } },
    {
      spec: {
        containers: [{ name: 'main', ports: [{ containerPort: 53 }, { containerPort: 53, protocol: 'UDP' }] }],
      },
    },
  );
  const [main] = mappings(at(result, 'spec', 'containers'));
  expect(main?.['ports']).toHaveLength(2);
});

test('leaves the template that it is laid over as it was', () => {
  const before = JSON.stringify(template);
  patched({ spec: { containers: [{ name: 'main', image: 'other:1.6.1' }], volumes: null } });
  expect(JSON.stringify(template)).toBe(before);
});

describe('in a graph', () => {
  function graph(
    pool: PodTemplatePatch,
    frontend: PodTemplatePatch,
    images: { pool?: string; frontend?: string } = {},
  ) {
    const result = new InferenceGraph(chart(), 'qwen', {
      model: models.QWEN3_32B.at(Precision.FP8),
      engine: Engine.vllm(),
    });
    new Frontend(result, 'frontend', {
      podTemplate: frontend,
      ...(images.frontend === undefined ? {} : { image: images.frontend }),
    });
    new AggregatedPool(result, 'worker', {
      nodes: h200,
      parallelism: Parallelism.tensor(2),
      podTemplate: pool,
      ...(images.pool === undefined ? {} : { image: images.pool }),
    });
    return result;
  }
  const components = (result: InferenceGraph) => mappings(at(result.deployment.toJson(), 'spec', 'components'));

  test('the patch stands in the manifest, and no rule minds', () => {
    const result = graph({ spec: { priorityClassName: 'high' } }, { spec: { nodeSelector: { pool: 'system' } } });
    const [frontend, worker] = components(result);
    expect(at(frontend, 'podTemplate', 'spec', 'nodeSelector')).toEqual({ pool: 'system' });
    expect(at(worker, 'podTemplate', 'spec', 'priorityClassName')).toBe('high');
    expect(result.check().findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('rules see a patch: a field that Kubernetes does not have is refused', () => {
    const result = graph({ spec: { priorityClasName: 'high' } }, {});
    expect(result.check().findings.map(({ code }) => code)).toContain('DYN116');
  });

  test('each component may have its own image', () => {
    const result = graph({}, {}, { frontend: 'registry/frontend:1.6.1', pool: 'registry/mine@sha256:0' });
    const [frontend, worker] = components(result);
    const image = (component: unknown) => mappings(at(component, 'podTemplate', 'spec', 'containers'))[0]?.['image'];
    expect([image(frontend), image(worker)]).toEqual(['registry/frontend:1.6.1', 'registry/mine@sha256:0']);
    expect([frontend?.['runtimeVersionOverride'], worker?.['runtimeVersionOverride']]).toEqual([undefined, '1.6.1']);
    expect(result.describe().pools[0]?.pod.image).toBe('registry/mine@sha256:0');
  });
});
