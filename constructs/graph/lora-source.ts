import { InvalidValueError, requireDnsLabel } from '../findings';
import type { Env, SecretKey } from './env-value';
import { EnvValue } from './env-value';

export interface S3LoraProps {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Path of the adapter within the bucket. */
  readonly path: string;
  /**
   * Region of the bucket.
   * @default - what the pod's surroundings say
   */
  readonly region?: string;
  /**
   * Address of a store that is not Amazon's, for example `http://minio:9000`.
   * @default - Amazon S3
   */
  readonly endpoint?: string;
  /**
   * Keys to read with.
   * @default - the identity of the pod
   */
  readonly credentials?: { readonly accessKeyId: SecretKey; readonly secretAccessKey: SecretKey };
}

export interface HuggingFaceLoraProps {
  /** Repository on the hub, `organisation/name`. */
  readonly repository: string;
  /**
   * Commit of the repository.
   * @default - the newest
   */
  readonly revision?: string;
  /**
   * Token of the hub, for private and gated repositories.
   * @default - none
   */
  readonly token?: SecretKey;
}

/**
 * Where a LoRA adapter is loaded from.
 *
 * ```ts
 * LoraSource.s3({ bucket: 'adapters', path: 'support/v3', region: 'eu-central-1' });
 * LoraSource.huggingFace({ repository: 'org/adapter' });
 * ```
 */
export class LoraSource {
  /**
   * An S3 bucket, or a store that speaks its protocol.
   *
   * @throws InvalidValueError for a name that no bucket can have, an empty path, and an endpoint that is no address
   */
  public static s3(props: S3LoraProps): LoraSource {
    const { bucket, path, region, endpoint, credentials } = props;
    requireDnsLabel('bucket', bucket.replaceAll('.', '-'));
    const place = path.replace(/^\/+|\/+$/g, '');
    if (place === '' || /\s/.test(place)) {
      throw new InvalidValueError('path', path, 'the path of the adapter within the bucket');
    }
    if (endpoint !== undefined && !/^https?:\/\/[^/\s]+/.test(endpoint)) {
      throw new InvalidValueError('endpoint', endpoint, 'an http:// or https:// address');
    }
    return new LoraSource(`s3://${bucket}/${place}`, {
      ...(region === undefined ? {} : { AWS_REGION: region }),
      ...(endpoint === undefined ? {} : { AWS_ENDPOINT: endpoint }),
      ...(endpoint?.startsWith('http://') === true ? { AWS_ALLOW_HTTP: 'true' } : {}),
      ...(credentials === undefined
        ? {}
        : {
            AWS_ACCESS_KEY_ID: EnvValue.secret(credentials.accessKeyId),
            AWS_SECRET_ACCESS_KEY: EnvValue.secret(credentials.secretAccessKey),
          }),
    });
  }

  /**
   * A repository on the Hugging Face hub, which workers have to reach.
   *
   * @throws InvalidValueError for what is no repository, or no revision of one
   */
  public static huggingFace(props: HuggingFaceLoraProps): LoraSource {
    const { repository, revision, token } = props;
    if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
      throw new InvalidValueError('repository', repository, "a repository on the hub: 'organisation/name'");
    }
    if (revision !== undefined && !/^[\w./-]+$/.test(revision)) {
      throw new InvalidValueError('revision', revision, 'a commit, branch or tag of the repository');
    }
    return new LoraSource(`hf://${repository}${revision === undefined ? '' : `@${revision}`}`, {
      // With the weights in a cache workers ask the hub for nothing, so that this has to be said.
      HF_HUB_OFFLINE: '0',
      ...(token === undefined ? {} : { HF_TOKEN: EnvValue.secret(token) }),
    });
  }

  private constructor(
    /** As a DynamoModel has it. */
    public readonly uri: string,
    /** What workers need to read it. */
    public readonly env: Env,
  ) {}
}
