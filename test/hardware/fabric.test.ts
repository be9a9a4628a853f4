import fc from 'fast-check';
import { FABRIC_PROFILES, Fabric, FabricProvider, UCX_BASELINE } from '../../constructs/hardware';

const WHOLE_NODE = { gpus: 8, gpusPerNode: 8 };

describe('multi-node NVLink', () => {
  test('needs environment variables only', () => {
    expect(Fabric.mnnvl().forPod({ gpus: 4, gpusPerNode: 4 })).toEqual({
      resources: {},
      env: { NCCL_CUMEM_ENABLE: '1', NCCL_MNNVL_ENABLE: '1', NCCL_NVLS_ENABLE: '1', UCX_CUDA_IPC_ENABLE_MNNVL: '1' },
      addCapabilities: [],
      privileged: false,
      annotations: {},
      nixlBackend: 'UCX',
    });
  });

  test('joins GPUs of different nodes without RDMA', () => {
    expect(Fabric.mnnvl()).toMatchObject({ kind: 'mnnvl', rdma: false, crossNode: true });
  });
});

describe('InfiniBand', () => {
  test('asks for one slot of the shared device plugin and the right to lock memory', () => {
    const share = Fabric.infiniband().forPod({ gpus: 4, gpusPerNode: 8 });
    expect(share.resources).toEqual({ 'rdma/ib': 1 });
    expect(share.addCapabilities).toEqual(['IPC_LOCK']);
    expect(share.privileged).toBe(false);
    expect(share.env).toEqual({});
    expect(share.nixlBackend).toBe('UCX');
    expect(share.imageSuffix).toBeUndefined();
  });

  test('asks for a device to a GPU where the plugin hands out single adapters', () => {
    expect(Fabric.infiniband({ perGpu: 1 }).forPod({ gpus: 4, gpusPerNode: 8 }).resources).toEqual({ 'rdma/ib': 4 });
    expect(Fabric.infiniband({ perPod: 2 }).forPod(WHOLE_NODE).resources).toEqual({ 'rdma/ib': 2 });
  });

  test('takes another resource and pinned devices', () => {
    const share = Fabric.infiniband({ resource: 'nvidia.com/mlnxnics', netDevices: ['mlx5_0:1', 'mlx5_1:1'] }).forPod(
      WHOLE_NODE,
    );
    expect(share.resources).toEqual({ 'nvidia.com/mlnxnics': 1 });
    expect(share.env).toEqual({ UCX_NET_DEVICES: 'mlx5_0:1,mlx5_1:1' });
  });

  test('refuses what is not a resource, a device or a count', () => {
    expect(() => Fabric.infiniband({ resource: 'ib' })).toThrow(
      /'resource' must be an extended resource such as 'rdma\/ib', got 'ib'/,
    );
    expect(() => Fabric.infiniband({ netDevices: ['mlx5_0:1,mlx5_1:1'] })).toThrow(/'netDevices' must be device names/);
    expect(() => Fabric.infiniband({ perPod: 0 })).toThrow(/'perPod' must be a whole number of at least 1/);
    expect(() => Fabric.infiniband({ perGpu: 0.5 })).toThrow(/'perGpu' must be a whole number of at least 1/);
  });
});

