// Single functions instead of `Type`: a bundle then holds only what is used.
import { Integer, Literal, String as Text, Union } from '@sinclair/typebox';
import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  type AnyCheckpoint,
  type IModelCache,
  InvalidValueError,
  ModelCache,
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

const frontendReplicas = Integer({
  default: 1,
  minimum: 1,
  maximum: 100,
  description: 'Number of frontend pods',
});

const ROUTERS = ['round-robin', 'kv', 'kv-approximate', 'least-loaded', 'power-of-two'] as const;
export type RouterChoice = (typeof ROUTERS)[number];

/** The entry of the graph. */
export const frontendParameters = (router: RouterChoice = 'round-robin') => ({
  frontendReplicas,
  router: Union(
    ROUTERS.map((mode) => Literal(mode)),
    {
      default: router,
      description:
        'How the frontend chooses a worker; kv-approximate remembers its own choices instead of asking workers',
    },
  ),
});

/** The same for engines that keep no KV cache between requests, so that there is none to follow. */
export const reuselessFrontendParameters = () => ({
  frontendReplicas,
  router: Union(
    (['round-robin', 'least-loaded', 'power-of-two'] as const).map((mode) => Literal(mode)),
    { default: 'round-robin', description: 'How the frontend chooses a worker' },
  ),
});

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
export function modelCache(
  scope: Construct,
  model: AnyCheckpoint,
  settings: CacheSettings,
  draft?: AnyCheckpoint,
): IModelCache {
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
    ...(draft === undefined ? {} : { draft }),
    name: `${settings.name}-weights`,
    size: Size.gibibytes(settings.cacheGibibytes),
    ...(settings.storageClass === '' ? {} : { storageClassName: settings.storageClass }),
    ...(settings.tokenSecret === '' ? {} : { token: SecretKey.of(settings.tokenSecret, 'HF_TOKEN') }),
  });
}
