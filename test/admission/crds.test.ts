import { CrdSet } from '../../constructs/admission';
import { compile } from '../../constructs/admission/cel/program';
import { Severity } from '../../constructs/findings';
import { isJsonArray, isJsonObject, type Json, type ManifestDocument, readManifests } from '../../constructs/manifests';
import { describeShared, sharedFiles } from '../manifests/shared';
import { sharedCrdDocuments } from './support';

/** The rules of all schemas in a CRD. */
function rulesOf(value: Json): string[] {
  if (isJsonArray(value)) return value.flatMap(rulesOf);
  if (!isJsonObject(value)) return [];
  const rules = value['x-kubernetes-validations'];
  const here = isJsonArray(rules) ? rules.flatMap((rule) => (isJsonObject(rule) ? [String(rule['rule'])] : [])) : [];
  return [...here, ...Object.values(value).flatMap(rulesOf)];
}

describeShared('the real CRDs', () => {
  let documents: readonly ManifestDocument[];
  let set: CrdSet;
  beforeAll(() => {
    documents = sharedCrdDocuments();
    set = CrdSet.from(documents);
  });

  test('have rules that all compile', () => {
    const rules = [...new Set(documents.flatMap(({ value }) => rulesOf(value)))];
    expect(rules.length).toBeGreaterThan(80);
    expect(rules.filter((rule) => !('run' in compile(rule)))).toEqual([]);
  });

  test('are read without findings and serve what Dynamo serves', () => {
    expect(set.findings).toEqual([]);
    expect(set.kinds()).toContain('nvidia.com/v1alpha1/DynamoGraphDeployment');
    expect(set.kinds()).toContain('nvidia.com/v1beta1/DynamoGraphDeployment');
  });

  test('accept all recipes; two of them have nulls that server-side apply refuses', () => {
    const findings = sharedFiles('recipes')
      .flatMap((file) => readManifests(file).documents)
      .filter(({ value }) => set.has(value.apiVersion, value.kind))
      .flatMap((document) => set.check(document));
    expect(findings.filter(({ severity }) => severity === Severity.ERROR)).toEqual([]);
    expect(findings.map(({ code, path }) => `${code} ${path.replace(/#.*: /, ' ')}`)).toEqual([
      'K8S006 deepseek-v32-fp4__trtllm__agg-round-robin.yaml spec.services.Frontend.extraPodSpec.containers',
      'K8S006 deepseek-v32-fp4__trtllm__agg-round-robin.yaml spec.services.agg.extraPodSpec.containers',
      'K8S006 qwen3-32b__vllm__disagg-kv-router.yaml spec.services.Frontend.subComponentType',
    ]);
  });

  const graph = (spec: string) =>
    readManifests({
      name: 'g.yaml',
      content: `apiVersion: nvidia.com/v1alpha1\nkind: DynamoGraphDeployment\nmetadata: {name: g}\nspec: ${spec}\n`,
    }).documents;

  /* The refusals of e2e tests against a real API server with these CRDs. */
  test.each([
    [
      '{services: {Frontend: {replica: 1}}}',
      'K8S001 spec.services.Frontend.replica',
      /unknown field "replica"; did you mean "replicas"/,
    ],
    [
      '{backendFramework: tgi}',
      'K8S002 spec.backendFramework',
      /unsupported value "tgi"; supported values: "sglang", "vllm", "trtllm"/,
    ],
    [
      '{services: {F: {resources: {limits: {gpu: 4}}}}}',
      'K8S002 spec.services.F.resources.limits.gpu',
      /must be of type string, found integer 4/,
    ],
    [
      '{pvcs: [{name: a, create: true}]}',
      'K8S003 spec.pvcs[0]',
      /^When create is true, size, storageClass, and volumeAccessMode are required$/,
    ],
    ['{envs: [{name: A, value: n}]}', 'K8S002 spec.envs[0].value', /must be of type string, found boolean false/],
  ])('refuse %s', (spec, place, message) => {
    const findings = graph(spec).flatMap((document) => set.check(document));
    expect(findings.map(({ code, path }) => `${code} ${path.replace(/^.*?: /, '')}`)).toEqual([place]);
    expect(findings[0]?.message).toMatch(message);
  });

  test('refuse components of one name', () => {
    const content =
      'apiVersion: nvidia.com/v1beta1\nkind: DynamoGraphDeployment\nmetadata: {name: g}\nspec: {components: [{name: a}, {name: A}]}\n';
    const findings = readManifests({ name: 'g', content }).documents.flatMap((document) => set.check(document));
    expect(findings).toMatchObject([{ code: 'K8S003', message: expect.stringMatching(/unique case-insensitively/) }]);
  });

  test('cost little: reading those of Dynamo and checking a graph stays below three seconds on a busy machine', () => {
    const start = performance.now();
    const dynamo = CrdSet.from(sharedFiles('crds/dynamo-1.2').flatMap((file) => [...readManifests(file).documents]));
    const [file] = sharedFiles('recipes');
    const graphs = file === undefined ? [] : readManifests(file).documents;
    expect(graphs.flatMap((document) => dynamo.check(document))).toEqual([]);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
