import { pathAsModelName } from '../../constructs/rules/path-as-model-name';
import { findings } from './findings';
import { API_VERSIONS, manifest, type Part, trtllm, vllm } from './parts';

const FOLDER = ['--model', '/models/llama'];
const said = (part: Part) => findings(pathAsModelName, manifest([part]));

describe('DYN208 names of models', () => {
  test.each(API_VERSIONS)('%s: a folder without a served name is a warning', (apiVersion) => {
    expect(findings(pathAsModelName, manifest([vllm('worker', 'worker', FOLDER)], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN208',
        severity: 'warning',
        path: expect.stringContaining('worker'),
        message: "'worker' loads '/models/llama' and serves it under this path",
        fix: 'add --served-model-name with the name that clients ask for',
      }),
    ]);
  });

  test.each<readonly [string, Part]>([
    ['a served name', vllm('worker', 'worker', [...FOLDER, '--served-model-name', 'llama'])],
    ['a name of the hub', vllm('worker', 'worker', ['--model', 'org/llama'])],
    [
      'a name in the environment',
      trtllm('worker', 'worker', {}, ['--model-path', '/models/llama'], {
        env: { DYN_TRTLLM_SERVED_MODEL_NAME: 'llama' },
      }),
    ],
  ])('%s passes', (_, part) => {
    expect(said(part)).toEqual([]);
  });
});
