import { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { type Container, Job, PersistentVolumeClaim } from '../api';
import { InvalidValueError, requireDnsLabel, requireDnsSubdomain } from '../findings';
import type { AnyCheckpoint } from '../models';
import { quantity } from './component-parts';
import { contentHash } from './content-hash';
import { type Env, type SecretKey, toEnvVars } from './env-value';
import { RUNTIME_USER } from './pod-security';
import { validateApp } from './validation';

/** A PersistentVolumeClaim that holds a model's weights in the layout of the Hugging Face cache. */
export interface IModelCache {
  readonly claimName: string;
  /** Whether the claim is made outside of this app. */
  readonly external: boolean;
  readonly accessMode: string;
  readonly sizeBytes?: number;
  readonly storageClassName?: string;
  /** Sustained read speed that one node sees, per second. */
  readonly readThroughput: Size;
  /** Token that lets pods read a gated model, if one was given. */
  readonly token?: SecretKey;
  /** Where pods mount the claim. */
  readonly mountPath: string;
  /** File that exists once the weights are complete; absent when nobody writes one. */
  readonly completeMarker?: string;
  /** What a graph that mounts the claim depends on. */
  readonly dependencies: readonly Construct[];
}

export interface ModelCacheProps {
  /** The checkpoint to keep. */
  readonly model: AnyCheckpoint;
  /**
   * A draft model for speculative decoding, kept beside it: `modelFolder(draft)` is where it lies.
   * @default - none
   */
  readonly draft?: AnyCheckpoint;
  /**
   * Class that provides ReadWriteMany volumes, for example `fsx-lustre` or `efs-sc`.
   * @default - the cluster's default class
   */
  readonly storageClassName?: string;
  /**
   * Size of the claim.
   * @default - one and a half times the checkpoint, in steps of 50 GiB
   * @throws InvalidValueError when it is left out and the size of the checkpoint is not known (`Model.unlisted`)
   */
  readonly size?: Size;
  /**
   * Name of the claim.
   * @default - the construct id
   */
  readonly name?: string;
  /**
   * Key of the Secret that holds a Hugging Face token. Required for gated models.
   * @default - anonymous download
   */
  readonly token?: SecretKey;
  /**
   * Sustained read speed that one node sees, per second. The startup window follows from it.
   * @default Size.gibibytes(1)
   */
  readonly readThroughput?: Size;
}

export interface ImportedModelCacheProps {
  /** Name of a claim in the namespace of the graph that holds the weights. */
  readonly claimName: string;
  /**
   * Where pods mount the claim. Weights are looked for there in the layout of the Hugging Face cache.
   * @default '/model-cache'
   */
  readonly mountPath?: string;
  /**
   * Sustained read speed that one node sees, per second.
   * @default Size.gibibytes(1)
   */
  readonly readThroughput?: Size;
}

const MOUNT_PATH = '/model-cache';
/** Multi-architecture image with Python. Source: ai-dynamo/dynamo recipes (model-download). */
const DOWNLOAD_IMAGE = 'python:3.12-slim';
const HUB_VERSION = '1.11.0';
/** Leaves room for `-download-` and a hash in the name of the Job, whose pods carry it in a label. */
const MAX_NAME = 63 - '-download-'.length - 8;
const DEFAULT_THROUGHPUT = Size.gibibytes(1);

/**
 * Keeps the weights of a model once for all workers: a ReadWriteMany claim and a Job that downloads the checkpoint into it.
 *
 * Workers of a graph that is given the cache wait for the download, read the weights from the claim and never ask the hub.
 */
export class ModelCache extends Construct implements IModelCache {
  /**
   * A claim that exists already and holds the weights.
   *
   * @throws InvalidValueError for a name that no claim can have
   */
  public static fromClaim(props: ImportedModelCacheProps): IModelCache {
    requireDnsSubdomain('claimName', props.claimName);
    return {
      claimName: props.claimName,
      external: true,
      accessMode: 'ReadWriteMany',
      readThroughput: props.readThroughput ?? DEFAULT_THROUGHPUT,
      mountPath: props.mountPath ?? MOUNT_PATH,
      dependencies: [],
    };
  }

  public readonly claimName: string;
  public readonly external = false;
  public readonly accessMode = 'ReadWriteMany';
  public readonly sizeBytes: number;
  public readonly storageClassName?: string;
  public readonly readThroughput: Size;
  public readonly token?: SecretKey;
  public readonly mountPath = MOUNT_PATH;
  public readonly completeMarker: string;
  public readonly dependencies: readonly Construct[];
  /** The claim as an API object. */
  public readonly claim: PersistentVolumeClaim;
  /** The download as an API object. Its name changes with its content, for a Job cannot be changed. */
  public readonly download: Job;

  /** @throws InvalidValueError for names that no object can have, and without a size for a checkpoint whose size is not known */
  public constructor(scope: Construct, id: string, props: ModelCacheProps) {
    super(scope, id);
    const { model } = props;
    this.claimName = props.name ?? id;
    requireDnsLabel('name', this.claimName, MAX_NAME);
    const size = props.size ?? defaultSize(model);
    this.sizeBytes = size.toKibibytes() * 1024;
    this.readThroughput = props.readThroughput ?? DEFAULT_THROUGHPUT;
    if (props.storageClassName !== undefined) {
      requireDnsSubdomain('storageClassName', props.storageClassName);
      this.storageClassName = props.storageClassName;
    }
    if (props.token !== undefined) {
      this.token = props.token;
    }
    validateApp(this.node.root);
    const kept = props.draft === undefined ? [model] : [model, props.draft];
    this.completeMarker = `${MOUNT_PATH}/.complete/${kept.map(versionName).join('+')}`;
    this.claim = new PersistentVolumeClaim(this, 'claim', {
      metadata: { name: this.claimName },
      spec: {
        accessModes: [this.accessMode],
        resources: { requests: { storage: quantity(size.toKibibytes() * 1024) } },
        ...(this.storageClassName === undefined ? {} : { storageClassName: this.storageClassName }),
      },
    });
    this.download = this.createDownload(model, props.draft);
    this.download.addDependency(this.claim);
    this.dependencies = [this.claim, this.download];
  }

  private createDownload(model: AnyCheckpoint, draft: AnyCheckpoint | undefined): Job {
    const env: Env = {
      // The image's user has no home of its own.
      HOME: '/tmp',
      HF_HOME: MOUNT_PATH,
      HF_XET_HIGH_PERFORMANCE: '1',
      MODEL_NAME: model.repository,
      MODEL_REVISION: revisionOf(model),
      COMPLETE_MARKER: this.completeMarker,
      ...(draft === undefined ? {} : { DRAFT_NAME: draft.repository, DRAFT_REVISION: revisionOf(draft) }),
    };
    const script = [
      'set -eu',
      `pip install --quiet --no-cache-dir --target /tmp/hub huggingface_hub==${HUB_VERSION}`,
      downloadCommand('MODEL', model),
      ...(draft === undefined ? [] : [downloadCommand('DRAFT', draft)]),
      'mkdir -p "$(dirname "$COMPLETE_MARKER")"',
      'touch "$COMPLETE_MARKER"',
    ].join('\n');
    const token = this.token;
    const hash = contentHash(JSON.stringify([DOWNLOAD_IMAGE, script, env, this.claimName, token?.name, token?.key]));
    return new Job(this, 'download', {
      metadata: { name: `${this.claimName}-download-${hash}` },
      spec: {
        backoffLimit: 3,
        template: {
          spec: {
            restartPolicy: 'Never',
            automountServiceAccountToken: false,
            securityContext: {
              runAsUser: RUNTIME_USER.user,
              runAsGroup: RUNTIME_USER.group,
              fsGroup: RUNTIME_USER.fsGroup,
              fsGroupChangePolicy: 'OnRootMismatch',
              runAsNonRoot: true,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            containers: [
              {
                name: 'download',
                image: DOWNLOAD_IMAGE,
                command: ['/bin/sh', '-c', script],
                env: [
                  ...toEnvVars(env).map(({ name, value }) => ({ name, value: value ?? '' })),
                  ...(token === undefined
                    ? []
                    : [{ name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: token.name, key: token.key } } }]),
                ],
                // Without a request the pod is the first to be killed when the page cache grows.
                resources: {
                  requests: { cpu: '2', memory: '8Gi' },
                  limits: { memory: '16Gi' },
                },
                securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
                volumeMounts: [{ name: 'model-cache', mountPath: MOUNT_PATH }],
              },
            ],
            volumes: [{ name: 'model-cache', persistentVolumeClaim: { claimName: this.claimName } }],
          },
        },
      },
    });
  }
}

