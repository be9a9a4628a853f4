import { offlineWeights } from '../../constructs/rules/offline-weights';
import { findings } from './findings';
import { API_VERSIONS, manifest, type Part, vllm } from './parts';

const MODEL = ['--model', 'Qwen/Qwen3-32B'];
const mounted = (source: object): Partial<Part> => ({
  pod: { volumes: [{ name: 'weights', ...source }] },
  container: { volumeMounts: [{ name: 'weights', mountPath: '/models' }] },
});
const CLAIM = mounted({ persistentVolumeClaim: { claimName: 'weights' } });
const said = (options: Partial<Part>, args: readonly string[] = MODEL) =>
  findings(offlineWeights, manifest([vllm('worker', 'worker', args, options)])).map(({ message }) => message);

describe('DYN207 weights without the hub', () => {
  test.each(API_VERSIONS)('%s: a worker that may not download and mounts nothing is an error', (apiVersion) => {
    const part = vllm('worker', 'worker', MODEL, { env: { HF_HUB_OFFLINE: '1' } });
    expect(findings(offlineWeights, manifest([part], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN207',
        severity: 'error',
        path: expect.stringContaining('HF_HUB_OFFLINE'),
        message: "'worker' may not download 'Qwen/Qwen3-32B' (HF_HUB_OFFLINE), and mounts nothing that could hold it",
        fix: expect.stringContaining('HF_HOME'),
      }),
    ]);
  });

  test('so is one that looks beside its mount, or whose mount is empty', () => {
    expect(said({ ...CLAIM, env: { HF_HUB_OFFLINE: '1', HF_HOME: '/root/.cache/huggingface' } })).toEqual([
      "'worker' may not download 'Qwen/Qwen3-32B' (HF_HUB_OFFLINE) and looks for it in '/root/.cache/huggingface' (HF_HOME), where nothing is mounted (only /models)",
    ]);
    expect(said({ ...mounted({ emptyDir: {} }), env: { TRANSFORMERS_OFFLINE: 'true' } })).toHaveLength(1);
  });

  test.each<readonly [string, Partial<Part>, readonly string[]]>([
    ['weights in the folder', { ...CLAIM, env: { HF_HUB_OFFLINE: '1', HF_HOME: '/models/hub' } }, MODEL],
    ['a folder of the image', { env: { HF_HUB_OFFLINE: '1' } }, ['--model', '/opt/model']],
    ['a worker that may download', { env: { HF_HUB_OFFLINE: '0' } }, MODEL],
    ['a worker that says nothing', {}, MODEL],
  ])('%s passes', (_, options, args) => {
    expect(said(options, args)).toEqual([]);
  });
});
