import { Integer, String as Text } from '@sinclair/typebox';
import { type InferenceGraph, LoraAdapter, LoraSource, SecretKey } from '../../constructs';

/** One adapter: a name and a place in S3, or on the Hugging Face hub. */
const ADAPTER = '[a-z0-9]([-a-z0-9]*[a-z0-9])?=(s3://[^/,\\s]+/[^,\\s]+|hf://[^/,\\s]+/[^/,\\s]+)';

export const adapterParameters = {
  adapters: Text({
    default: 'support=s3://adapters/support,search=s3://adapters/search',
    pattern: `^${ADAPTER}(,${ADAPTER})*$`,
    maxLength: 4096,
    description:
      'LoRA adapters: name=s3://bucket/path or name=hf://organisation/repository[@commit], with commas between',
  }),
  rank: Integer({ default: 16, minimum: 1, maximum: 512, description: 'Highest rank of the adapters' }),
  s3Region: Text({ default: '', maxLength: 64, description: 'Region of the buckets; empty is what the pods know' }),
  s3Endpoint: Text({
    default: '',
    maxLength: 253,
    description: "Address of a store that speaks Amazon's protocol, such as http://minio:9000; empty is Amazon S3",
  }),
  s3Secret: Text({
    default: '',
    maxLength: 253,
    description: 'Secret with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; empty uses the identity of the pods',
  }),
};

interface AdapterSettings {
  readonly adapters: string;
  readonly rank: number;
  readonly s3Region: string;
  readonly s3Endpoint: string;
  readonly s3Secret: string;
  readonly tokenSecret: string;
}

/** Adds the adapters that the parameters name. */
export function addAdapters(graph: InferenceGraph<'vllm'>, settings: AdapterSettings): void {
  for (const adapter of settings.adapters.split(',')) {
    const [name = '', place = ''] = adapter.split('=');
    new LoraAdapter(graph, name, { name, source: sourceOf(place, settings), rank: settings.rank });
  }
}

function sourceOf(place: string, { s3Region, s3Endpoint, s3Secret, tokenSecret }: AdapterSettings): LoraSource {
  const [kind = '', path = ''] = place.split('://');
  if (kind === 'hf') {
    const [repository = '', revision] = path.split('@');
    return LoraSource.huggingFace({
      repository,
      ...(revision === undefined ? {} : { revision }),
      ...(tokenSecret === '' ? {} : { token: SecretKey.of(tokenSecret, 'HF_TOKEN') }),
    });
  }
  const [bucket = '', ...folders] = path.split('/');
  return LoraSource.s3({
    bucket,
    path: folders.join('/'),
    ...(s3Region === '' ? {} : { region: s3Region }),
    ...(s3Endpoint === '' ? {} : { endpoint: s3Endpoint }),
    ...(s3Secret === ''
      ? {}
      : {
          credentials: {
            accessKeyId: SecretKey.of(s3Secret, 'AWS_ACCESS_KEY_ID'),
            secretAccessKey: SecretKey.of(s3Secret, 'AWS_SECRET_ACCESS_KEY'),
          },
        }),
  });
}