describe('EFA', () => {
  test.each([
    ['p5.48xlarge, whole node', 32, 8, 8, 32],
    ['p5.48xlarge, half a node', 32, 4, 8, 16],
    ['p5en.48xlarge, one GPU', 16, 1, 8, 2],
    ['p6-b200.48xlarge, two GPUs', 8, 2, 8, 2],
    ['p6e-gb200.36xlarge, whole node', 4, 4, 4, 4],
  ])('%s', (_machine, devicesPerNode, gpus, gpusPerNode, devices) => {
    const share = Fabric.efa({ devicesPerNode }).forPod({ gpus, gpusPerNode });
    expect(share.resources).toEqual({ 'vpc.amazonaws.com/efa': devices });
  });

  test('needs libfabric, its image and a privileged container', () => {
    expect(Fabric.efa({ devicesPerNode: 32 }).forPod(WHOLE_NODE)).toEqual({
      resources: { 'vpc.amazonaws.com/efa': 32 },
      env: { FI_PROVIDER: 'efa', FI_EFA_USE_DEVICE_RDMA: '1', FI_EFA_ENABLE_SHM_TRANSFER: '0' },
      addCapabilities: ['IPC_LOCK'],
      privileged: true,
      annotations: {},
      nixlBackend: 'LIBFABRIC',
      imageSuffix: 'efa',
    });
  });

  test('refuses a pod that would be left without a device', () => {
    expect(() => Fabric.efa({ devicesPerNode: 4 }).forPod({ gpus: 1, gpusPerNode: 8 })).toThrow(
      /'gpus' must be at least 2 on a node with 8 GPUs and 4 EFA devices, got 1; a pod without an EFA device falls back to TCP/,
    );
    expect(() => Fabric.efa({ devicesPerNode: 0 })).toThrow(/'devicesPerNode' must be a whole number of at least 1/);
  });

  test('all pods of a node together never ask for more devices than it has', () => {
    const node = fc
      .record({ devicesPerNode: fc.integer({ min: 1, max: 64 }), gpusPerNode: fc.integer({ min: 1, max: 16 }) })
      .chain(({ devicesPerNode, gpusPerNode }) =>
        fc.record({
          devicesPerNode: fc.constant(devicesPerNode),
          gpusPerNode: fc.constant(gpusPerNode),
          pods: fc.array(fc.integer({ min: 1, max: gpusPerNode }), { maxLength: gpusPerNode }),
        }),
      );
    fc.assert(
      fc.property(node, ({ devicesPerNode, gpusPerNode, pods }) => {
        const fabric = Fabric.efa({ devicesPerNode });
        let gpus = 0;
        let devices = 0;
        for (const pod of pods) {
          if (gpus + pod > gpusPerNode || Math.floor((devicesPerNode * pod) / gpusPerNode) === 0) {
            continue;
          }
          gpus += pod;
          devices += fabric.forPod({ gpus: pod, gpusPerNode }).resources['vpc.amazonaws.com/efa'] ?? 0;
        }
        expect(devices).toBeLessThanOrEqual(devicesPerNode);
      }),
    );
  });

  test('a pod with the whole node gets all of its devices', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 16 }), (devicesPerNode, gpusPerNode) => {
        const share = Fabric.efa({ devicesPerNode }).forPod({ gpus: gpusPerNode, gpusPerNode });
        expect(share.resources['vpc.amazonaws.com/efa']).toBe(devicesPerNode);
      }),
    );
  });
});

describe('RoCE', () => {
  const share = Fabric.roce({ networks: ['rdma-0', 'rdma-1'] }).forPod({ gpus: 4, gpusPerNode: 4 });

  test('asks for each network and its address', () => {
    expect(share.resources).toEqual({
      'networking.gke.io.networks/rdma-0': 1,
      'networking.gke.io.networks/rdma-0.IP': 1,
      'networking.gke.io.networks/rdma-1': 1,
      'networking.gke.io.networks/rdma-1.IP': 1,
    });
  });

  test('attaches the same networks by annotation', () => {
    expect(share.annotations['networking.gke.io/default-interface']).toBe('eth0');
    expect(JSON.parse(share.annotations['networking.gke.io/interfaces'] ?? '')).toEqual([
      { interfaceName: 'eth0', network: 'default' },
      { interfaceName: 'eth2', network: 'rdma-0' },
      { interfaceName: 'eth3', network: 'rdma-1' },
    ]);
  });

  test('transfers KV cache with UCX', () => {
    expect(share).toMatchObject({ nixlBackend: 'UCX', privileged: true, addCapabilities: ['IPC_LOCK'] });
    expect(share.env).toEqual({ NCCL_CROSS_NIC: '0', NCCL_SOCKET_IFNAME: 'eth0' });
  });

  test('refuses no networks, the same network twice, and names that are none', () => {
    expect(() => Fabric.roce({ networks: [] })).toThrow(/'networks' must be at least one network, each named once/);
    expect(() => Fabric.roce({ networks: ['rdma-0', 'rdma-0'] })).toThrow(/each named once/);
    expect(() => Fabric.roce({ networks: ['rdma_0'] })).toThrow(
      /'networks' must be network names such as 'rdma-0', got 'rdma_0'/,
    );
  });
});

