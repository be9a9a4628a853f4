import { findBlueprint, instantiate } from '../../blueprints';
import { appDocuments, checkApp, Release } from '../../constructs';
import { Observation, type ObservedComponent } from '../../constructs/observed';

const BLUEPRINT = findBlueprint('qwen3-32b-clouds-vllm');

interface Expected {
  readonly resources: Readonly<Record<string, number>>;
  readonly env: Readonly<Record<string, string>>;
  readonly privileged: boolean;
  readonly backends?: readonly string[];
}

/** What the public profiles of the clouds ask for, in a pod with four GPUs. */
const CLOUDS: Readonly<Record<string, Expected>> = {
  'aws-h200': {
    resources: { 'vpc.amazonaws.com/efa': 8 },
    env: { FI_PROVIDER: 'efa', FI_EFA_USE_DEVICE_RDMA: '1' },
    privileged: true,
    backends: ['LIBFABRIC'],
  },
  'aks-h100': {
    resources: { 'rdma/ib': 1 },
    env: { UCX_NET_DEVICES: 'mlx5_0:1,mlx5_1:1,mlx5_2:1,mlx5_3:1', NCCL_SOCKET_IFNAME: 'eth0' },
    privileged: true,
  },
  'gke-gb200': {
    resources: Object.fromEntries(
      [0, 1, 2, 3].flatMap((network) => [
        [`networking.gke.io.networks/rdma-${network}`, 1],
        [`networking.gke.io.networks/rdma-${network}.IP`, 1],
      ]),
    ),
    env: { NCCL_CROSS_NIC: '0' },
    privileged: true,
  },
  'nebius-h200': { resources: { 'rdma/ib': 1 }, env: { NCCL_SOCKET_IFNAME: 'eth0' }, privileged: true },
  'nscale-h200': {
    resources: { 'rdma/ib': 1 },
    env: {
      UCX_NET_DEVICES: 'mlx5_0:1,mlx5_1:1,mlx5_2:1,mlx5_3:1,mlx5_4:1,mlx5_5:1,mlx5_10:1,mlx5_11:1',
    },
    privileged: true,
  },
  'own-h100-infiniband': { resources: { 'rdma/ib': 1 }, env: {}, privileged: false },
  'own-h100-roce': { resources: { 'rdma/ib': 1 }, env: { UCX_IB_GID_INDEX: '3' }, privileged: false },
};

function workersOn(cloud: string): readonly ObservedComponent[] {
  const { app } = instantiate(BLUEPRINT, { parameters: { cloud } });
  const [graph] = Observation.of(appDocuments(app)).graphs;
  return (graph?.components ?? []).filter(({ gpus }) => gpus > 0);
}

describe('one graph on several clouds', () => {
  test('every cloud that can be chosen is looked at here', () => {
    const choices: unknown = BLUEPRINT.parameters.properties['cloud']?.['anyOf'];
    expect(choices).toEqual(Object.keys(CLOUDS).map((cloud) => expect.objectContaining({ const: cloud })));
  });

  test.each(Object.entries(CLOUDS))('%s gives prefill and decode what its fabric takes', (cloud, expected) => {
    const workers = workersOn(cloud);
    expect(workers.map(({ role }) => role)).toEqual(['prefill', 'decode']);
    for (const { extendedResources, env, commandLine, privileged } of workers) {
      expect(extendedResources).toEqual({ 'nvidia.com/gpu': 4, ...expected.resources });
      expect(Object.fromEntries([...env.values()].map((each) => [each.name, each.value]))).toMatchObject(expected.env);
      expect(privileged).toBe(expected.privileged);
      const transfer = commandLine.flags.find(({ name }) => name === '--kv-transfer-config')?.value ?? '{}';
      expect(JSON.parse(transfer).kv_connector_extra_config?.backends).toEqual(expected.backends);
    }
  });

  /** Networks of GKE are asked for by annotations of pods, which releases before 1.3 do not take. */
  const releasesOf = (cloud: string) =>
    Release.all.filter((release) => cloud !== 'gke-gb200' || release.atLeast('1.3'));

  test.each(
    Object.keys(CLOUDS).flatMap((cloud) =>
      releasesOf(cloud).map((release) => [cloud, release.version, release] as const),
    ),
  )('%s on release %s has no finding of severity error', (cloud, _version, release) => {
    const { app } = instantiate(BLUEPRINT, { release, parameters: { cloud } });
    expect(checkApp(app).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('the fabric of any machine with the GPU', () => {
  test.each([
    ['roce', { UCX_IB_GID_INDEX: '3' }],
    ['nebius', { NCCL_SOCKET_IFNAME: 'eth0' }],
    ['nscale', { UCX_NET_DEVICES: expect.stringContaining('mlx5_11:1') }],
  ])('%s sets the environment of the workers', (fabric, env) => {
    const { app, graph } = instantiate(findBlueprint('llama-3-70b-h100-vllm'), { parameters: { fabric } });
    expect(checkApp(app).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    for (const { props } of graph.pools) {
      expect(props.nodes.fabric.forPod({ gpus: 4, gpusPerNode: 8 }).env).toMatchObject(env);
    }
  });

  test('a machine of AWS has no fabric of another cloud', () => {
    const parameters = { machine: 'p5.48xlarge', fabric: 'nebius' };
    expect(() => instantiate(findBlueprint('llama-3-70b-h100-vllm'), { parameters })).toThrow("'fabric'");
  });
});
