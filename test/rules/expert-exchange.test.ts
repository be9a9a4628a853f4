import { expertExchange } from '../../constructs/rules/expert-exchange';
import { findings } from './findings';
import { API_VERSIONS, manifest, type Part, sglang, vllm } from './parts';

const IMAGE = 'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.6.1';
const EFA = { 'vpc.amazonaws.com/efa': '16' };

const wide = (options: Partial<Part> = {}, backend = 'deepep_low_latency') =>
  vllm('decode', 'decode', ['--model', 'm', '--all2all-backend', backend], { nodes: 2, image: IMAGE, ...options });

const messages = (part: Part, apiVersion: (typeof API_VERSIONS)[number] = 'v1beta1') =>
  findings(expertExchange, manifest([part], { apiVersion })).map(({ message }) => message);

describe('DYN220 what DeepEP goes over', () => {
  test.each(API_VERSIONS)('%s: EFA is an error', (apiVersion) => {
    expect(messages(wide({ limits: EFA }), apiVersion)).toEqual([
      "'decode' spans 2 nodes and carries tokens to experts with DeepEP (--all2all-backend deepep_low_latency), but its adapters are EFA",
    ]);
  });

  test.each(API_VERSIONS)('%s: so are nodes with TCP only', (apiVersion) => {
    expect(messages(wide(), apiVersion)[0]).toMatch(/but has no RDMA adapter$/);
  });

  test('SGLang is told of it in its own words', () => {
    const worker = sglang('decode', 'decode', ['--moe-a2a-backend', 'deepep'], { nodes: 2, limits: EFA, image: IMAGE });
    expect(messages(worker)).toHaveLength(1);
  });

  test.each(API_VERSIONS)('%s: InfiniBand and multi-node NVLink pass', (apiVersion) => {
    expect(messages(wide({ limits: { 'rdma/ib': '8' } }), apiVersion)).toEqual([]);
    const pod = { resourceClaims: [{ name: 'compute-domain-channel', resourceClaimTemplateName: 't' }] };
    expect(messages(wide({ pod }), apiVersion)).toEqual([]);
  });

  test('so do one node, another way to carry tokens, and an image that may hold DeepEP for EFA', () => {
    expect(messages(wide({ nodes: 1, limits: EFA }))).toEqual([]);
    expect(messages(wide({ limits: EFA }, 'allgather_reducescatter'))).toEqual([]);
    expect(messages(wide({ limits: EFA }, 'deepep_v2'))).toEqual([]);
    expect(messages(wide({ limits: EFA, image: 'registry.example.com/deepep-efa:1.0.0' }))).toEqual([]);
  });
});