describe('TCP', () => {
  test('needs nothing and reaches nothing', () => {
    expect(Fabric.tcp()).toMatchObject({ kind: 'tcp', rdma: false, crossNode: false });
    expect(Fabric.tcp().forPod(WHOLE_NODE)).toEqual({
      resources: {},
      env: {},
      addCapabilities: [],
      privileged: false,
      annotations: {},
      nixlBackend: 'UCX',
    });
  });
});

describe('every fabric', () => {
  const fabrics = [
    Fabric.mnnvl(),
    Fabric.infiniband(),
    Fabric.efa({ devicesPerNode: 8 }),
    Fabric.roce({ networks: ['rdma-0'] }),
    Fabric.tcp(),
  ];

  test('locks memory exactly if it does RDMA', () => {
    for (const fabric of fabrics) {
      expect(fabric.forPod(WHOLE_NODE).addCapabilities.includes('IPC_LOCK')).toBe(fabric.rdma);
    }
  });

  test('gives frozen shares, the same each time', () => {
    for (const fabric of fabrics) {
      const share = fabric.forPod(WHOLE_NODE);
      expect(Object.isFrozen(fabric)).toBe(true);
      expect(Object.isFrozen(share)).toBe(true);
      expect(Object.isFrozen(share.env)).toBe(true);
      expect(fabric.forPod(WHOLE_NODE)).toEqual(share);
    }
  });

  test('refuses a pod that does not fit the node', () => {
    for (const fabric of fabrics) {
      expect(() => fabric.forPod({ gpus: 9, gpusPerNode: 8 })).toThrow(
        /'gpus' must be a whole number from 0 to 8, got 9/,
      );
      expect(() => fabric.forPod({ gpus: -1, gpusPerNode: 8 })).toThrow(/'gpus' must be/);
      expect(() => fabric.forPod({ gpus: 1, gpusPerNode: 0 })).toThrow(/'gpus' must be/);
    }
  });
});

describe('a pod without GPUs', () => {
  test('needs nothing of any fabric', () => {
    expect(Fabric.efa({ devicesPerNode: 32 }).forPod({ gpus: 0, gpusPerNode: 0 })).toEqual(
      Fabric.tcp().forPod(WHOLE_NODE),
    );
  });
});

