import { azureInfiniband } from '../../constructs/rules/azure-infiniband';
import { efaChain } from '../../constructs/rules/efa-chain';
import { gkeNetworks } from '../../constructs/rules/gke-networks';
import { kvOverTcp } from '../../constructs/rules/kv-over-tcp';
import { findings } from './findings';
import { API_VERSIONS, manifest, type Part, sglang, trtllm, vllm } from './parts';

const EFA_IMAGE = 'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.6.1-efa-amd64';
const NIXL = (backends?: readonly string[]) => [
  '--kv-transfer-config',
  JSON.stringify({
    kv_connector: 'NixlConnector',
    kv_role: 'kv_both',
    ...(backends === undefined ? {} : { kv_connector_extra_config: { backends } }),
  }),
];
const EFA = { limits: { 'vpc.amazonaws.com/efa': '32' }, image: EFA_IMAGE };
type Options = Partial<Part>;

function pair(options: Options = {}, args: readonly string[] = NIXL(['LIBFABRIC'])): readonly Part[] {
  return (['prefill', 'decode'] as const).map((role) =>
    vllm(role, role, [...args, '--disaggregation-mode', role], options),
  );
}

const messages = (rule: typeof efaChain, parts: readonly Part[], apiVersion?: (typeof API_VERSIONS)[number]) =>
  findings(rule, manifest(parts, apiVersion === undefined ? {} : { apiVersion })).map(({ message }) => message);

describe('DYN035 all that EFA takes', () => {
  test.each(API_VERSIONS)('%s: image, back end and devices together pass', (apiVersion) => {
    const pod = { nodeSelector: { 'node.kubernetes.io/instance-type': 'p5.48xlarge' } };
    expect(messages(efaChain, pair({ ...EFA, pod }), apiVersion)).toEqual([]);
  });

  test.each(API_VERSIONS)('%s: the plain image is an error', (apiVersion) => {
    const image = 'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.6.1';
    const found = messages(efaChain, pair({ ...EFA, image }), apiVersion);
    expect(found).toHaveLength(2);
    expect(found[0]).toMatch(/has no libfabric/);
    expect(messages(efaChain, pair({ ...EFA, image: 'registry.example.com/mine:1.0.0' }))).toEqual([]);
  });

  test('so is UCX below the connector of vLLM', () => {
    expect(messages(efaChain, pair(EFA, NIXL()))[0]).toBe(
      "NIXL of 'prefill' uses UCX, which does not reach its EFA devices",
    );
  });

  test('so is SGLang without its variable', () => {
    const of = (env: Readonly<Record<string, string>>) =>
      (['prefill', 'decode'] as const).map((role) =>
        sglang(role, role, ['--disaggregation-mode', role, '--disaggregation-transfer-backend', 'nixl'], {
          ...EFA,
          env,
        }),
      );
    expect(messages(efaChain, of({}))).toHaveLength(2);
    expect(messages(efaChain, of({ SGLANG_DISAGGREGATION_NIXL_BACKEND: 'LIBFABRIC' }))).toEqual([]);
  });

  test('so is any transceiver of TensorRT-LLM but NIXL', () => {
    const of = (backend: string) =>
      (['prefill', 'decode'] as const).map((role) =>
        trtllm(role, role, { cache_transceiver_config: { backend } }, [], EFA),
      );
    expect(messages(efaChain, of('DEFAULT'))[0]).toMatch(/backend of 'prefill' is DEFAULT, but only NIXL/);
    expect(messages(efaChain, of('NIXL'))).toEqual([]);
  });

  test('so are fewer devices than the machine has for the GPUs', () => {
    const pod = { nodeSelector: { 'node.kubernetes.io/instance-type': 'p5.48xlarge' } };
    const limits = { 'vpc.amazonaws.com/efa': '8' };
    expect(messages(efaChain, pair({ ...EFA, limits, pod }))[0]).toBe(
      "'prefill' takes 8 EFA devices with 8 GPUs of p5.48xlarge, which has 32 for them",
    );
  });

  test('another provider is an error, zero-copy reads are a warning', () => {
    const found = findings(
      efaChain,
      manifest(pair({ ...EFA, env: { FI_PROVIDER: 'tcp', UCX_RNDV_SCHEME: 'get_zcopy' } })),
    );
    expect(found.map(({ severity }) => severity)).toEqual(['error', 'warning', 'error', 'warning']);
  });
});

