import { ApiObject, App, JsonPatch } from 'cdk8s';
import { type InferenceGraph, Release } from '../../constructs';
import { llama } from './support';

/** What `app.synth()` throws after a patch of the graph's DynamoGraphDeployment. */
function thrown(graph: InferenceGraph<'vllm'>, ...patches: readonly JsonPatch[]): string {
  graph.deployment.addJsonPatch(...patches);
  return synthError(graph);
}

function synthError(graph: InferenceGraph<'vllm'>): string {
  const { root } = graph.node;
  if (!(root instanceof App)) throw new Error('the graph is in no app');
  try {
    root.synthYaml();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('DYN116 when an app is synthesised', () => {
  test('a graph without a patch passes, in each release', () => {
    for (const release of Release.all) expect(synthError(llama({ release }))).toBe('');
  });

  test('an unknown field in a patch is refused before anything is written', () => {
    expect(thrown(llama(), JsonPatch.add('/spec/components/0/replica', 2))).toMatch(
      /DYN116 test\/llama\/deployment DynamoGraphDeployment\/llama: spec\.components\[0\]\.replica: unknown field "spec\.components\[0\]\.replica"; did you mean "replicas"\?/,
    );
  });

  test('so are a value of another type and an unknown field of a container', () => {
    const message = thrown(
      llama(),
      JsonPatch.replace('/spec/components/0/replicas', '2'),
      JsonPatch.add('/spec/components/1/podTemplate/spec/containers/0/imagePullPolcy', 'Always'),
    );
    expect(message).toMatch(/DYN116 .*spec\.components\[0\]\.replicas: must be of type integer, found string "2"/);
    expect(message).toMatch(/DYN116 .*imagePullPolcy"; did you mean "imagePullPolicy"\?/);
  });

  test('a field that came later is refused for an older release only', () => {
    const patch = JsonPatch.add('/spec/components/1/minAvailable', 1);
    expect(thrown(llama({ release: Release.V1_2 }), patch)).toMatch(/DYN116 .*minAvailable"; release 1\.3 has it/);
    expect(thrown(llama({ release: Release.V1_3 }), patch)).toBe('');
  });

  test('other objects of the app are looked at too', () => {
    const graph = llama();
    new ApiObject(graph, 'job', { apiVersion: 'batch/v1', kind: 'Job', spec: { templat: {} } });
    expect(synthError(graph)).toMatch(/DYN116 test\/llama\/job Job\/\S+: spec\.templat: unknown field "spec\.templat"/);
  });
});
