// Writes constructs/admission/kubernetes/schemas.json from the OpenAPI v3 of a real API server: the schemas of the built-in kinds that
// users of Stator meet, and the names of all others. Starts the control plane `schemas` unless it runs; run with
// `npm run tables:kubernetes`.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../constructs/manifests';
import { down, status, up } from './control-plane';

const FILE = join(__dirname, '..', 'constructs', 'admission', 'kubernetes', 'schemas.json');
const INSTANCE = 'schemas';

/** Kinds with a schema, by API version. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  v1: [
    'ConfigMap',
    'LimitRange',
    'Namespace',
    'PersistentVolume',
    'PersistentVolumeClaim',
    'Pod',
    'PodTemplate',
    'ResourceQuota',
    'Secret',
    'Service',
    'ServiceAccount',
  ],
  'apps/v1': ['DaemonSet', 'Deployment', 'StatefulSet'],
  'autoscaling/v2': ['HorizontalPodAutoscaler'],
  'batch/v1': ['CronJob', 'Job'],
  'networking.k8s.io/v1': ['Ingress', 'NetworkPolicy'],
  'policy/v1': ['PodDisruptionBudget'],
  'rbac.authorization.k8s.io/v1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'resource.k8s.io/v1': ['DeviceClass', 'ResourceClaim', 'ResourceClaimTemplate'],
  'scheduling.k8s.io/v1': ['PriorityClass'],
  'storage.k8s.io/v1': ['StorageClass'],
};

/** Types that read their JSON themselves, so that OpenAPI says too little or too much about them. */
const OWN_JSON: Readonly<Record<string, JsonObject>> = {
  Quantity: { format: 'quantity' },
  IntOrString: { 'x-kubernetes-int-or-string': true },
  FieldsV1: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  RawExtension: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
};

/** A create drops the status. Its fields would make the table a third larger, and nobody writes them; only strict decoding looks. */
const STATUS: JsonObject = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

type Get = (path: string) => JsonObject;

async function main(): Promise<void> {
  const ran = status(INSTANCE) !== undefined;
  const { kubectl, kubeconfig } = await up({ name: INSTANCE, progress: (line) => process.stderr.write(`${line}\n`) });
  try {
    const table = tableOf((path) => {
      const text = execFileSync(kubectl, ['--kubeconfig', kubeconfig, 'get', '--raw', path], {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      });
      return object(JSON.parse(text));
    });
    writeFileSync(FILE, textOf(table));
  } finally {
    if (!ran) await down(INSTANCE);
  }
}

interface Table {
  readonly about: string;
  readonly kubernetes: string;
  /** Every kind that the server knows, by API version. */
  readonly served: Readonly<Record<string, readonly string[]>>;
  /** Name of the definition of each kind that has one, by `<apiVersion>/<kind>`. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly definitions: JsonObject;
}

function tableOf(get: Get): Table {
  const { gitVersion } = get('/version');
  const definitions = new Definitions();
  const kinds = new Map<string, string>();
  for (const [apiVersion, names] of Object.entries(KINDS)) {
    const schemas = object(object(get(`/openapi/v3/${folderOf(apiVersion)}`)['components'])['schemas']);
    for (const kind of names) kinds.set(`${apiVersion}/${kind}`, definitions.addKind(schemas, apiVersion, kind));
  }
  return {
    about: 'Written by `npm run tables:kubernetes` from the OpenAPI v3 of an API server. Do not edit.',
    kubernetes: String(gitVersion),
    served: served(get),
    kinds: Object.fromEntries(kinds),
    definitions: definitions.sorted(),
  };
}

function served(get: Get): Readonly<Record<string, readonly string[]>> {
  // An instance that is in use may hold CRDs, whose kinds are not built in.
  const crds = list(get('/apis/apiextensions.k8s.io/v1/customresourcedefinitions')['items']);
  const custom = new Set(crds.map((crd) => object(object(crd)['spec'])['group']));
  const groups = list(get('/apis')['groups'])
    .map(object)
    .filter(({ name }) => name !== undefined && !custom.has(name));
  const versions = groups.flatMap((group) => list(group['versions']).map((version) => object(version)['groupVersion']));
  return Object.fromEntries(
    ['v1', ...versions.map(String).sort()].map((apiVersion) => {
      const resources = list(get(`/${folderOf(apiVersion)}`)['resources']).map(object);
      const kinds = resources.filter(({ name }) => !String(name).includes('/')).map(({ kind }) => String(kind));
      return [apiVersion, [...new Set(kinds)].sort()];
    }),
  );
}

function folderOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`;
}

/** Definitions in the form of structural schemas, by short name; only those that a kind reaches. */
class Definitions {
  private readonly byName = new Map<string, JsonObject>();

