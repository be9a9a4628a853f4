import { App, Chart, Yaml } from 'cdk8s';
import fc from 'fast-check';
import { type Blueprint, CATALOG, findBlueprint, instantiate } from '../../blueprints';
import { InferenceNamespace, Release, Subject, synthesizeChart } from '../../constructs';
import { PodSecurityLevel, podSecurityViolations } from '../../constructs/pod-security';
import { randomPodSpec } from '../pod-security/random-pods';
import { Cluster, forEachOf } from './cluster';
import { installCrds } from './crds';
import { figure } from './figures';
import { canI, PERMISSIONS, type Permission } from './permissions';
import { podsOf, withoutAccount } from './placement';
import { describeWriting } from './suite';

const USER = 'ada@example.com';
const LEVELS = [PodSecurityLevel.PRIVILEGED, PodSecurityLevel.BASELINE, PodSecurityLevel.RESTRICTED];
/** As they stand in blueprints: with a fabric that needs rights and one that needs none. */
const FABRICS = ['infiniband', 'efa', 'tcp'];

/** No machine with A100 is listed with EFA. */
function fabricsOf({ parameters: { properties } }: Blueprint): readonly string[] {
  const a100 = properties['gpu']?.default === 'a100';
  return 'fabric' in properties ? FABRICS.filter((fabric) => !(a100 && fabric === 'efa')) : ['its own fabric'];
}

describeWriting('policy', () => {
  const cluster = Cluster.newest;
  beforeAll(async () => {
    await installCrds(cluster, Release.latest);
    for (const level of LEVELS) {
      await cluster.run(['create', 'namespace', `level-${level}`]);
      await cluster.run(['label', 'namespace', `level-${level}`, `pod-security.kubernetes.io/enforce=${level}`]);
    }
  }, 120_000);

  /** Whether Pod Security lets a pod in; `undefined` when Kubernetes refuses it for another reason. */
  async function admits(namespace: string, spec: unknown): Promise<boolean | undefined> {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'test' }, spec: withoutAccount(spec) };
    const refusal = await cluster.refusal(pod, `/api/v1/namespaces/${namespace}/pods`);
    return refusal === undefined ? true : refusal.includes('violates PodSecurity') ? false : undefined;
  }

  describe.each(
    CATALOG.flatMap((blueprint) => fabricsOf(blueprint).map((fabric) => [blueprint.name, fabric] as const)),
  )('%s on %s', (name, fabric) => {
    const parameters = FABRICS.includes(fabric) ? { fabric } : {};
    const { chart, graph } = instantiate(findBlueprint(name), {
      parameters,
      namespace: 'policy',
      createNamespace: true,
    });
    const pods = podsOf(graph, 'policy').map(({ spec }) => spec);

    test('its pods pass the level that Stator gives its namespace, and no stricter one', async () => {
      const [namespace] = synthesizeChart(chart).documents.filter(({ kind }) => kind === 'Namespace');
      await cluster.run(['apply', '--filename', '-'], Yaml.stringify(namespace));
      const level = graph.describe().podSecurity;
      expect(await Promise.all(pods.map((spec) => admits('policy', spec)))).toEqual(pods.map(() => true));
      for (const stricter of LEVELS.slice(LEVELS.indexOf(level) + 1)) {
        expect(await Promise.all(pods.map((spec) => admits(`level-${stricter}`, spec)))).toContain(false);
      }
    });
  });

  test('any pod is judged as Pod Security judges it', async () => {
    let judged = 0;
    const specs = fc.sample(randomPodSpec, { numRuns: 600, seed: 11 });
    for (const level of [PodSecurityLevel.BASELINE, PodSecurityLevel.RESTRICTED]) {
      for (const spec of specs) {
        const admitted = await admits(`level-${level}`, spec);
        if (admitted !== undefined) {
          judged++;
          expect([podSecurityViolations(spec, level).length === 0, spec]).toEqual([admitted, spec]);
        }
      }
    }
    expect(judged).toBeGreaterThan(specs.length);
    figure(`Pod Security: ${judged} verdicts on random pods, all as predicted`);
  });

  describe('someone who deploys graphs', () => {
    const answers = new Map<Permission, string | undefined>();

    beforeAll(async () => {
      const chart = new Chart(new App(), 'namespace', { namespace: 'deployers', disableResourceNameHashes: true });
      new InferenceNamespace(chart, 'namespace', {
        deployers: [Subject.user(USER)],
        enforce: PodSecurityLevel.PRIVILEGED,
      });
      await cluster.run(['apply', '--filename', '-'], Yaml.stringify(...synthesizeChart(chart).documents));
      await forEachOf(PERMISSIONS, async (permission) => {
        const { stdout } = await cluster.kubectl([...canI(permission, 'deployers', 'default'), '--as', USER]);
        answers.set(permission, stdout.trim().split('\n').at(-1));
      });
    }, 120_000);

    const title = ({ verb, resource, subresource = '', where, allowed }: Permission) =>
      `${allowed ? 'may' : 'may not'} ${verb} ${resource} ${subresource} (${where})`;

    test.each(PERMISSIONS.map((permission) => [title(permission), permission] as const))('%s', (_, permission) => {
      expect(answers.get(permission)).toBe(permission.allowed ? 'yes' : 'no');
    });

    test('can apply, watch and delete every blueprint, and nothing of it elsewhere', async () => {
      const documents = CATALOG.flatMap(
        (blueprint) => synthesizeChart(instantiate(blueprint, { namespace: 'deployers' }).chart).documents,
      );
      const text = Yaml.stringify(...documents);
      const asUser = ['--as', USER, '--filename', '-'];
      await cluster.run(['apply', '--server-side', '--validate=strict', ...asUser], text);
      await cluster.run(['get', '--output', 'name', ...asUser], text);
      await cluster.run(['delete', '--timeout', '60s', ...asUser], text);
      const elsewhere = text.replaceAll('namespace: deployers', 'namespace: default');
      const { stderr } = await cluster.kubectl(['apply', '--server-side', ...asUser], elsewhere);
      expect(stderr.match(/forbidden/g)?.length).toBe(documents.length);
    });
  });
});