describe('the profiles of providers', () => {
  const CLOUD_RIGHTS = { addCapabilities: ['IPC_LOCK', 'SYS_PTRACE'], privileged: true, nixlBackend: 'UCX' };

  test.each(Object.values(FabricProvider))('%s has a source with a date', (provider) => {
    expect(FABRIC_PROFILES[provider].source).toMatch(/20\d\d-\d\d/);
  });

  test('AKS pins the adapters that carry data, and is not to be had without', () => {
    const share = Fabric.aks({ netDevices: ['mlx5_0:1', 'mlx5_1:1'] }).forPod(WHOLE_NODE);
    expect(share).toMatchObject({ ...CLOUD_RIGHTS, resources: { 'rdma/ib': 1 } });
    expect(share.env).toEqual({ NCCL_SOCKET_IFNAME: 'eth0', UCX_NET_DEVICES: 'mlx5_0:1,mlx5_1:1' });
    expect(() => Fabric.aks({ netDevices: [] })).toThrow(/'netDevices' must be at least one device/);
  });

  test('Nebius leaves the choice to UCX, Nscale leaves out the other network', () => {
    expect(Fabric.nebius().forPod(WHOLE_NODE)).toMatchObject({ ...CLOUD_RIGHTS, env: { NCCL_SOCKET_IFNAME: 'eth0' } });
    expect(Fabric.nscale().forPod(WHOLE_NODE).env).toEqual({
      UCX_NET_DEVICES: 'mlx5_0:1,mlx5_1:1,mlx5_2:1,mlx5_3:1,mlx5_4:1,mlx5_5:1,mlx5_10:1,mlx5_11:1',
    });
    expect(Fabric.nscale({ netDevices: ['mlx5_9:1'] }).forPod(WHOLE_NODE).env).toEqual({ UCX_NET_DEVICES: 'mlx5_9:1' });
  });

  test('RDMA on premises is InfiniBand or RoCE', () => {
    expect(Fabric.rdma({ link: 'infiniband', perGpu: 1 })).toMatchObject({
      kind: 'infiniband',
      provider: 'infiniband',
    });
    const roce = Fabric.rdma({ link: 'ethernet', resource: 'rdma/hca_shared' });
    expect(roce).toMatchObject({ kind: 'roce', rdma: true });
    expect(roce.forPod(WHOLE_NODE)).toMatchObject({
      resources: { 'rdma/hca_shared': 1 },
      env: { UCX_IB_GID_INDEX: '3' },
      privileged: false,
    });
  });

  test('GKE mounts its libraries from the node if asked to', () => {
    const networks = ['rdma-0'];
    expect(Fabric.gkeRoce({ networks }).forPod(WHOLE_NODE).hostFolders).toBeUndefined();
    expect(Fabric.gkeRoce({ networks, hostLibraries: true }).forPod(WHOLE_NODE).hostFolders).toEqual([
      { name: 'gib', hostPath: '/home/kubernetes/bin/gib', mountPath: '/usr/local/gib' },
      { name: 'nvidia-libraries', hostPath: '/home/kubernetes/bin/nvidia', mountPath: '/usr/local/nvidia' },
    ]);
  });
});

describe('settings of UCX', () => {
  test('are those of the recipes with the baseline', () => {
    expect(Fabric.infiniband({ ucx: UCX_BASELINE }).forPod(WHOLE_NODE).env).toEqual({
      UCX_MAX_RNDV_RAILS: '4',
      UCX_RNDV_SCHEME: 'get_zcopy',
      UCX_RNDV_THRESH: '0',
      UCX_TLS: 'rc_x,rc,dc_x,dc,cuda_copy,cuda_ipc',
    });
  });

  test('win over those of the profile', () => {
    const { env } = Fabric.rdma({ link: 'ethernet', ucx: { gidIndex: 1, timeoutSeconds: 600 } }).forPod(WHOLE_NODE);
    expect(env).toEqual({ UCX_IB_GID_INDEX: '1', UCX_RC_TIMEOUT: '600s' });
  });

  test('have to leave a way to GPU memory', () => {
    expect(() => Fabric.nebius({ ucx: { transports: ['rc', 'tcp'] } })).toThrow(
      /'ucx.transports' must be transports with 'cuda_copy' or 'cuda_ipc' among them/,
    );
    expect(() => Fabric.infiniband({ ucx: { maxRails: 0 } })).toThrow(/'ucx.maxRails' must be/);
  });
});

describe('what a node offers', () => {
  test.each([
    ['a slot of a shared plugin for a pod on every GPU', Fabric.infiniband(), { 'rdma/ib': 8 }],
    ['an adapter for every GPU', Fabric.infiniband({ perGpu: 2, resource: 'rdma/hca' }), { 'rdma/hca': 16 }],
    ['the EFA devices of the machine', Fabric.efa({ devicesPerNode: 32 }), { 'vpc.amazonaws.com/efa': 32 }],
    [
      'each RoCE network once',
      Fabric.roce({ networks: ['rdma-0'] }),
      { 'networking.gke.io.networks/rdma-0': 1, 'networking.gke.io.networks/rdma-0.IP': 1 },
    ],
    ['nothing for multi-node NVLink', Fabric.mnnvl(), {}],
    ['nothing for sockets', Fabric.tcp(), {}],
  ])('%s', (_, fabric, resources) => {
    expect(fabric.nodeResources(8)).toEqual(resources);
  });
});
