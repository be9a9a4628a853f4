import { engineImage } from '../../constructs/rules/engine-image';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, type Part, sglang, vllm } from './parts';

const image = (name: string): Partial<Part> => ({ image: `nvcr.io/nvidia/ai-dynamo/${name}:1.6.1` });

describe('DYN205 the engine in an image', () => {
  test.each(API_VERSIONS)('%s: the image of another engine is an error', (apiVersion) => {
    const parts = [frontend(), sglang('worker', 'worker', [], image('vllm-runtime'))];
    expect(findings(engineImage, manifest(parts, { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN205',
        severity: 'error',
        path: expect.stringContaining('worker'),
        message: "'worker' starts dynamo.sglang, but its image vllm-runtime holds vllm",
        fix: 'use sglang-runtime, or start another engine',
      }),
    ]);
  });

  test('so is the image of the frontend', () => {
    expect(findings(engineImage, manifest([vllm('worker', 'worker', [], image('dynamo-frontend'))]))[0]?.message).toBe(
      "'worker' starts dynamo.vllm, but its image dynamo-frontend holds no engine",
    );
  });

  test.each<readonly [string, Part]>([
    ['its own image', vllm('worker', 'worker', [], image('vllm-runtime'))],
    ['the variant for EFA', vllm('worker', 'worker', [], { image: 'r.example.com/vllm-runtime:1.6.1-efa-amd64' })],
    ['a build of the user', vllm('worker', 'worker', [], { image: 'registry.example.com/llm/engine:1.6.1' })],
    ['a frontend in the image of an engine', frontend([], image('sglang-runtime'))],
    [
      'a mocker',
      { ...vllm('worker', 'worker', [], image('dynamo-planner')), command: ['python3', '-m', 'dynamo.mocker'] },
    ],
  ])('%s passes', (_, part) => {
    expect(findings(engineImage, manifest([part]))).toEqual([]);
  });
});
