import { findBlueprint, instantiate } from '../../blueprints';
import { checkApp } from '../../constructs';

const BLUEPRINT = findBlueprint('llama-3-8b-lora-vllm-aggregated');

function documentsWith(parameters: Readonly<Record<string, unknown>>) {
  const { app, chart } = instantiate(BLUEPRINT, { parameters });
  expect(checkApp(app).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return chart.toJson();
}

describe('LoRA adapters of a blueprint', () => {
  test('each becomes a DynamoModel with a name of its own', () => {
    const models = documentsWith({ adapters: 'a=s3://bucket/some/a,b=hf://org/b@0123abc' }).filter(
      ({ kind }) => kind === 'DynamoModel',
    );
    expect(models.map(({ spec }) => [spec.modelName, spec.source.uri])).toEqual([
      ['a', 's3://bucket/some/a'],
      ['b', 'hf://org/b@0123abc'],
    ]);
  });

  test('a store of its own is read with its address and the keys of the Secret', () => {
    const graph = documentsWith({ s3Endpoint: 'http://minio:9000', s3Secret: 'minio-keys' }).find(
      ({ kind }) => kind === 'DynamoGraphDeployment',
    );
    const worker = graph.spec.components.find(({ type }: { readonly type: string }) => type === 'worker');
    expect(worker.podTemplate.spec.containers[0].env).toEqual(
      expect.arrayContaining([
        { name: 'AWS_ENDPOINT', value: 'http://minio:9000' },
        {
          name: 'AWS_ACCESS_KEY_ID',
          valueFrom: { secretKeyRef: { name: 'minio-keys', key: 'AWS_ACCESS_KEY_ID' } },
        },
      ]),
    );
  });

  test.each(['', 'a', 'a=', 'a=/files/a', 'a=s3://bucket', 'A=s3://b/a', 'a=hf://org', 'a=s3://b/a,', 'a=s3://b/a b'])(
    'refuses %j',
    (adapters) => {
      expect(() => instantiate(BLUEPRINT, { parameters: { adapters } })).toThrow("'adapters' must be a text");
    },
  );
});
