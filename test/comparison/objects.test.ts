import { compareGraphs } from '../../constructs/comparison';
import { frontend, manifest, vllm } from '../rules/parts';
import { observe, short } from './support';

const yaml = (kind: string, fields: string, name = 'x', apiVersion = 'v1') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name} }\n${fields}\n`;

/** The changes of the one object that differs. */
const changes = (before: string, after: string) => {
  const { objects } = compareGraphs(observe(before), observe(after));
  expect(objects).toHaveLength(1);
  return objects[0]?.changes.map(short);
};

describe('objects beside the graph', () => {
  const claim = (size: string, mode = 'ReadWriteMany') =>
    yaml('PersistentVolumeClaim', `spec: { accessModes: [${mode}], resources: { requests: { storage: ${size} } } }`);

  test('a claim grows, never shrinks, and is replaced for everything else', () => {
    const place = 'spec.resources.requests.storage';
    expect(changes(claim('100Gi'), claim('200Gi'))).toEqual([[place, '100Gi', '200Gi', 'nothing']]);
    expect(changes(claim('200Gi'), claim('100Gi'))).toEqual([[place, '200Gi', '100Gi', 'refused']]);
    expect(changes(claim('1Gi'), claim('1024Mi', 'ReadWriteOnce'))).toEqual([
      ['spec.accessModes', ['ReadWriteMany'], ['ReadWriteOnce'], 'replaces'],
    ]);
  });

  test.each([
    [
      'Job',
      'batch/v1',
      'spec: { template: { spec: { restartPolicy: Never } } }',
      'spec: { template: { spec: { restartPolicy: OnFailure } } }',
      'replaces',
    ],
    ['Job', 'batch/v1', 'spec: { backoffLimit: 1 }', 'spec: { backoffLimit: 2 }', 'nothing'],
    ['ComputeDomain', 'resource.nvidia.com/v1beta1', 'spec: { numNodes: 2 }', 'spec: { numNodes: 4 }', 'replaces'],
    ['Deployment', 'apps/v1', 'spec: { replicas: 1 }', 'spec: { replicas: 2 }', 'scales'],
    ['Deployment', 'apps/v1', 'spec: { template: { spec: { hostNetwork: true } } }', 'spec: {}', 'rolls'],
    ['StatefulSet', 'apps/v1', 'spec: { serviceName: a }', 'spec: { serviceName: b }', 'replaces'],
    ['StatefulSet', 'apps/v1', 'spec: { template: { spec: { hostNetwork: true } } }', 'spec: {}', 'rolls'],
    ['StorageClass', 'storage.k8s.io/v1', 'provisioner: a', 'provisioner: b', 'replaces'],
    ['RoleBinding', 'rbac.authorization.k8s.io/v1', 'roleRef: { name: a }', 'roleRef: { name: b }', 'replaces'],
    ['DynamoModel', 'nvidia.com/v1alpha1', 'spec: { baseModelName: a }', 'spec: { baseModelName: b }', 'replaces'],
    ['DynamoModel', 'nvidia.com/v1alpha1', 'spec: { modelName: a }', 'spec: { modelName: b }', 'nothing'],
    ['Service', 'v1', 'spec: { type: ClusterIP }', 'spec: { type: NodePort }', 'nothing'],
    ['ConfigMap', 'v1', 'data: { a: "1" }', 'data: { a: "2" }', 'nothing'],
    ['ConfigMap', 'v1', 'data: { a: "1" }\nimmutable: true', 'data: { a: "2" }\nimmutable: true', 'replaces'],
  ])('%s %s: %s becomes %s', (kind, apiVersion, before, after, effect) => {
    const found = changes(yaml(kind, before, 'x', apiVersion), yaml(kind, after, 'x', apiVersion));
    const effects = found?.map(([, , , its]) => its);
    expect(new Set(effects)).toEqual(new Set([effect]));
  });

  test('a kind that two groups have is two kinds', () => {
    const { objects } = compareGraphs(
      observe(yaml('Service', '', 'x')),
      observe(yaml('Service', '', 'x', 'serving.knative.dev/v1')),
    );
    expect(objects.map(({ presence }) => presence)).toEqual(['added', 'removed']);
  });

  test('another version of the same kind is the same object', () => {
    const hpa = (version: string) =>
      yaml('HorizontalPodAutoscaler', 'spec: { maxReplicas: 2 }', 'x', `autoscaling/${version}`);
    expect(changes(hpa('v1'), hpa('v2'))).toEqual([['apiVersion', 'autoscaling/v1', 'autoscaling/v2', 'nothing']]);
  });

  test('files in ConfigMaps are compared key by key, other content as text', () => {
    const map = (file: string) => yaml('ConfigMap', `data: { "a.yaml": ${JSON.stringify(file)} }`);
    expect(changes(map('a: 1\nb: { c: on }\n'), map('b: {c: true}\na: 2'))).toEqual([
      ['data[a.yaml].a', 1, 2, 'nothing'],
    ]);
    expect(changes(map('a: ['), map('b: ['))).toEqual([['data[a.yaml]', 'a: [', 'b: [', 'nothing']]);
  });

  test('what a Secret holds is compared, and not shown', () => {
    const secret = (token: string) => yaml('Secret', `stringData: { token: ${token} }`);
    expect(changes(secret('hunter2'), secret('hunter3'))).toEqual([
      ['stringData[token]', '(hidden)', '(hidden)', 'nothing'],
    ]);
    expect(compareGraphs(observe(secret('hunter2')), observe(secret('hunter2'))).same).toBe(true);
  });

  test('status is none of the matter', () => {
    expect(compareGraphs(observe(yaml('Job', 'status: { active: 1 }')), observe(yaml('Job', ''))).same).toBe(true);
  });

  test('a name that ends with another hash is the same object with other content', () => {
    const job = (hash: string, limit: number) =>
      yaml('Job', `spec: { backoffLimit: ${limit} }`, `download-${hash}`, 'batch/v1');
    expect(changes(job('0123abcd', 1), job('89abcdef', 2))).toEqual([
      ['metadata.name', 'download-0123abcd', 'download-89abcdef', 'nothing'],
      ['spec.backoffLimit', 1, 2, 'nothing'],
    ]);
  });

  test('objects of a graph with another name are found by their part of it', () => {
    const text = (name: string) =>
      `${manifest([frontend(), vllm('w', 'worker')]).replaceAll('"r1"', `"${name}"`)}\n---\n${yaml('Secret', 'type: Opaque', `${name}-token`)}`;
    const { objects } = compareGraphs(observe(text('r1')), observe(text('r2')));
    expect(objects.map(({ name, presence }) => [name, presence])).toEqual([['r2-token', 'changed']]);
  });
});
