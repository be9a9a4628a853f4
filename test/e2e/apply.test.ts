import { Yaml } from 'cdk8s';
import { type Blueprint, CATALOG, instantiate, releasesOf } from '../../blueprints';
import { synthesizeChart } from '../../constructs';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../constructs/manifests';
import { Release } from '../../constructs/releases';
import { HAS_CRDS } from '../manifests/shared';
import { Cluster } from './cluster';
import { installCrds } from './crds';
import { figure } from './figures';
import { OWN_RELEASE } from './settings';
import { describeDryRun, describeWriting } from './suite';

/** Every blueprint of the oldest and of the newest release; of those in between each takes a third. */
function blueprintsOf(release: Release): readonly Blueprint[] {
  const between = Release.all.slice(1, -1).indexOf(release);
  return CATALOG.filter(
    (blueprint, index) => releasesOf(blueprint).includes(release) && (between < 0 || index % 3 === between),
  );
}

/** Blueprints as `stator synth --create-namespace` writes them, each in a namespace of its own. */
function everything(release: Release, prefix: string): readonly JsonObject[] {
  return blueprintsOf(release).flatMap((blueprint, index) => {
    const namespace = `${prefix}-${index}`;
    const { chart } = instantiate(blueprint, { release, namespace, createNamespace: true });
    const { documents, findings } = synthesizeChart(chart);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    return documents;
  });
}

const WAYS = [
  ['server-side', ['apply', '--server-side', '--validate=strict']],
  ['client-side', ['apply', '--validate=strict']],
] as const;

describeWriting(`Kubernetes ${Cluster.all.map(({ version }) => version).join(' and ')}`, () => {
  describe.each(Release.all.map((release) => [release.version, release] as const))('release %s', (version, release) => {
    beforeAll(() => Promise.all(Cluster.all.map((cluster) => installCrds(cluster, release))));

    test.each(WAYS)(
      'takes blueprints %s, gives them back as meant, sees no change in them, and deletes them',
      async (way, apply) => {
        const documents = everything(release, `${way.slice(0, 6)}-${version.replace('.', '-')}`);
        await Promise.all(
          Cluster.all.map((cluster) => applyAndDelete(cluster, documents, [...apply, '--filename', '-'])),
        );
        figure(
          `release ${version}, ${way}: ${documents.length} objects of ${blueprintsOf(release).length} blueprints on Kubernetes ${Cluster.all.map((cluster) => cluster.version).join(' and ')}`,
        );
      },
    );
  });
});

async function applyAndDelete(
  cluster: Cluster,
  documents: readonly JsonObject[],
  apply: readonly string[],
): Promise<void> {
  const [namespaces, objects] = partition(documents, ({ kind }) => kind === 'Namespace');
  const text = Yaml.stringify(...documents);
  await cluster.run(apply, text);
  const first = await stored(cluster, text);
  expect(first).toHaveLength(documents.length);
  expect(first.flatMap((found, index) => lost(documents[index] ?? null, found))).toEqual([]);

  await cluster.run(apply, text);
  expect((await stored(cluster, text)).map(identity)).toEqual(first.map(identity));

  await cluster.run(['delete', '--timeout', '60s', '--filename', '-'], Yaml.stringify(...objects));
  expect(await remains(cluster, namespaces.map(nameOf))).toEqual([]);
  await cluster.run(['delete', '--wait=false', '--filename', '-'], Yaml.stringify(...namespaces));
}

describeDryRun('a dry run', () => {
  const cluster = Cluster.newest;
  const release = cluster.dryRunOnly ? OWN_RELEASE : Release.latest;
  beforeAll(async () => {
    if (HAS_CRDS && !cluster.dryRunOnly) {
      await installCrds(cluster, release);
    }
  });

  test.each(WAYS)('takes every blueprint %s', async (_, apply) => {
    const documents = CATALOG.filter((blueprint) => releasesOf(blueprint).includes(release)).flatMap(
      (blueprint) => synthesizeChart(instantiate(blueprint, { release }).chart).documents,
    );
    const dry = ['--dry-run=server', '--output=name', '--filename', '-'];
    const names = await cluster.run([...apply, ...dry], Yaml.stringify(...documents));
    expect(names.trim().split('\n')).toHaveLength(documents.length);
  });
});

async function stored(cluster: Cluster, text: string): Promise<readonly Json[]> {
  return JSON.parse(await cluster.run(['get', '--output', 'json', '--filename', '-'], text)).items;
}

/** Kinds that controllers write to by themselves: for them the generation tells whether what was asked has changed. */
const CONTROLLED = new Set<unknown>(['Job', 'PersistentVolumeClaim', 'Namespace']);

/** What a change of an object changes. */
function identity(object: Json): JsonObject {
  const { kind = null, metadata = null } = isJsonObject(object) ? object : {};
  const { name = null, uid = null, generation = null, resourceVersion = null } = isJsonObject(metadata) ? metadata : {};
  return { kind, name, uid, generation, ...(CONTROLLED.has(kind) ? {} : { resourceVersion }) };
}

/** Fields of the object that Stator meant and that came back otherwise. What the API server adds is no loss. */
function lost(meant: Json, found: Json | undefined, path = ''): readonly string[] {
  if (isJsonArray(meant)) {
    const items = isJsonArray(found) ? found : [];
    return meant.length === items.length
      ? meant.flatMap((item, index) => lost(item, items[index], `${path}[${index}]`))
      : [`${path}: ${JSON.stringify(found)}`];
  }
  if (isJsonObject(meant)) {
    return Object.entries(meant).flatMap(([key, value]) =>
      lost(value, isJsonObject(found) ? found[key] : undefined, `${path}.${key}`),
    );
  }
  return meant === found ? [] : [`${path}: ${JSON.stringify(meant)} became ${JSON.stringify(found)}`];
}

/** Kinds of which anything could be left: what Stator writes, and what controllers make of it. */
const KINDS = [
  ...['configmaps', 'persistentvolumeclaims', 'pods', 'jobs.batch', 'networkpolicies.networking.k8s.io'],
  ...['dynamographdeployments.nvidia.com', 'computedomains.resource.nvidia.com', 'resourceclaims.resource.k8s.io'],
];

/** What is left in namespaces once the garbage collector has had its time. */
async function remains(cluster: Cluster, namespaces: readonly string[]): Promise<readonly string[]> {
  const format = 'jsonpath={range .items[*]}{.metadata.namespace} {.kind} {.metadata.name}{"\\n"}{end}';
  let left: readonly string[] = [];
  const look = async (): Promise<true | undefined> => {
    const all = await cluster.run(['get', KINDS.join(','), '--all-namespaces', '--output', format]);
    const own = all.split('\n').filter((line) => namespaces.some((namespace) => line.startsWith(`${namespace} `)));
    left = own.filter((line) => !line.endsWith(' ConfigMap kube-root-ca.crt'));
    return left.length === 0 ? true : undefined;
  };
  await cluster.eventually(`nothing left in ${namespaces}`, 20, look).catch(() => undefined);
  return left;
}

function nameOf({ metadata }: JsonObject): string {
  return isJsonObject(metadata) ? String(metadata['name']) : '';
}

function partition<T>(all: readonly T[], is: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(is), all.filter((item) => !is(item))];
}
