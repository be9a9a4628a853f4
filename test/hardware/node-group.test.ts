import { Size } from 'cdk8s';
import {
  AKS_MACHINES,
  AksMachine,
  Fabric,
  GKE_MACHINES,
  GkeMachine,
  Gpu,
  NodeGroup,
  type NodeGroupProps,
} from '../../constructs/hardware';
import { MACHINES, MachineName } from '../../constructs/hardware/node-group-table';

const GPU_TAINT = { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' };
const ARM_TAINT = { key: 'kubernetes.io/arch', operator: 'Equal', value: 'arm64', effect: 'NoSchedule' };

const props: NodeGroupProps = {
  name: 'lab',
  gpu: Gpu.H100,
  gpusPerNode: 4,
  fabric: Fabric.tcp(),
  allocatable: { cpu: 64, memory: Size.gibibytes(512) },
};

describe('known machines', () => {
  test('GB200 NVL72 trays', () => {
    const group = NodeGroup.gb200Nvl72();
    expect(group).toMatchObject({
      name: 'gb200-nvl72',
      gpu: Gpu.GB200,
      gpusPerNode: 4,
      arch: 'arm64',
      nodes: undefined,
    });
    expect(group.fabric.kind).toBe('mnnvl');
    expect(group.allocatable.cpu).toBe(140);
    expect(group.allocatable.memory.toGibibytes()).toBe(880);
    expect(group.nodeSelector).toEqual({ 'nvidia.com/gpu.product': 'NVIDIA-GB200', 'kubernetes.io/arch': 'arm64' });
    expect(group.tolerations).toEqual([GPU_TAINT, ARM_TAINT]);
  });

  test('H100 SXM nodes', () => {
    const group = NodeGroup.h100Sxm();
    expect(group).toMatchObject({ name: 'h100-sxm', gpu: Gpu.H100, gpusPerNode: 8, arch: 'amd64' });
    expect(group.fabric.kind).toBe('infiniband');
    expect(group.allocatable.cpu).toBe(191.45);
    expect(group.allocatable.memory.toMebibytes()).toBe(1938410);
    expect(group.nodeSelector).toEqual({ 'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3' });
    expect(group.tolerations).toEqual([GPU_TAINT]);
  });

  test('the others', () => {
    const groups = [NodeGroup.h200Sxm(), NodeGroup.b200Hgx(), NodeGroup.b300Hgx(), NodeGroup.gb300Nvl72()];
    expect(groups.map((group) => [`${group}`, group.gpu.name, group.gpusPerNode, group.fabric.kind])).toEqual([
      ['h200-sxm', 'H200', 8, 'infiniband'],
      ['b200-hgx', 'B200', 8, 'infiniband'],
      ['b300-hgx', 'B300', 8, 'infiniband'],
      ['gb300-nvl72', 'GB300', 4, 'mnnvl'],
    ]);
    expect(groups.map((group) => group.allocatable.memory.toMebibytes())).toEqual([1937332, 1937332, 3877198, 901120]);
  });

  test('are one for each GPU, with a source', () => {
    const machines = Object.values(MachineName).map((name) => MACHINES[name]);
    expect(new Set(machines.map((machine) => machine.gpu.name)).size).toBe(machines.length);
    for (const machine of machines) {
      expect(machine.source).toMatch(/20\d\d/);
    }
  });

  test('take options', () => {
    const group = NodeGroup.h200Sxm({
      name: 'prefill-nodes',
      nodes: 4,
      fabric: Fabric.efa({ devicesPerNode: 16 }),
      allocatable: { cpu: 90, memory: Size.gibibytes(1800) },
      nodeSelector: { pool: 'inference', 'nvidia.com/gpu.product': 'NVIDIA-H200-NVL' },
      tolerations: [{ key: 'spot', operator: 'Exists' }],
    });
    expect(group).toMatchObject({ name: 'prefill-nodes', nodes: 4, gpu: Gpu.H200, gpusPerNode: 8 });
    expect(group.fabric.kind).toBe('efa');
    expect(group.allocatable.cpu).toBe(90);
    expect(group.nodeSelector).toEqual({ 'nvidia.com/gpu.product': 'NVIDIA-H200-NVL', pool: 'inference' });
    expect(group.tolerations).toEqual([GPU_TAINT, { key: 'spot', operator: 'Exists' }]);
  });
});

describe('machines of other clouds', () => {
  test('AKS: pods select machine type and agent pool, over the adapters that carry data', () => {
    const group = NodeGroup.aks(AksMachine.ND96ISR_H100_V5, { agentPool: 'h100', nodes: 4 });
    expect(group).toMatchObject({ name: 'standard-nd96isr-h100-v5', gpu: Gpu.H100, gpusPerNode: 8, nodes: 4 });
    expect(group.nodeSelector).toEqual({
      'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3',
      'node.kubernetes.io/instance-type': 'Standard_ND96isr_H100_v5',
      'kubernetes.azure.com/agentpool': 'h100',
    });
    expect(group.fabric.forPod({ gpus: 8, gpusPerNode: 8 }).env['UCX_NET_DEVICES']).toBe(
      'mlx5_0:1,mlx5_1:1,mlx5_2:1,mlx5_3:1',
    );
    expect(group.allocatable.cpu).toBe(93);
  });

  test('AKS: the adapters have to be named where no source does', () => {
    expect(() => NodeGroup.aks(AksMachine.ND96ISR_H200_V5, { agentPool: 'h200' })).toThrow(
      /'fabric' must be Fabric.aks\(\{ netDevices: \[...\] \}\) on Standard_ND96isr_H200_v5/,
    );
    const fabric = Fabric.aks({ netDevices: ['mlx5_0:1'] });
    expect(NodeGroup.aks(AksMachine.ND96ISR_H200_V5, { agentPool: 'h200', fabric }).fabric.provider).toBe('aks');
  });

  test('racks have NVLink between their trays, and Grace CPUs', () => {
    for (const group of [
      NodeGroup.aks(AksMachine.ND128ISR_GB200_V6, { agentPool: 'gb200' }),
      NodeGroup.gke(GkeMachine.A4X_HIGHGPU_4G),
    ]) {
      expect(group).toMatchObject({ gpu: Gpu.GB200, gpusPerNode: 4, arch: 'arm64' });
      expect(group.fabric.kind).toBe('mnnvl');
    }
  });

  test('every row has a source', () => {
    for (const { source } of [...Object.values(AKS_MACHINES), ...Object.values(GKE_MACHINES)]) {
      expect(source).toMatch(/20\d\d-\d\d/);
    }
  });
});

describe('machines without GPUs', () => {
  const allocatable = { cpu: 16, memory: Size.gibibytes(64) };

  test('have no GPU labels, taints or fabric', () => {
    const group = NodeGroup.cpu({ allocatable, nodes: 3 });
    expect(group).toMatchObject({ name: 'cpu', gpu: Gpu.NONE, gpusPerNode: 0, arch: 'amd64', nodes: 3 });
    expect(group.nodeSelector).toEqual({});
    expect(group.tolerations).toEqual([]);
    expect(group.fabric.kind).toBe('tcp');
    expect(group.memoryPerGpu.toGibibytes()).toBe(64);
    expect(group.equals(NodeGroup.cpu({ allocatable, nodes: 3 }))).toBe(true);
  });

  test('may have arm64 CPUs', () => {
    expect(NodeGroup.cpu({ allocatable, arch: 'arm64' }).nodeSelector).toEqual({ 'kubernetes.io/arch': 'arm64' });
  });
});

describe('NodeGroup.of', () => {
  test('selects nodes of a GPU without a known label by their having a GPU', () => {
    const gpu = Gpu.custom('X', {
      ...Gpu.H100,
      productLabels: [],
      gpusPerTray: 4,
      aiconfiguratorSystem: 'x',
      dgdrSku: 'x',
    });
    expect(NodeGroup.of({ ...props, gpu }).nodeSelector).toEqual({ 'nvidia.com/gpu.present': 'true' });
  });

  test('takes labels and tolerations as they are', () => {
    const group = NodeGroup.of({ ...props, nodeSelector: {}, tolerations: [] });
    expect(group.nodeSelector).toEqual({});
    expect(group.tolerations).toEqual([]);
  });

  test('allows x86 GPUs with arm64 CPUs', () => {
    const group = NodeGroup.of({ ...props, arch: 'arm64' });
    expect(group.arch).toBe('arm64');
    expect(group.nodeSelector['kubernetes.io/arch']).toBe('arm64');
  });

  test.each<[Partial<NodeGroupProps>, RegExp]>([
    [{ name: 'Lab' }, /'name' must be lower-case letters, digits and inner hyphens, at most 63 characters, got 'Lab'/],
    [{ name: '-lab' }, /'name' must be/],
    [{ name: 'a'.repeat(64) }, /'name' must be/],
    [{ gpusPerNode: 0 }, /'gpusPerNode' must be a whole number of at least 1, got 0/],
    [{ nodes: 0 }, /'nodes' must be a whole number of at least 1, got 0/],
    [{ gpu: Gpu.GB200, arch: 'amd64' }, /'arch' must be 'arm64', as GB200 comes with Grace CPUs, got 'amd64'/],
    [
      { fabric: Fabric.mnnvl(), gpusPerNode: 8 },
      /'fabric' must be another fabric, as the NVLink of H100 does not leave the node/,
    ],
    [
      { allocatable: { cpu: 0, memory: Size.gibibytes(1) } },
      /'allocatable.cpu' must be a number of cores above 0, got 0/,
    ],
    [{ allocatable: { cpu: 1, memory: Size.gibibytes(0) } }, /'allocatable.memory' must be a size above 0/],
  ])('refuses %j', (change, message) => {
    expect(() => NodeGroup.of({ ...props, ...change })).toThrow(message);
  });

  test('accepts a name of 63 characters', () => {
    expect(NodeGroup.of({ ...props, name: 'a'.repeat(63) }).name).toHaveLength(63);
  });
});

describe('a node group', () => {
  test('is frozen', () => {
    const group = NodeGroup.of(props);
    expect(Object.isFrozen(group)).toBe(true);
    expect(Object.isFrozen(group.nodeSelector)).toBe(true);
    expect(Object.isFrozen(group.tolerations)).toBe(true);
  });

  test('shares its host memory among its GPUs', () => {
    expect(NodeGroup.of(props).memoryPerGpu.toGibibytes()).toBe(128);
    expect(NodeGroup.gb200Nvl72().memoryPerGpu.toGibibytes()).toBe(220);
  });

  test('copies itself with changes', () => {
    const group = NodeGroup.of({ ...props, nodes: 2 });
    const copy = group.with({ name: 'other', nodeSelector: { zone: 'a' } });
    expect(copy).toMatchObject({ name: 'other', nodes: 2, gpusPerNode: 4, fabric: group.fabric });
    expect(copy.nodeSelector).toEqual({ ...group.nodeSelector, zone: 'a' });
    expect(group.name).toBe('lab');
    expect(() => group.with({ nodes: 1.5 })).toThrow(/'nodes' must be a whole number/);
  });
});