  /** Adds the definition of a kind and everything it refers to, and tells its name. */
  public addKind(schemas: JsonObject, apiVersion: string, kind: string): string {
    const found = Object.entries(schemas).find(([name, schema]) =>
      list(object(schema)['x-kubernetes-group-version-kind'])
        .map(object)
        .some(
          ({ group, version, kind: named }) =>
            name.endsWith(`.${kind}`) &&
            named === kind &&
            (group === '' ? version : `${String(group)}/${String(version)}`) === apiVersion,
        ),
    );
    if (found === undefined) throw new Error(`the server has no schema of ${apiVersion} ${kind}`);
    return this.add(schemas, found[0]);
  }

  public sorted(): JsonObject {
    return Object.fromEntries([...this.byName].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private add(schemas: JsonObject, longName: string): string {
    const name = shortName(longName);
    if (this.byName.has(name)) return name;
    this.byName.set(name, {});
    const own = OWN_JSON[name.split('.').at(-1) ?? ''];
    this.byName.set(name, own ?? this.structural(schemas, object(schemas[longName]), longName));
    return name;
  }

  /** The part of a schema that decoding goes by. What is required is left to validation: OpenAPI only tells how Go declares a field. */
  private structural(schemas: JsonObject, schema: JsonObject, place: string): JsonObject {
    const reference = referenceOf(schema);
    if (reference !== undefined) return { $ref: this.add(schemas, reference) };
    const { type, format, properties, items, additionalProperties } = schema;
    if (typeof type !== 'string') throw new Error(`${place} has no type`);
    if (type === 'object' && properties === undefined && additionalProperties === undefined) {
      throw new Error(`${place} says nothing about its fields: add it to OWN_JSON`);
    }
    const listType = schema['x-kubernetes-list-type'];
    return {
      type,
      ...(format !== undefined && { format }),
      ...(schema['enum'] !== undefined && { enum: schema['enum'] }),
      ...(listType !== undefined && listType !== 'atomic' && { 'x-kubernetes-list-type': listType }),
      ...(listType === 'map' && { 'x-kubernetes-list-map-keys': list(schema['x-kubernetes-list-map-keys']) }),
      // Of the defaults only that of ports matters to a check: it is part of the key of their list.
      ...(schema['default'] === 'TCP' && { default: 'TCP' }),
      ...(items !== undefined && { items: this.structural(schemas, object(items), place) }),
      ...(additionalProperties !== undefined && {
        additionalProperties: this.structural(schemas, object(additionalProperties), place),
      }),
      ...(properties !== undefined && {
        properties: Object.fromEntries(
          Object.entries(object(properties)).map(([name, field]) => [
            name,
            name === 'status' && schema['x-kubernetes-group-version-kind'] !== undefined
              ? STATUS
              : this.structural(schemas, object(field), `${place}.${name}`),
          ]),
        ),
      }),
    };
  }
}

/** What a schema only refers to: `$ref`, or `allOf` around one `$ref`, which lets it have a default and a description. */
function referenceOf(schema: JsonObject): string | undefined {
  const [first] = list(schema['allOf']);
  const reference = schema['$ref'] ?? object(first)['$ref'];
  return typeof reference === 'string' ? reference.replace('#/components/schemas/', '') : undefined;
}

/** `io.k8s.api.core.v1.PodSpec` as `core.v1.PodSpec`. */
function shortName(name: string): string {
  return name
    .replace(/^io\.k8s\.(api|apimachinery\.pkg\.(apis|api|util)|apimachinery\.pkg)\./, '')
    .replace(/^(intstr|resource|runtime)\.(?=[A-Z])/, '');
}

/** JSON with one line for each definition, so that the difference between two versions can be read. */
function textOf(table: Table): string {
  const { served: all, kinds, definitions, ...about } = table;
  const lines = (entries: object): string =>
    Object.entries(entries)
      .map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
      .join(',\n');
  const sections = Object.entries({ served: all, kinds, definitions })
    .map(([name, entries]) => `  ${JSON.stringify(name)}: {\n${lines(entries)}\n  }`)
    .join(',\n');
  const head = Object.entries(about).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`);
  return `{\n${head.join('')}${sections}\n}\n`;
}

function object(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function list(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
