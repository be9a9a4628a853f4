import { Size } from 'cdk8s';
import { AwsMachine, Fabric, Gpu, NodeGroup, type NodeGroupOptions } from '../../constructs/hardware';

describe('NodeGroup.aws', () => {
  test.each<[AwsMachine, string, Gpu, number, number]>([
    ['p5.4xlarge', 'p5-4xlarge', Gpu.H100, 1, 1],
    ['p5.48xlarge', 'p5-48xlarge', Gpu.H100, 8, 32],
    ['p5e.48xlarge', 'p5e-48xlarge', Gpu.H200, 8, 32],
    ['p5en.48xlarge', 'p5en-48xlarge', Gpu.H200, 8, 16],
    ['p6-b200.48xlarge', 'p6-b200-48xlarge', Gpu.B200, 8, 8],
    ['p6-b300.48xlarge', 'p6-b300-48xlarge', Gpu.B300, 8, 16],
  ])('%s has EFA on all its EFA cards', (machine, name, gpu, gpusPerNode, devices) => {
    const group = NodeGroup.aws(machine);
    expect(group).toMatchObject({ name, gpu, gpusPerNode, arch: 'amd64', awsMachine: machine, nodes: undefined });
    expect(group.fabric.kind).toBe('efa');
    expect(group.fabric.nodeResources(gpusPerNode)).toEqual({ 'vpc.amazonaws.com/efa': devices });
  });

  test('machines of an UltraServer reach each other over NVLink', () => {
    const group = NodeGroup.aws(AwsMachine.P6E_GB200_36XLARGE);
    expect(group).toMatchObject({ name: 'p6e-gb200-36xlarge', gpu: Gpu.GB200, gpusPerNode: 4, arch: 'arm64' });
    expect(group.fabric.kind).toBe('mnnvl');
  });

  test.each([
    [AwsMachine.P5_4XLARGE, 15.89, 240830],
    [AwsMachine.P6_B300_48XLARGE, 191.45, 3877198],
    [AwsMachine.P6E_GB200_36XLARGE, 140, 901120],
  ] as const)('pods of %s share what EKS leaves them', (machine, cpu, memoryMib) => {
    const { allocatable } = NodeGroup.aws(machine);
    expect([allocatable.cpu, allocatable.memory.toMebibytes()]).toEqual([cpu, memoryMib]);
  });

  test('pods select the instance type besides the GPU, and tolerate the usual taints', () => {
    const group = NodeGroup.aws(AwsMachine.P6E_GB200_36XLARGE);
    expect(group.nodeSelector).toEqual({
      'nvidia.com/gpu.product': 'NVIDIA-GB200',
      'kubernetes.io/arch': 'arm64',
      'node.kubernetes.io/instance-type': 'p6e-gb200.36xlarge',
    });
    expect(group.tolerations).toEqual(NodeGroup.gb200Nvl72().tolerations);
  });

  test('takes options', () => {
    const group = NodeGroup.aws(AwsMachine.P5EN_48XLARGE, {
      name: 'prefill-nodes',
      nodes: 4,
      fabric: Fabric.efa({ devicesPerNode: 8 }),
      allocatable: { cpu: 90, memory: Size.gibibytes(1800) },
      nodeSelector: { pool: 'inference' },
      tolerations: [{ key: 'spot', operator: 'Exists' }],
    });
    expect(group).toMatchObject({ name: 'prefill-nodes', nodes: 4, awsMachine: 'p5en.48xlarge' });
    expect(group.fabric.nodeResources(8)).toEqual({ 'vpc.amazonaws.com/efa': 8 });
    expect(group.allocatable.cpu).toBe(90);
    expect(group.nodeSelector).toMatchObject({
      pool: 'inference',
      'node.kubernetes.io/instance-type': 'p5en.48xlarge',
    });
    expect(group.tolerations).toContainEqual({ key: 'spot', operator: 'Exists' });
  });

  test('copies keep the instance type; other groups have none', () => {
    expect(NodeGroup.aws(AwsMachine.P5_48XLARGE).with({ nodes: 2 }).awsMachine).toBe('p5.48xlarge');
    expect(NodeGroup.h100Sxm().awsMachine).toBeUndefined();
  });

  test('is equal to another of the same type, not to one that only looks alike', () => {
    const p5e = NodeGroup.aws(AwsMachine.P5E_48XLARGE);
    expect(p5e.equals(NodeGroup.aws(AwsMachine.P5E_48XLARGE))).toBe(true);
    const { name, gpu, gpusPerNode, arch, fabric, allocatable, nodeSelector, tolerations } = p5e;
    const alike = NodeGroup.of({
      ...{ name, gpu, gpusPerNode, arch, fabric, allocatable, nodeSelector, tolerations },
    });
    expect(p5e.equals(alike)).toBe(false);
  });

  test.each<[AwsMachine, NodeGroupOptions]>([
    ['p6e-gb200.36xlarge', { fabric: Fabric.efa({ devicesPerNode: 4 }) }],
    ['p6e-gb200.36xlarge', { fabric: Fabric.efa({ devicesPerNode: 16 }) }],
    ['p5.48xlarge', { fabric: Fabric.efa({ devicesPerNode: 32 }) }],
    ['p5.48xlarge', { fabric: Fabric.tcp() }],
  ])('%s can have %j', (machine, options) => {
    expect(NodeGroup.aws(machine, options).fabric).toBe(options.fabric);
  });

  test.each<[AwsMachine, Fabric, RegExp]>([
    [
      'p5.48xlarge',
      Fabric.infiniband(),
      /^'fabric' must be one of 'efa', 'tcp' on p5\.48xlarge, got 'infiniband'; AWS machines reach each other over EFA$/,
    ],
    ['p5en.48xlarge', Fabric.roce({ networks: ['rdma-0'] }), /'fabric' must be one of 'efa', 'tcp'.*got 'roce'/],
    ['p6e-gb200.36xlarge', Fabric.infiniband(), /one of 'mnnvl', 'efa', 'tcp' on p6e-gb200\.36xlarge/],
    ['p5.48xlarge', Fabric.mnnvl(), /'fabric' must be another fabric, as the NVLink of H100 does not leave the node/],
    [
      'p5en.48xlarge',
      Fabric.efa({ devicesPerNode: 17 }),
      /^'fabric\.devicesPerNode' must be at most 16 on p5en\.48xlarge, got 17$/,
    ],
    ['p5.4xlarge', Fabric.efa({ devicesPerNode: 2 }), /at most 1 on p5\.4xlarge, got 2/],
  ])('%s cannot have another fabric or more devices', (machine, fabric, message) => {
    expect(() => NodeGroup.aws(machine, { fabric })).toThrow(message);
    expect(() => NodeGroup.aws(machine).with({ fabric })).toThrow(message);
  });
});
