import { Literal, Union } from '@sinclair/typebox';
import { Size } from 'cdk8s';
import { Fabric, Gpu, NodeGroup } from '../constructs';

const GPUS = {
  l40s: Gpu.L40S,
  'a100-40gb': Gpu.A100_40GB,
  a100: Gpu.A100,
  h100: Gpu.H100,
  h200: Gpu.H200,
} as const;

/** What the smallest machine with one of these GPUs (g6e.2xlarge: 8 vCPUs, 64 GiB) leaves to pods; an estimate. */
const ALLOCATABLE = { cpu: 7, memory: Size.gibibytes(56) };

/** For graphs whose workers take one GPU each, on whatever machine has one. */
export const singleGpuParameters = {
  gpu: Union([Literal('l40s'), Literal('a100-40gb'), Literal('a100'), Literal('h100'), Literal('h200')], {
    default: 'l40s',
    description: 'GPU of the nodes; workers take one each, and little else',
  }),
};

/** Machines with the GPU, counted as if each had one: a worker asks for no more than the smallest of them has. */
export function singleGpuNodes(gpu: keyof typeof GPUS): NodeGroup {
  return NodeGroup.of({
    name: gpu,
    gpu: GPUS[gpu],
    gpusPerNode: 1,
    fabric: Fabric.tcp(),
    allocatable: ALLOCATABLE,
  });
}
