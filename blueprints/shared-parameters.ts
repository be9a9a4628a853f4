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
  Router,
  SecretKey,
} from '../constructs';

/** Parameters that mean the same in every blueprint. */
export const graphName = (name: string) =>
  Text({
    default: name,
    pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$',
    maxLength: 37,
    description: 'Name of the graph (DynamoGraphDeployment)',
  });

export const inputTokens = (tokens: number) =>
  Integer({ default: tokens, minimum: 1, maximum: 1_000_000, description: 'Longest prompt, in tokens (ISL)' });

export const outputTokens = (tokens: number) =>
  Integer({ default: tokens, minimum: 1, maximum: 1_000_000, description: 'Longest answer, in tokens (OSL)' });

export const concurrency = (requests: number) =>
  Integer({
    default: requests,
    minimum: 1,
    maximum: 1_000_000,
    description: 'Requests in flight whose KV cache must fit',
  });

export const workers = (role: string, count: number) =>
  Integer({ default: count, minimum: 1, maximum: 1024, description: `Number of ${role} workers` });

/** The machines that there are: the graph is refused when it needs more. */
export const nodes = Integer({
  default: 0,
  minimum: 0,
  maximum: 10_000,
  description: 'GPU nodes there are; 0 leaves it open',
});

export const frontendReplicas = Integer({
  default: 1,
  minimum: 1,
  maximum: 100,
  description: 'Number of frontend pods',
});

export const routerMode = Union(
  [Literal('round-robin'), Literal('kv'), Literal('least-loaded'), Literal('power-of-two')],
  { default: 'round-robin', description: 'How the frontend chooses a worker' },
);

const FABRICS = ['auto', 'infiniband', 'efa', 'tcp'] as const;

export const fabric = Union(
  FABRICS.map((name) => Literal(name)),
  {
    default: 'auto',
    description:
      'What carries KV cache between pods: auto takes what the machine has, EFA on AWS, else InfiniBand; tcp is slow',
  },
);

/** The AWS machines with a GPU. */
export const machine = (gpu: Gpu) =>
  Union(
    [
      Literal('any'),
      ...Object.values(AwsMachine)
        .filter((type) => AWS_MACHINES[type].gpu === gpu)
        .map((type) => Literal(type)),
    ],
    { default: 'any', description: 'AWS instance type of the nodes; any takes every machine with this GPU' },
  );

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

interface CacheSettings {
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

export function routerOf(mode: 'round-robin' | 'kv' | 'least-loaded' | 'power-of-two'): Router {
  switch (mode) {
    case 'round-robin':
      return Router.roundRobin();
    case 'kv':
      return Router.kv();
    case 'least-loaded':
      return Router.leastLoaded();
    case 'power-of-two':
      return Router.powerOfTwo();
  }
}

interface MachineSettings {
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
