import { Release } from '../../constructs';
import { readManifests } from '../../constructs/manifests';
import { Observation } from '../../constructs/observed';
import { checkDocuments } from '../../constructs/rules';
import { apiFields } from '../../constructs/rules/api-fields';
import { alpha, beta, documents, FRONTEND, type Part } from './graph-text';
import { violations } from './support';

const graph = (fields: object, pod: object = {}, main: object = {}): string =>
  beta([FRONTEND, { name: 'decode', type: 'decode', fields, pod, main } satisfies Part]);

const messages = (yaml: string, release = Release.latest): readonly string[] =>
  violations(apiFields, yaml, { release }).map(({ message }) => message);

describe('DYN116 fields of the API', () => {
  test('a misspelt field is told with its whole path, and what was meant', () => {
    expect(violations(apiFields, graph({ replica: 2 }))).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[1].replica',
        message: 'unknown field "spec.components[1].replica"; did you mean "replicas"?',
        fix: "write 'replicas', or remove the field",
      },
    ]);
  });

  test.each<readonly [what: string, yaml: string, message: RegExp]>([
    [
      'an unknown field of a graph',
      beta([FRONTEND], { spec: { component: [] } }),
      /"spec\.component"; did you mean "components"\?/,
    ],
    ['a text for a number', graph({ replicas: '2' }), /must be of type integer, found string "2"/],
    ['a number for a text', graph({ type: 7 }), /must be of type string, found integer 7/],
    ['a map for a list', beta([FRONTEND], { spec: { env: { A: 'b' } } }), /must be of type array, found object/],
    [
      'a number in a variable',
      graph({}, {}, { env: [{ name: 'A', value: 1 }] }),
      /must be of type string, found integer 1/,
    ],
    [
      'a fraction as a quantity, which a CRD does not take',
      graph({ sharedMemorySize: 1.5 }),
      /must be of type integer or string, found number 1\.5/,
    ],
    ['no quantity', graph({}, {}, { resources: { limits: { memory: '80 GB' } } }), /must be a quantity, found "80 GB"/],
    [
      'an unknown field of a pod',
      graph({}, { toleration: [] }),
      /podTemplate\.spec\.toleration"; did you mean "tolerations"\?/,
    ],
    [
      'an unknown field of a container',
      graph({}, {}, { imagePullpolicy: 'Always' }),
      /imagePullpolicy"; did you mean "imagePullPolicy"\?/,
    ],
    [
      'a field of pods that the CRD lacks',
      graph({}, { schedulingGroup: { podGroupName: 'a' } }),
      /unknown field .*podTemplate\.spec\.schedulingGroup"/,
    ],
    [
      'an unknown field in the metadata of a pod',
      graph({ podTemplate: { metadata: { label: { a: 'b' } } } }),
      /unknown field "spec\.components\[1\]\.podTemplate\.metadata\.label"; did you mean "labels"\?/,
    ],
    [
      'a component without a name',
      beta([FRONTEND], { spec: {} }).replace('"name":"frontend",', ''),
      /has to have a name/,
    ],
    ['a component with a bad name', graph({ name: 'Front_End' }), /found "Front_End", allowed are letters/],
    ['replicas below zero', graph({ replicas: -1 }), /replicas is -1, allowed is 0 or more/],
    [
      'a misspelt kind of Dynamo',
      '{apiVersion: nvidia.com/v1beta1, kind: DynamoGraphDeploymentt, metadata: {name: a}}',
      /did you mean "DynamoGraphDeployment"\?/,
    ],
    [
      'a version that no release serves',
      '{apiVersion: nvidia.com/v1, kind: DynamoGraphDeployment, metadata: {name: a}}',
      /not served as nvidia\.com\/v1/,
    ],
    ['null as an item', graph({}, {}, { args: [null] }), /must be of type string, found null/],
    ['two components of one name', beta([FRONTEND, FRONTEND]), /duplicate value \{"name":"\w+"\}/],
    [
      'a Job',
      '{apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {templat: {}}}',
      /^unknown field "spec\.templat"; did you mean "template"\?$/,
    ],
    [
      'a ConfigMap',
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: 1}}',
      /must be of type string, found integer 1/,
    ],
    [
      'a kind that is none',
      '{apiVersion: apps/v1, kind: Deploymnt, metadata: {name: a}}',
      /did you mean Deployment of apps\/v1\?/,
    ],
    [
      'a ComputeDomain',
      '{apiVersion: resource.nvidia.com/v1beta1, kind: ComputeDomain, metadata: {name: a}, spec: {numNodes: "4", channel: {}}}',
      /must be of type integer, found string "4"/,
    ],
  ])('%s is refused', (_what, yaml, message) => {
    expect(messages(yaml)).toEqual([expect.stringMatching(message)]);
  });

  test.each<readonly [what: string, yaml: string]>([
    ['a graph', graph({ replicas: 2, sharedMemorySize: '8Gi', multinode: { nodeCount: 2 }, scalingAdapter: {} })],
    ['labels of a pod', graph({ podTemplate: { metadata: { labels: { a: 'b' } } } })],
    ['a quantity as a whole number', graph({ sharedMemorySize: 0 })],
    ['a v1alpha1 graph, whose fields have no table', alpha([{ name: 'a', fields: { replica: 2 } }])],
    [
      'the status, which a create drops',
      `{apiVersion: nvidia.com/v1beta1, kind: DynamoGraphDeployment, metadata: {name: a}, status: {any: 1}}`,
    ],
    ['a kind of another operator of NVIDIA', '{apiVersion: nvidia.com/v1, kind: ClusterPolicy, metadata: {name: a}}'],
    ['another kind', '{apiVersion: example.com/v1, kind: Thing, metadata: {name: a}, spec: 7}'],
  ])('%s passes', (_what, yaml) => {
    expect(messages(yaml)).toEqual([]);
  });

  test('metadata of pods is refused where the CRD would drop it', () => {
    const yaml = graph({ podTemplate: { metadata: { annotations: { a: 'b' } } } });
    expect(violations(apiFields, yaml, { release: Release.V1_2 })).toMatchObject([
      {
        message: 'unknown field "spec.components[1].podTemplate.metadata.annotations"; release 1.3 has it, this is 1.2',
      },
    ]);
  });

  test('an explicit null is refused in what Stator writes, and a warning in files', () => {
    const yaml = graph({ modelRef: null });
    const severities = (complete: boolean) =>
      violations(apiFields, yaml, { complete }).map(({ severity }) => severity ?? 'error');
    expect([severities(true), severities(false)]).toEqual([['error'], ['warning']]);
  });

  test('a field of a later release says so', () => {
    const yaml = graph({ runtimeVersionOverride: '1.4.2' });
    expect(violations(apiFields, yaml, { release: Release.V1_4 })).toMatchObject([
      {
        message: 'unknown field "spec.components[1].runtimeVersionOverride"; release 1.5 has it, this is 1.4',
        fix: 'use release 1.5, or remove the field',
      },
    ]);
    expect(messages(yaml, Release.V1_5)).toEqual([]);
  });

  test('null is dropped by kubectl apply: a warning in a graph, nothing in a built-in kind', () => {
    expect(violations(apiFields, graph({ replicas: null }))).toMatchObject([{ severity: 'warning' }]);
    expect(messages('{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: null}')).toEqual([]);
  });

  test('an object that lost its type in a patch', () => {
    const [document] = readManifests({
      name: 'f',
      content: '{apiVersion: v1, kind: Pod, metadata: {name: a}}',
    }).documents;
    const { kind, metadata } = document?.value ?? {};
    const untyped = Observation.of([{ source: 'f', value: JSON.parse(JSON.stringify({ kind, metadata })) }]);
    expect([
      ...(apiFields.checkDocuments?.(untyped, { releaseOf: () => Release.latest, complete: true }) ?? []),
    ]).toEqual([{ path: 'f Pod/a: apiVersion', message: 'required value', fix: "add 'apiVersion'" }]);
  });

  test('documents whose schema is looked at elsewhere are left out, and a reason acknowledges', () => {
    const yaml = documents(
      beta([FRONTEND], {
        spec: { unheardOf: 1 },
        annotations: { 'acknowledged.stator.dev/DYN116': 'a newer operator' },
      }),
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: 7}',
    );
    const read = readManifests({ name: 'test.yaml', content: yaml }).documents;
    const { findings, acknowledged } = checkDocuments(Observation.of(read), {
      releaseOf: () => Release.latest,
      complete: false,
      schemaChecked: ({ value }) => value.kind === 'ConfigMap',
    });
    expect(findings.filter(({ code }) => code === 'DYN116')).toEqual([]);
    expect(acknowledged.filter(({ code }) => code === 'DYN116')).toHaveLength(1);
  });
});
