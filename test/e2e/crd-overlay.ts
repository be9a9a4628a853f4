import { isJsonObject, type Json, type JsonObject } from '../../constructs/manifests';
import type { DynamoVersion } from '../../constructs/releases';

/**
 * AN OVERLAY, NOT AN UPSTREAM FILE. The only CRD of DynamoGraphDeployment at hand is that of release 1.2. What the documentation of
 * later releases names besides is added here by hand, so that their objects can be tried on an API server: field names, types and
 * limits, without the rules in CEL that the real ones have.
 *
 * Source: ai-dynamo/dynamo docs/kubernetes API reference and deprecation ledger, releases 1.3 to 1.6. Fields whose first release is not
 * stated count as those of 1.3.
 */
interface Addition {
  readonly since: DynamoVersion;
  /** Below the schema of a graph's spec, or of a component. */
  readonly of: 'graph' | 'component';
  /** Names of properties, from outside to inside. */
  readonly at: readonly string[];
  /** The schema, or a function of the component's pod template schema, which is long. */
  readonly schema: JsonObject | ((podTemplate: Json) => JsonObject);
}

const STRING = { type: 'string' } as const;
const NAMES = { type: 'array', items: STRING } as const;
const ANYTHING = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } as const;

const TEXTS = { type: 'object', additionalProperties: STRING } as const;
const POD_METADATA = {
  type: 'object',
  properties: { annotations: TEXTS, labels: TEXTS, finalizers: NAMES, name: STRING, namespace: STRING },
} as const;

const ADDITIONS: readonly Addition[] = [
  { since: '1.3', of: 'graph', at: ['priorityClassName'], schema: STRING },
  { since: '1.3', of: 'graph', at: ['providerOverride'], schema: ANYTHING },
  {
    since: '1.3',
    of: 'graph',
    at: ['experimental'],
    schema: {
      type: 'object',
      properties: {
        kvTransferPolicy: {
          type: 'object',
          required: ['domain'],
          properties: {
            labelKey: { type: 'string', maxLength: 317 },
            clusterTopologyName: STRING,
            domain: STRING,
            enforcement: { type: 'string', enum: ['required', 'preferred'] },
            preferredWeight: { type: 'number', minimum: 0, maximum: 1 },
          },
        },
        componentGroups: {
          type: 'array',
          maxItems: 16,
          items: {
            type: 'object',
            required: ['name', 'components'],
            properties: {
              name: { type: 'string', maxLength: 63 },
              replicas: { type: 'integer', format: 'int32', minimum: 1 },
              scalingAdapter: { type: 'object' },
              components: {
                type: 'array',
                minItems: 1,
                maxItems: 16,
                items: { type: 'object', required: ['name'], properties: { name: STRING } },
              },
            },
          },
        },
      },
    },
  },
  // ai-dynamo/dynamo#9553: until then labels and annotations of pod templates were refused, or dropped.
  { since: '1.3', of: 'component', at: ['podTemplate', 'metadata'], schema: POD_METADATA },
  { since: '1.3', of: 'component', at: ['minAvailable'], schema: { type: 'integer', format: 'int32', minimum: 1 } },
  { since: '1.3', of: 'component', at: ['dynamoSidecar'], schema: STRING },
  { since: '1.3', of: 'component', at: ['providerOverride'], schema: ANYTHING },
  { since: '1.3', of: 'component', at: ['experimental', 'gpuMemoryService', 'extraClientContainers'], schema: NAMES },
  {
    since: '1.3',
    of: 'component',
    at: ['experimental', 'grove'],
    schema: { type: 'object', properties: { forceScalingGroup: { type: 'boolean' } } },
  },
  { since: '1.3', of: 'component', at: ['experimental', 'checkpoint', 'enabled'], schema: { type: 'boolean' } },
  {
    since: '1.3',
    of: 'component',
    at: ['experimental', 'checkpoint', 'startupPolicy'],
    schema: { type: 'string', enum: ['Immediate', 'WaitForCheckpoint'] },
  },
  {
    since: '1.3',
    of: 'component',
    at: ['experimental', 'checkpoint', 'deletionPolicy'],
    schema: { type: 'string', enum: ['Delete', 'Retain'] },
  },
  { since: '1.3', of: 'component', at: ['experimental', 'checkpoint', 'targetContainerName'], schema: STRING },
  {
    since: '1.3',
    of: 'component',
    at: ['experimental', 'checkpoint', 'job'],
    schema: (podTemplate) => ({ type: 'object', properties: { gmsClientContainers: NAMES, podTemplate } }),
  },
  {
    since: '1.5',
    of: 'component',
    at: ['runtimeVersionOverride'],
    schema: { type: 'string', pattern: '^[0-9]{1,4}\\.[0-9]{1,4}\\.[0-9]{1,4}$' },
  },
  {
    since: '1.6',
    of: 'component',
    at: ['roles'],
    schema: (podTemplate) => ({
      type: 'array',
      maxItems: 2,
      items: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string', enum: ['leader', 'worker'] },
          podTemplate,
          providerOverride: ANYTHING,
        },
      },
    }),
  },
];

/** The v1beta1 schema of a graph with what a release has beyond 1.2. */
export function overlay(schema: JsonObject, has: (since: DynamoVersion) => boolean): JsonObject {
  const podTemplate = dig(schema, [...COMPONENT, 'podTemplate']);
  return ADDITIONS.filter(({ since }) => has(since)).reduce((result, { of, at, schema: added }) => {
    const [parent, leaf] = [at.slice(0, -1), at.at(-1) ?? ''];
    const path = [...(of === 'graph' ? SPEC : COMPONENT), ...parent.flatMap((name) => [name, 'properties']), leaf];
    return withValue(result, path, typeof added === 'function' ? added(podTemplate) : added);
  }, schema);
}

const SPEC = ['properties', 'spec', 'properties'] as const;
const COMPONENT = [...SPEC, 'components', 'items', 'properties'] as const;

function dig(value: Json, path: readonly string[]): Json {
  return path.reduce<Json>((current, key) => (isJsonObject(current) ? (current[key] ?? null) : null), value);
}

function withValue(value: Json, [key, ...rest]: readonly string[], leaf: Json): JsonObject {
  const object = isJsonObject(value) ? value : {};
  if (key === undefined) {
    throw new Error('an addition has no name');
  }
  return { ...object, [key]: rest.length === 0 ? leaf : withValue(object[key] ?? {}, rest, leaf) };
}