const revisionOf = ({ revision = 'main' }: AnyCheckpoint): string => revision;

const versionName = (checkpoint: AnyCheckpoint): string =>
  `${checkpoint.repository.replaceAll('/', '--')}@${revisionOf(checkpoint)}`;

function downloadCommand(variables: 'MODEL' | 'DRAFT', { exclude }: AnyCheckpoint): string {
  return [
    `PYTHONPATH=/tmp/hub /tmp/hub/bin/hf download "$${variables}_NAME" --revision "$${variables}_REVISION"`,
    ...exclude.map((pattern) => `--exclude "${pattern}"`),
  ].join(' ');
}

/**
 * The folder of a checkpoint in a cache, as workers see it, for engine settings that take a path.
 *
 * @param mountPath where the cache is mounted; by default where a `ModelCache` is
 * @throws InvalidValueError for a checkpoint without a revision, whose folder only the download tells
 */
export function modelFolder({ repository, revision }: AnyCheckpoint, mountPath = MOUNT_PATH): string {
  if (revision === undefined) {
    throw new InvalidValueError('revision', revision, `the commit of ${repository}, which names its folder`);
  }
  return `${mountPath}/hub/models--${repository.replaceAll('/', '--')}/snapshots/${revision}`;
}

/** Room for a second revision's changed files and for compile caches. */
function defaultSize(model: AnyCheckpoint): Size {
  if (model.sizeBytes === undefined) {
    throw new InvalidValueError('size', undefined, `given for ${model.repository}, whose size is not known`);
  }
  const gibibytes = (model.sizeBytes * 1.5) / 2 ** 30;
  return Size.gibibytes(Math.ceil(gibibytes / 50) * 50);
}

/** An init container that holds a pod back until the weights are complete. */
export function waitForModel(cache: IModelCache, image: string): readonly Container[] {
  if (cache.completeMarker === undefined) {
    return [];
  }
  return [
    {
      name: 'wait-for-model',
      image,
      command: [
        '/bin/sh',
        '-c',
        'until [ -e "$COMPLETE_MARKER" ]; do echo "waiting for $COMPLETE_MARKER"; sleep 10; done',
      ],
      env: [{ name: 'COMPLETE_MARKER', value: cache.completeMarker }],
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      volumeMounts: [{ name: 'model-cache', mountPath: cache.mountPath, readOnly: true }],
    },
  ];
}
