import { Integer, Literal, Union } from '@sinclair/typebox';
import {
  AWS_MACHINES,
  AwsMachine,
  Fabric,
  Gpu,
  InvalidValueError,
  NodeGroup,
  type NodeGroupOptions,
} from '../constructs';

interface MachineRow {
  readonly gpu: Gpu;
  /** The node group for any machine with the GPU. */
  readonly usual: (options: NodeGroupOptions) => NodeGroup;
  /**
   * The AWS machine whose EFA devices count for any machine.
   * @default - none: EFA is not offered
   */
  readonly example?: AwsMachine;
}

/** The GPUs that blueprints offer, in the word that users write. */
const CHOICES = ['a100', 'h100', 'h200', 'b200', 'gb200'] as const;
export type GpuChoice = (typeof CHOICES)[number];

const MACHINES: Readonly<Record<GpuChoice, MachineRow>> = {
  a100: { gpu: Gpu.A100, usual: NodeGroup.a100Sxm },
  h100: { gpu: Gpu.H100, usual: NodeGroup.h100Sxm, example: AwsMachine.P5_48XLARGE },
  h200: { gpu: Gpu.H200, usual: NodeGroup.h200Sxm, example: AwsMachine.P5EN_48XLARGE },
  b200: { gpu: Gpu.B200, usual: NodeGroup.b200Hgx, example: AwsMachine.P6_B200_48XLARGE },
  gb200: { gpu: Gpu.GB200, usual: NodeGroup.gb200Nvl72, example: AwsMachine.P6E_GB200_36XLARGE },
};

/** Source: NVIDIA GB200 NVL72, 2026-05. */
const TRAYS_PER_RACK = 18;

const FABRICS = ['auto', 'infiniband', 'roce', 'efa', 'nebius', 'nscale', 'tcp'] as const;

const fabric = Union(
  FABRICS.map((name) => Literal(name)),
  {
    default: 'auto',
    description:
      'What carries KV cache between pods: auto takes what the machine has, EFA on AWS, else InfiniBand; nebius and nscale are the InfiniBand of these clouds; tcp is slow',
  },
);

/** The AWS machines with several of the GPUs: tensor parallelism over machines with one GPU each would crawl. */
function machine(gpus: readonly GpuChoice[]) {
  const types = Object.values(AwsMachine).filter((type) => {
    const { gpu, gpusPerNode } = AWS_MACHINES[type];
    return gpusPerNode > 1 && gpus.some((choice) => MACHINES[choice].gpu === gpu);
  });
  return Union([Literal('any'), ...types.map((type) => Literal(type))], {
    default: 'any',
    description: 'AWS instance type of the nodes; any takes every machine with this GPU',
  });
}

/** The graph is refused when it needs more. */
const nodes = (count: number) =>
  Integer({ default: count, minimum: 0, maximum: 10_000, description: 'GPU nodes there are; 0 leaves it open' });

/** The machines: any with the GPU, or one type, and what carries KV cache between them. */
export const machineParameters = (gpu: GpuChoice) => ({ machine: machine([gpu]), nodes: nodes(0), fabric });

/** The same where there is a choice of GPUs; the first is the default. */
export const gpuParameters = <G extends GpuChoice>(...gpus: readonly [G, ...G[]]) => ({
  gpu: Union(
    gpus.map((gpu) => Literal(gpu)),
    { default: gpus[0], description: 'GPU of the nodes, where no machine is named' },
  ),
  machine: machine(gpus),
  nodes: nodes(0),
  fabric,
});

/** Trays of NVL72 racks, whose fabric is NVLink. */
export const rackParameters = (gpu: GpuChoice) => ({ machine: machine([gpu]), nodes: nodes(TRAYS_PER_RACK) });

export interface MachineSettings {
  readonly machine: 'any' | AwsMachine;
  /** 0 leaves it open. */
  readonly nodes: number;
  /** @default 'auto' */
  readonly fabric?: (typeof FABRICS)[number];
}

/**
 * The machines that the parameters ask for.
 *
 * @param gpu the GPU of any machine
 * @throws InvalidValueError for a fabric that the machine does not have
 */
export function nodeGroup(
  { machine: type, nodes: count, fabric: kind = 'auto' }: MachineSettings,
  gpu: GpuChoice,
): NodeGroup {
  const { usual, example } = MACHINES[gpu];
  const options = {
    ...(count === 0 ? {} : { nodes: count }),
    ...(kind === 'auto' ? {} : { fabric: fabricOf(kind, type === 'any' ? example : type) }),
  };
  return type === 'any' ? usual(options) : NodeGroup.aws(type, options);
}

/** The GPU of the machine that is named, else the one that is asked for. */
export function gpuOf<G extends GpuChoice>({ machine: type, gpu }: MachineSettings & { readonly gpu: G }): GpuChoice {
  const named = type === 'any' ? undefined : AWS_MACHINES[type].gpu;
  return CHOICES.find((choice) => MACHINES[choice].gpu === named) ?? gpu;
}

function fabricOf(kind: Exclude<(typeof FABRICS)[number], 'auto'>, type: AwsMachine | undefined): Fabric {
  switch (kind) {
    case 'infiniband':
      return Fabric.infiniband();
    case 'roce':
      return Fabric.rdma({ link: 'ethernet' });
    case 'nebius':
      return Fabric.nebius();
    case 'nscale':
      return Fabric.nscale();
    case 'efa':
      if (type === undefined) {
        throw new InvalidValueError(
          'fabric',
          kind,
          "another fabric or 'auto' with this GPU, which no AWS machine of the table has",
        );
      }
      return Fabric.efa({ devicesPerNode: AWS_MACHINES[type].network.efaCards.length });
    case 'tcp':
      return Fabric.tcp();
  }
}
