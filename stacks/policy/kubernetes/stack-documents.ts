import type { PolicyResource } from '@pulumi/policy';
import {
  documentPath,
  isJsonObject,
  type Json,
  type JsonObject,
  type ManifestDocument,
} from '../../../constructs/manifests';
import { Observation, text } from '../../../constructs/observed';
import { type Assumptions, knownValues } from '../known-values';

/** What a policy needs of a resource. */
export type StackResource = Pick<PolicyResource, 'name' | 'opts' | 'props' | 'type' | 'urn'>;

/** A namespace that only an update will know. No namespace has this name. */
export const UNKNOWN_NAMESPACE = '(not known yet)';

/** Where a finding belongs. */
export interface Place {
  /** The resource; absent when the finding is about the whole stack. */
  readonly urn?: string;
  /** Object and field: `Deployment/web: spec.replicas`. */
  readonly path: string;
}

/** The Kubernetes objects of a stack, in the form that rules read. */
export class StackDocuments {
  /** @param resources all of the stack; what is no Kubernetes object is passed over */
  public static of(resources: readonly StackResource[]): StackDocuments {
    return new StackDocuments(
      resources.flatMap((resource) => documentOf(resource) ?? []),
      resources.flatMap(secretTexts),
    );
  }

  public readonly observation: Observation;
  private readonly secrets: readonly string[];

  private constructor(
    private readonly documents: readonly ManifestDocument[],
    secrets: readonly string[],
  ) {
    this.observation = Observation.of(documents);
    this.secrets = [...new Set(secrets)].sort((a, b) => b.length - a.length);
  }

  /** The resource that a finding's path points to. */
  public place(path: string): Place {
    const document = this.documents.find((candidate) => {
      const own = documentPath(candidate);
      return path === own || path.startsWith(`${own}:`);
    });
    return document === undefined
      ? { path }
      : { urn: document.source, path: path.slice(document.source.length).trimStart() };
  }

  /** A message without the values of Secrets: the engine hands them to policies in plain text. */
  public masked(message: string): string {
    return this.secrets.reduce((masked, secret) => masked.replaceAll(secret, '[secret]'), message);
  }
}

/** `kubernetes:apps/v1:Deployment`; components of the SDK have tokens of the same form and are no objects. */
const TOKEN = /^kubernetes:((?:[a-z0-9][-.a-z0-9]*\/)?v\d\w*):(\w+)$/;
const COMPONENTS: ReadonlySet<string> = new Set(['kustomize', 'yaml']);
/** The group that the SDK puts in the place of the empty one. */
const CORE = 'core/';
/** Shorter values are parts of ordinary words. */
const SHORTEST_SECRET = 6;

const SECURITY_CONTEXT: JsonObject = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};
const ENFORCE_PRIVILEGED: JsonObject = { 'pod-security.kubernetes.io/enforce': 'privileged' };

const ASSUMPTIONS: Assumptions = {
  ...ENFORCE_PRIVILEGED,
  allowPrivilegeEscalation: false,
  automountServiceAccountToken: false,
  'capabilities.drop': ['ALL'],
  'drop[]': 'ALL',
  'metadata.labels': ENFORCE_PRIVILEGED,
  'metadata.namespace': UNKNOWN_NAMESPACE,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
  'seccompProfile.type': 'RuntimeDefault',
  securityContext: SECURITY_CONTEXT,
  'securityContext.capabilities': { drop: ['ALL'] },
  serviceAccountName: '(not known yet)',
};

function documentOf({ name, props, type, urn }: StackResource): ManifestDocument | undefined {
  const [, token = '', ofToken = ''] = TOKEN.exec(type) ?? [];
  const [group = ''] = token.split('/');
  if (token === '' || COMPONENTS.has(group)) {
    return undefined;
  }
  const values = knownValues(props, ASSUMPTIONS);
  // `DeploymentPatch` holds the fields of a Deployment that it changes.
  const patch = /^(\w+)Patch$/.exec(ofToken)?.[1];
  const metadata = isJsonObject(values['metadata']) ? values['metadata'] : {};
  const value = {
    ...values,
    apiVersion: text(values['apiVersion']) ?? token.replace(CORE, ''),
    kind: text(values['kind']) ?? patch ?? ofToken,
    metadata: { ...metadata, name: text(metadata['name']) ?? name },
  };
  return { source: urn, value: patch === undefined ? value : completed(value) };
}

/** What a patch does not touch may be as it should be. */
function completed<T extends JsonObject>(value: T): T {
  const entries = Object.entries(value).map(([key, child]) => [key, completedChild(child, key)]);
  return { ...value, ...Object.fromEntries(entries) };
}

function completedChild(child: Json, key: string): Json {
  if (isJsonObject(child)) {
    return completed(child);
  }
  if (!Array.isArray(child)) {
    return child;
  }
  const containers = /^(?:ephemeralC|initC|c)ontainers$/.test(key);
  return child.map((item) =>
    containers && isJsonObject(item)
      ? { ...item, securityContext: { ...SECURITY_CONTEXT, ...mappingOf(item['securityContext']) } }
      : item,
  );
}

function mappingOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** Everything that Pulumi keeps encrypted, and the content of Secrets, also as it was before base64. */
function secretTexts({ opts, props, type }: StackResource): readonly string[] {
  const fields = [
    ...opts.additionalSecretOutputs,
    ...(/^kubernetes:core\/v1:Secret/.test(type) ? ['data', 'stringData'] : []),
  ];
  const values = fields.length === 0 ? {} : knownValues(props);
  return fields
    .flatMap((field) => texts(values[field]))
    .flatMap((value) => [value, decoded(value)])
    .filter((value) => value.length >= SHORTEST_SECRET);
}

function texts(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

function decoded(value: string): string {
  return Buffer.from(value, 'base64').toString('utf8');
}
