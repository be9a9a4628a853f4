import { loraModels } from '../../constructs/rules/lora-models';
import { findings } from './findings';
import { API_VERSIONS, manifest, vllm } from './parts';

const lora = (spec: object = {}) => ({
  apiVersion: 'nvidia.com/v1alpha1',
  kind: 'DynamoModel',
  metadata: { name: 'support' },
  spec: {
    modelName: 'support',
    baseModelName: 'org/base',
    modelType: 'lora',
    source: { uri: 'hf://org/adapter@1a2b' },
    ...spec,
  },
});

const worker = (args: readonly string[], modelRef: object | undefined = { name: 'org/base' }) =>
  vllm('worker', 'worker', ['--model', 'org/base', ...args], modelRef === undefined ? {} : { own: { modelRef } });

const READY = ['--enable-lora', '--max-lora-rank', '16'];

describe('DYN058 adapters', () => {
  test.each(API_VERSIONS)('%s: an adapter whose base model no component refers to is an error', (apiVersion) => {
    const other = worker(READY, { name: 'org/other' });
    expect(findings(loraModels, manifest([other], { apiVersion, documents: [lora()] }))).toEqual([
      expect.objectContaining({
        code: 'DYN058',
        severity: 'error',
        message: "no component has the modelRef 'org/base', only 'org/other': nobody loads the adapter",
      }),
    ]);
  });

  test('so is a worker that is not started for adapters', () => {
    expect(findings(loraModels, manifest([worker([])], { documents: [lora()] }))).toEqual([
      expect.objectContaining({ message: "'worker' is to load an adapter, but is not started with --enable-lora" }),
    ]);
  });

  test.each([[undefined], [{ uri: '/models/adapter' }], [{ uri: 's3://bucket' }]])('so is the source %j', (source) => {
    expect(findings(loraModels, manifest([worker(READY)], { documents: [lora({ source })] }))).toEqual([
      expect.objectContaining({ message: expect.stringContaining('allowed are s3://bucket/path') }),
    ]);
  });

  test('an adapter with source and workers passes, and base models need neither', () => {
    expect(findings(loraModels, manifest([worker(READY)], { documents: [lora()] }))).toEqual([]);
    const s3 = lora({ source: { uri: 's3://bucket/path' } });
    expect(findings(loraModels, manifest([worker(READY)], { documents: [s3] }))).toEqual([]);
    const base = lora({ modelType: 'base', source: undefined, baseModelName: 'elsewhere' });
    expect(findings(loraModels, manifest([worker([])], { documents: [base] }))).toEqual([]);
  });

  test('a file with the adapter alone says nothing about workers, the whole namespace does', () => {
    const alone = JSON.stringify(lora());
    expect(findings(loraModels, alone)).toEqual([]);
    expect(findings(loraModels, alone, { complete: true })).toHaveLength(1);
  });
});
