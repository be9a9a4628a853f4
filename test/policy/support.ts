import {
  type PolicyResource,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
  unknownCheckingProxy,
} from '@pulumi/policy';
import type { KubernetesObject } from '../../constructs/manifests';
import { statorPolicies } from '../../stacks/policy';

/** What the engine sends in the place of a value that only an update will know. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

export interface Reported {
  readonly message: string;
  readonly urn: string | undefined;
}

type Wired = Partial<Pick<PolicyResource, 'opts' | 'propertyDependencies'>>;

/** A resource as `@pulumi/policy` hands it to policies. */
export function resource(type: string, name: string, props: object, wired: Wired = {}): PolicyResource {
  return {
    type,
    name,
    urn: `urn:pulumi:dev::shop::${type}::${name}`,
    props: unknownCheckingProxy({ ...props }),
    opts: OPTIONS,
    dependencies: [],
    propertyDependencies: {},
    isType: () => false,
    asType: () => undefined,
    ...wired,
  };
}

export const OPTIONS: PolicyResource['opts'] = {
  protect: false,
  ignoreChanges: [],
  aliases: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
  additionalSecretOutputs: [],
};

/** A document as the resource that the Kubernetes SDK makes of it. */
export function kubernetes(value: KubernetesObject): PolicyResource {
  const { apiVersion, kind, metadata } = value;
  const token = `kubernetes:${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}:${kind}`;
  return resource(token, String(metadata['name']), value);
}

/** A workload without a single word about security, as most examples on the web have it. */
export function workload(kind: string, spec: object, metadata: object = {}): PolicyResource {
  const pod = { template: { metadata: { labels: { app: 'web' } }, spec } };
  return resource(`kubernetes:apps/v1:${kind}`, 'web', {
    metadata: { name: 'web', namespace: 'shop', ...metadata },
    spec: pod,
  });
}

export function namespace(name: string, enforce: unknown): PolicyResource {
  return resource('kubernetes:core/v1:Namespace', name, {
    metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': enforce } },
  });
}

/** What one policy reports about a stack. */
export async function stackReport(
  name: string,
  resources: PolicyResource[],
  config: object = {},
  policies = statorPolicies(),
): Promise<readonly Reported[]> {
  const policy = policies.filter(isStackPolicy).find((each) => each.name === name);
  const reported: Reported[] = [];
  const args = { resources, getConfig: () => JSON.parse(JSON.stringify(config)), stackTags: new Map(), notApplicable };
  await found(policy, name).validateStack(args, (message, urn) => reported.push({ message, urn }));
  return reported;
}

/** What all policies over stacks report, by the names of policies. */
export async function wholeReport(resources: PolicyResource[]): Promise<Readonly<Record<string, readonly Reported[]>>> {
  const names = statorPolicies()
    .filter(isStackPolicy)
    .map((policy) => policy.name);
  const entries = await Promise.all(names.map(async (name) => [name, await stackReport(name, resources)] as const));
  return Object.fromEntries(entries.filter(([, reported]) => reported.length > 0));
}

/** What one policy reports about one resource, as messages. */
export async function resourceReport(name: string, type: string, props: object): Promise<readonly string[]> {
  const policy = statorPolicies()
    .filter(isResourcePolicy)
    .find((each) => each.name === name);
  const validations = [found(policy, name).validateResource ?? []].flat();
  const { isType, asType, ...rest } = resource(type, 'it', props);
  const args = {
    ...rest,
    isType,
    asType: () => undefined,
    getConfig: () => JSON.parse('{}'),
    stackTags: new Map(),
    notApplicable,
  };
  const messages: string[] = [];
  for (const validate of validations) {
    await validate(args, (message) => messages.push(message));
  }
  return messages;
}

type Policy = ReturnType<typeof statorPolicies>[number];

function isStackPolicy(policy: Policy): policy is StackValidationPolicy {
  return 'validateStack' in policy;
}

function isResourcePolicy(policy: Policy): policy is ResourceValidationPolicy {
  return 'validateResource' in policy;
}

function found<T>(policy: T | undefined, name: string): T {
  if (policy === undefined) {
    throw new Error(`there is no policy '${name}' of this sort`);
  }
  return policy;
}

function notApplicable(): never {
  throw new Error('no policy says so');
}