describe('DYN036 networks of GKE', () => {
  const limits = (names: readonly string[]) =>
    Object.fromEntries(
      names
        .flatMap((name) => [`networking.gke.io.networks/${name}`, `networking.gke.io.networks/${name}.IP`])
        .map((name) => [name, '1']),
    );
  const worker = (asked: Readonly<Record<string, string>>, attached: readonly string[] | undefined) =>
    vllm('decode', 'decode', [], {
      limits: asked,
      own: {
        extraPodMetadata: {
          annotations:
            attached === undefined
              ? {}
              : {
                  'networking.gke.io/interfaces': JSON.stringify([
                    { interfaceName: 'eth0', network: 'default' },
                    ...attached.map((network, index) => ({ interfaceName: `eth${index + 2}`, network })),
                  ]),
                },
        },
      },
    });

  test('alike in annotation and resources pass', () => {
    expect(messages(gkeNetworks, [worker(limits(['rdma-0', 'rdma-1']), ['rdma-0', 'rdma-1'])], 'v1alpha1')).toEqual([]);
    expect(messages(gkeNetworks, [worker({}, undefined)], 'v1alpha1')).toEqual([]);
  });

  test('an unlisted network, one not asked for, and one without address are errors', () => {
    expect(messages(gkeNetworks, [worker(limits(['rdma-0', 'rdma-1']), ['rdma-0'])], 'v1alpha1')).toEqual([
      "'decode' asks for the networks rdma-1, which its annotation networking.gke.io/interfaces does not list",
    ]);
    expect(messages(gkeNetworks, [worker(limits(['rdma-0']), ['rdma-0', 'rdma-1'])], 'v1alpha1')[0]).toMatch(
      /lists rdma-1, but/,
    );
    expect(
      messages(gkeNetworks, [worker({ 'networking.gke.io.networks/rdma-0': '1' }, ['rdma-0'])], 'v1alpha1')[0],
    ).toMatch(/without their addresses/);
    expect(messages(gkeNetworks, [worker(limits(['rdma-0']), undefined)], 'v1alpha1')).toHaveLength(1);
  });
});

describe('DYN037 InfiniBand on AKS', () => {
  const limits = { 'rdma/ib': '1' };
  const inPool = (pool: string) => ({ nodeSelector: { 'kubernetes.azure.com/agentpool': pool } });

  test.each(API_VERSIONS)('%s: unpinned adapters are an error', (apiVersion) => {
    expect(messages(azureInfiniband, pair({ limits, pod: inPool('a') }), apiVersion)).toHaveLength(2);
    const env = { UCX_NET_DEVICES: 'mlx5_0:1' };
    expect(messages(azureInfiniband, pair({ limits, env, pod: inPool('a') }), apiVersion)).toEqual([]);
    expect(messages(azureInfiniband, pair({ limits }), apiVersion)).toEqual([]);
  });

  test('so are two agent pools', () => {
    const env = { UCX_NET_DEVICES: 'mlx5_0:1' };
    const parts = [
      ...pair({ limits, env, pod: inPool('a') }).slice(0, 1),
      ...pair({ limits, env, pod: inPool('b') }).slice(1),
    ];
    expect(messages(azureInfiniband, parts)).toEqual([
      "prefill and decode of 'r1' are in the agent pools 'a', 'b', which InfiniBand does not connect",
    ]);
  });
});

describe('DYN033 KV cache over TCP', () => {
  test.each(API_VERSIONS)('%s: pools on several nodes without a fabric are warned of', (apiVersion) => {
    expect(findings(kvOverTcp, manifest(pair(), { apiVersion })).map(({ severity }) => severity)).toEqual([
      'warning',
      'warning',
    ]);
  });

  test('an adapter, a compute domain, or room on one node pass', () => {
    expect(messages(kvOverTcp, pair({ limits: { 'rdma/ib': '1' } }))).toEqual([]);
    const pod = { resourceClaims: [{ name: 'compute-domain-channel', resourceClaimTemplateName: 't' }] };
    expect(messages(kvOverTcp, pair({ pod }))).toEqual([]);
    expect(messages(kvOverTcp, pair({ gpus: 4 }))).toEqual([]);
  });
});
