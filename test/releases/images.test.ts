import { ImageName, Release } from '../../constructs/releases';

describe('images', () => {
  test('carry registry, name and patch release', () => {
    expect(Release.V1_6.image('tensorrtllm-runtime')).toBe('nvcr.io/nvidia/ai-dynamo/tensorrtllm-runtime:1.6.1');
    expect(Release.V1_2.image('vllm-runtime')).toBe('nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.2.1');
    expect(Release.V1_4.image('kubernetes-operator')).toBe('nvcr.io/nvidia/ai-dynamo/kubernetes-operator:1.4.2');
  });

  test('have semantic versions as tags, for every name and release', () => {
    for (const release of Release.all) {
      for (const name of Object.values(ImageName)) {
        expect(release.image(name)).toMatch(new RegExp(`^nvcr\\.io/nvidia/ai-dynamo/${name}:\\d+\\.\\d+\\.\\d+$`));
      }
    }
  });
});

describe('images for EFA', () => {
  test('have one tag for both architectures since 1.3', () => {
    expect(Release.V1_6.image('vllm-runtime', { efa: 'amd64' })).toBe(
      'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.6.1-efa',
    );
    expect(Release.V1_3.image('sglang-runtime', { efa: 'arm64' })).toBe(
      'nvcr.io/nvidia/ai-dynamo/sglang-runtime:1.3.1-efa',
    );
  });

  test('are for amd64 only in 1.2', () => {
    expect(Release.V1_2.image('vllm-runtime', { efa: 'amd64' })).toBe(
      'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.2.1-efa-amd64',
    );
    expect(() => Release.V1_2.image('vllm-runtime', { efa: 'arm64' })).toThrow(
      /'nodes' must be of an architecture that the EFA images of 1\.2\.1 are made for: amd64, got 'machines of arm64 with EFA'/,
    );
  });

  test('exist for the engines that the release lists', () => {
    expect(() => Release.V1_2.image('sglang-runtime', { efa: 'amd64' })).toThrow(
      /'image' must be one with a variant for EFA in 1\.2\.1: vllm-runtime, tensorrtllm-runtime, got 'sglang-runtime'; take a newer release/,
    );
    expect(() => Release.V1_6.image('dynamo-frontend', { efa: 'amd64' })).toThrow(
      /'image' must be one with a variant for EFA in 1\.6\.1: vllm-runtime, sglang-runtime, tensorrtllm-runtime/,
    );
  });
});
