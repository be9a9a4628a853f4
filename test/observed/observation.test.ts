import { readManifests } from '../../constructs/manifests';
import { Observation } from '../../constructs/observed';

const file = (name: string, batch: number) =>
  readManifests({
    name,
    content: `
apiVersion: v1
kind: ConfigMap
metadata: { name: llm-config }
data:
  config.yaml: "max_batch_size: ${batch}"
---
apiVersion: nvidia.com/v1alpha1
kind: DynamoGraphDeployment
metadata: { name: ${name.replace('.yaml', '')} }
spec:
  services:
    Worker:
      componentType: worker
      resources: { limits: { gpu: "2" } }
      extraPodSpec:
        volumes: [{ name: c, configMap: { name: llm-config } }]
        mainContainer:
          image: x:1.0.0
          command: [python3, -m, dynamo.trtllm]
          args: [--extra-engine-args, /cfg/config.yaml, --tensor-parallel-size, "2"]
          volumeMounts: [{ name: c, mountPath: /cfg }]
`,
  }).documents;

describe('an observation', () => {
  test('a name that two files use means the object of the same file', () => {
    const { graphs } = Observation.of([...file('a.yaml', 1), ...file('b.yaml', 2)]);
    expect(graphs.map(({ components }) => components[0]?.engine?.config?.values)).toEqual([
      { max_batch_size: 1 },
      { max_batch_size: 2 },
    ]);
  });

  test('otherwise an object of another file will do', () => {
    const [configMap] = file('a.yaml', 1);
    const [, graph] = file('b.yaml', 2);
    const documents = [configMap, graph].filter((document) => document !== undefined);
    expect(Observation.of(documents).graphs[0]?.components[0]).toMatchObject({
      gpus: 2,
      role: 'worker',
      engine: { config: { state: 'read', values: { max_batch_size: 1 } }, parallelism: { tensor: 2, gpus: 2 } },
    });
  });

  test('a configuration that is nowhere is missing, not empty', () => {
    const [, graph] = file('b.yaml', 2);
    const documents = [graph].filter((document) => document !== undefined);
    expect(Observation.of(documents).graphs[0]?.components[0]?.engine?.config).toMatchObject({ state: 'missing' });
  });
});
