// Single functions instead of `Type`: a bundle then holds only what is used.
import { Integer, Literal, String as Text, Union } from '@sinclair/typebox';
import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  AWS_MACHINES,
  AwsMachine,
  type Checkpoint,
  Fabric,
  type Gpu,
  type IModelCache,
  InvalidValueError,
  ModelCache,
  NodeGroup,
  type NodeGroupOptions,
  SecretKey,
  type WorkloadProps,
} from '../constructs';

const graphName = (name: string) =>
  Text({
    default: name,
    pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$',
    maxLength: 37,
    description: 'Name of the graph (DynamoGraphDeployment)',
  });

const tokens = (count: number, description: string) =>
  Integer({ default: count, minimum: 1, maximum: 1_000_000, description });

/** Name and workload, with which the parameters of every blueprint begin. */
export const workloadParameters = (name: string, workload: Required<WorkloadProps>) => ({
  name: graphName(name),
  inputTokens: tokens(workload.inputTokens, 'Longest prompt, in tokens (ISL)'),
  outputTokens: tokens(workload.outputTokens, 'Longest answer, in tokens (OSL)'),
  concurrency: Integer({
    default: workload.concurrency,
    minimum: 1,
    maximum: 1_000_000,
    description: 'Requests in flight whose KV cache must fit',
  }),
});

export const workers = (role: string, count: number) =>
  Integer({ default: count, minimum: 1, maximum: 1024, description: `Number of ${role} workers` });

/** The graph is refused when it needs more. */
const nodes = (count: number) =>
  Integer({ default: count, minimum: 0, maximum: 10_000, description: 'GPU nodes there are; 0 leaves it open' });

const frontendReplicas = Integer({
  default: 1,
  minimum: 1,
  maximum: 100,
  description: 'Number of frontend pods',
});

const routerMode = Union([Literal('round-robin'), Literal('kv'), Literal('least-loaded'), Literal('power-of-two')], {
  default: 'round-robin',
  description: 'How the frontend chooses a worker',
});

/** Source: NVIDIA GB200 NVL72, 2026-05. */
const TRAYS_PER_RACK = 18;

const FABRICS = ['auto', 'infiniband', 'efa', 'tcp'] as const;

const fabric = Union(
  FABRICS.map((name) => Literal(name)),
  {
    default: 'auto',
    description:
      'What carries KV cache between pods: auto takes what the machine has, EFA on AWS, else InfiniBand; tcp is slow',
  },
);

/** The AWS machines with a GPU. */
const machine = (gpu: Gpu) =>
  Union(
    [
      Literal('any'),
      ...Object.values(AwsMachine)
        .filter((type) => AWS_MACHINES[type].gpu === gpu)
        .map((type) => Literal(type)),
    ],
    { default: 'any', description: 'AWS instance type of the nodes; any takes every machine with this GPU' },
  );

/** The machines: any with the GPU, or one type, and what carries KV cache between them. */
export const machineParameters = (gpu: Gpu) => ({ machine: machine(gpu), nodes: nodes(0), fabric });

/** Trays of NVL72 racks, whose fabric is NVLink. */
export const rackParameters = (gpu: Gpu) => ({ machine: machine(gpu), nodes: nodes(TRAYS_PER_RACK) });

/** The entry of the graph. */
export const frontendParameters = { frontendReplicas, router: routerMode };

/** Where the weights are kept. */
export const cacheParameters = (gibibytes: number) => ({
  cacheClaim: Text({
    default: '',
    maxLength: 253,
    description: 'Existing ReadWriteMany claim that holds the weights; empty makes one and downloads them',
  }),
  storageClass: Text({
    default: '',
    maxLength: 253,
    description: "Storage class of the new claim; empty takes the cluster's default",
  }),
  cacheGibibytes: Integer({
    default: gibibytes,
    minimum: 1,
    maximum: 1_000_000,
    description: 'Size of the new claim, in GiB',
  }),
  tokenSecret: Text({
    default: '',
    maxLength: 253,
    description: 'Secret with the Hugging Face token under HF_TOKEN; empty downloads anonymously',
  }),
});

export interface CacheSettings {
  readonly name: string;
  readonly cacheClaim: string;
  readonly storageClass: string;
  readonly cacheGibibytes: number;
  readonly tokenSecret: string;
}

/** The model cache that the parameters ask for. */
export function modelCache(scope: Construct, model: Checkpoint, settings: CacheSettings): IModelCache {
  if (settings.cacheClaim !== '') {
    for (const prop of ['storageClass', 'tokenSecret'] as const) {
      if (settings[prop] !== '') {
        throw new InvalidValueError(
          prop,
          settings[prop],
          "empty beside 'cacheClaim'",
          'an existing claim is taken as it is',
        );
      }
    }
    return ModelCache.fromClaim({ claimName: settings.cacheClaim });
  }
  return new ModelCache(scope, 'model-cache', {
    model,
    name: `${settings.name}-weights`,
    size: Size.gibibytes(settings.cacheGibibytes),
    ...(settings.storageClass === '' ? {} : { storageClassName: settings.storageClass }),
    ...(settings.tokenSecret === '' ? {} : { token: SecretKey.of(settings.tokenSecret, 'HF_TOKEN') }),
  });
}

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
 * @param usual makes the node group for any machine with the GPU
 * @param example the AWS machine whose EFA devices count for any machine
 * @throws InvalidValueError for a fabric that the AWS machine does not have
 */
export function nodeGroup(
  { machine: type, nodes: count, fabric: kind = 'auto' }: MachineSettings,
  usual: (options: NodeGroupOptions) => NodeGroup,
  example: AwsMachine,
): NodeGroup {
  const options = {
    ...(count === 0 ? {} : { nodes: count }),
    ...(kind === 'auto' ? {} : { fabric: fabricOf(kind, type === 'any' ? example : type) }),
  };
  return type === 'any' ? usual(options) : NodeGroup.aws(type, options);
}

function fabricOf(kind: 'infiniband' | 'efa' | 'tcp', type: AwsMachine): Fabric {
  switch (kind) {
    case 'infiniband':
      return Fabric.infiniband();
    case 'efa':
      return Fabric.efa({ devicesPerNode: AWS_MACHINES[type].network.efaCards.length });
    case 'tcp':
      return Fabric.tcp();
  }
}
