import { cpuArchitecture } from '../../constructs/rules/cpu-architecture';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, type Part, vllm } from './parts';

const worker = (selector: Record<string, string>, options: Partial<Part> = {}): Part => ({
  ...vllm('worker', 'worker', [], { pod: { nodeSelector: selector } }),
  ...options,
});
const GB200 = { 'nvidia.com/gpu.product': 'NVIDIA-GB200' };
const arch = (value: string) => ({ 'kubernetes.io/arch': value });
const messages = (part: Part) => findings(cpuArchitecture, manifest([part])).map(({ message }) => message);

describe('DYN039 CPU architecture', () => {
  test.each(API_VERSIONS)('%s: GB200 on amd64 nodes is an error', (apiVersion) => {
    expect(findings(cpuArchitecture, manifest([worker({ ...GB200, ...arch('amd64') })], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN039',
        severity: 'error',
        path: expect.stringContaining('worker'),
        message:
          "'worker' selects kubernetes.io/arch amd64, but nodes with nvidia.com/gpu.product NVIDIA-GB200 are arm64; no node has both",
        fix: 'select kubernetes.io/arch: arm64',
      }),
    ]);
  });

  test('so are GPUs that no table lists, and x86 GPUs on arm64 nodes', () => {
    expect(messages(worker({ 'nvidia.com/gpu.product': 'NVIDIA-GH200-480GB', ...arch('amd64') }))).toHaveLength(1);
    expect(messages(worker({ 'nvidia.com/gpu.product': 'NVIDIA-B200', ...arch('arm64') }))[0]).toContain('are amd64');
  });

  test('a compute domain is on arm64 nodes', () => {
    const pod = {
      nodeSelector: arch('amd64'),
      resourceClaims: [{ name: 'compute-domain-channel', resourceClaimTemplateName: 'x' }],
    };
    expect(messages(worker({}, { pod }))[0]).toContain('compute domains, of which it claims a channel, exist on arm64');
  });

  test.each([
    ['arm64 beside GB200', { ...GB200, ...arch('arm64') }],
    ['GB200 alone', GB200],
    ['arm64 alone', arch('arm64')],
    ['amd64 beside B200', { 'nvidia.com/gpu.product': 'NVIDIA-B200', ...arch('amd64') }],
    ['nothing', {}],
  ])('%s passes', (_, selector) => {
    expect(messages(worker(selector))).toEqual([]);
  });

  test.each([
    ['x:1.6.1-efa-amd64', arch('arm64'), 1],
    ['x:1.6.1-efa-amd64', GB200, 1],
    ['x:1.6.1-efa-arm64', arch('amd64'), 1],
    ['registry/x-arm64:1.6.1', arch('amd64'), 1],
    ['x:1.6.1-efa-arm64', GB200, 0],
    ['x:1.6.1-efa-amd64', {}, 0],
    ['x:1.6.1', GB200, 0],
  ])('image %s with %j: %i findings', (image, selector, count) => {
    expect(messages(worker(selector, { image }))).toHaveLength(count);
  });

  test('frontends run an image too', () => {
    const part = frontend([], { image: 'x:1.6.1-amd64', pod: { nodeSelector: arch('arm64') } });
    expect(messages(part)).toEqual([
      "the image of 'frontend' is for amd64 (x:1.6.1-amd64), but its pods run on arm64 nodes",
    ]);
  });

  test('vLLM-Omni does not run on arm64 nodes', () => {
    const omni = { command: ['python3', '-m', 'dynamo.vllm.omni'] };
    expect(messages(worker(GB200, omni))).toEqual([
      "'worker' starts dynamo.vllm.omni on arm64 nodes, for which there is no vLLM-Omni",
    ]);
    expect(messages(worker(arch('amd64'), omni))).toEqual([]);
  });
});
