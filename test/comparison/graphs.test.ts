import { compareGraphs } from '../../constructs/comparison';
import { frontend, manifest, vllm } from '../rules/parts';
import { compareParts, observe, short } from './support';

const PARTS = [frontend(), vllm('prefill', 'prefill'), vllm('decode', 'decode')];

/** What differs when the manifest is changed as text. */
const edited = (edit: (text: string) => string, text = manifest(PARTS)) =>
  compareGraphs(observe(text), observe(edit(text)));
const withMetadata = (metadata: string) => (text: string) => text.replace('"name": "r1"', `"name": "r1", ${metadata}`);
const withSpec = (spec: string) => (text: string) => text.replace('"components"', `${spec}, "components"`);

describe('a graph', () => {
  test('that is written in the other API version is the same one', () => {
    const comparison = compareParts(PARTS, PARTS, { before: { apiVersion: 'v1alpha1' } });
    expect(comparison.graphs).toMatchObject([
      { presence: 'changed', rolls: [], replacedBecause: [], components: PARTS.map(() => ({ presence: 'same' })) },
    ]);
    expect(comparison.graphs[0]?.changes.map(short)).toEqual([
      ['apiVersion', 'nvidia.com/v1alpha1', 'nvidia.com/v1beta1', 'nothing'],
    ]);
  });

  test.each([
    ['a label', withMetadata('"labels": {"team": "a"}'), 'metadata.labels.team', 'nothing'],
    [
      'the queue',
      withMetadata('"annotations": {"nvidia.com/kai-scheduler-queue": "q"}'),
      'metadata.annotations[nvidia.com/kai-scheduler-queue]',
      'rolls',
    ],
    [
      'who runs the pods',
      withMetadata('"annotations": {"nvidia.com/enable-grove": "false"}'),
      'metadata.annotations[nvidia.com/enable-grove]',
      'replaces',
    ],
    ['the framework', withSpec('"backendFramework": "vllm"'), 'backendFramework', 'replaces'],
    ['a restart', withSpec('"restart": {"id": "1"}'), 'restart.id', 'rolls'],
    ['annotations for all pods', withSpec('"annotations": {"a": "b"}'), 'annotations.a', 'rolls'],
    [
      'the policy of KV transfer',
      withSpec('"experimental": {"kvTransferPolicy": {"domain": "rack"}}'),
      'experimental.kvTransferPolicy.domain',
      'replaces',
    ],
    [
      'the size of a group of components',
      withSpec('"experimental": {"componentGroups": [{"name": "g", "replicas": 2}]}'),
      'experimental.componentGroups[g].replicas',
      'scales',
    ],
  ])('%s', (_what, edit, place, effect) => {
    const [graph] = edited(edit).graphs;
    expect(graph?.changes.map((change) => [change.place, change.effect])).toEqual([[place, effect]]);
    expect(graph?.replacedBecause).toEqual(effect === 'replaces' ? [place] : []);
  });

  test('with another name is another graph, which is still compared', () => {
    const [graph] = edited((text) => text.replaceAll('"r1"', '"r2"')).graphs;
    expect(graph).toMatchObject({ name: 'r2', replacedBecause: ['metadata.name'] });
    expect(graph?.components.every(({ presence }) => presence === 'same')).toBe(true);
  });

  test('whose namespace is left to kubectl on one side is not replaced', () => {
    const [graph] = compareParts(PARTS, PARTS, { after: { namespace: 'llm' } }).graphs;
    expect(graph).toMatchObject({ replacedBecause: [], rolls: [] });
    const [moved] = compareParts(PARTS, PARTS, { before: { namespace: 'a' }, after: { namespace: 'b' } }).graphs;
    expect(moved?.replacedBecause).toEqual(['metadata.namespace']);
  });

  test('that one side alone has comes or goes', () => {
    const empty = observe('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n');
    const full = observe(manifest(PARTS));
    expect(compareGraphs(empty, full)).toMatchObject({
      same: false,
      graphs: [{ name: 'r1', presence: 'added', before: { gpus: 0 }, after: { gpus: 16, pods: 3 } }],
      objects: [{ kind: 'ConfigMap', name: 'x', presence: 'removed' }],
    });
    expect(compareGraphs(full, empty).graphs).toMatchObject([{ presence: 'removed', after: { pods: 0 } }]);
  });

  test('is found among several by its name', () => {
    const text = (...names: readonly string[]) =>
      names.map((name) => manifest(PARTS).replaceAll('"r1"', `"${name}"`)).join('\n---\n');
    const { graphs } = compareGraphs(observe(text('a', 'b', 'c')), observe(text('c', 'x', 'a')));
    expect(graphs.map(({ name, presence }) => [name, presence])).toEqual([
      ['c', 'same'],
      ['x', 'changed'],
      ['a', 'same'],
    ]);
  });
});

describe('what rolls', () => {
  const image = (name: string) => [
    frontend(),
    vllm('prefill', 'prefill', [], name === 'prefill' ? { image: 'r/x:1.6.0' } : {}),
    vllm('decode', 'decode'),
    vllm('other', 'worker', [], name === 'other' ? { image: 'r/x:1.6.0' } : {}),
  ];
  const rolls = (before: string, after: string, annotations = '') =>
    compareGraphs(
      observe(withMetadata(`"annotations": {${annotations}}`)(manifest(image(before)))),
      observe(withMetadata(`"annotations": {${annotations}}`)(manifest(image(after)))),
    ).graphs[0]?.rolls;

  test('with Grove, what has changed; without it, all workers together', () => {
    expect(rolls('', 'prefill')).toEqual([
      { component: 'prefill', because: ['image'], when: 'always' },
      { component: 'decode', because: ['prefill'], when: 'without Grove' },
      { component: 'other', because: ['prefill'], when: 'without Grove' },
    ]);
    expect(rolls('', 'prefill', '"nvidia.com/enable-grove": "false"')?.map(({ when }) => when)).toEqual([
      'always',
      'always',
      'always',
    ]);
  });

  test('a frontend rolls alone', () => {
    const { graphs } = compareParts(
      [frontend(), vllm('w', 'worker')],
      [frontend(['--http-port', '80']), vllm('w', 'worker')],
    );
    expect(graphs[0]?.rolls).toEqual([{ component: 'frontend', because: ['command.--http-port'], when: 'always' }]);
  });

  test('a variable of the graph rolls every component', () => {
    const { graphs } = compareParts(PARTS, PARTS, { after: { env: { DYN_LOG: 'debug' } } });
    expect(graphs[0]?.rolls.map(({ component, because }) => [component, because])).toEqual(
      ['frontend', 'prefill', 'decode'].map((name) => [name, ['env.DYN_LOG']]),
    );
  });

  test('a variable that moves from the component to the graph changes nothing', () => {
    const env = { DYN_LOG: 'debug' };
    const comparison = compareParts(
      [frontend([], { env }), vllm('w', 'worker', [], { env })],
      [frontend(), vllm('w', 'worker')],
      { after: { env } },
    );
    expect(comparison.same).toBe(true);
  });

  test('replicas alone roll nothing', () => {
    const { graphs } = compareParts(
      [frontend(), vllm('w', 'worker')],
      [frontend(), vllm('w', 'worker', [], { replicas: 4 })],
    );
    expect(graphs[0]).toMatchObject({
      rolls: [],
      replacedBecause: [],
      before: { gpus: 8 },
      after: { gpus: 32, pods: 5 },
    });
  });
});
