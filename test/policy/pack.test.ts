import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { EnforcementLevel } from '@pulumi/pulumi/proto/analyzer_pb';
import { parse } from 'yaml';
import { statorPolicies } from '../../stacks/policy';
import { PackProcess, type SentResource } from './pack-process';
import { stackReport, UNKNOWN, workload } from './support';

const ROOT = resolve(__dirname, '../..');
const FOLDER = join(ROOT, 'stacks/policy/pack');
const SECRET = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270' };

const container = { name: 'main', image: 'web:1', securityContext: { privileged: true } };
const web = (spec: object): SentResource => ({
  type: 'kubernetes:apps/v1:Deployment',
  urn: 'urn:pulumi:dev::shop::kubernetes:apps/v1:Deployment::web',
  props: { metadata: { name: 'web', namespace: 'shop' }, spec: { template: { spec } } },
});

describe('the pack that Pulumi runs', () => {
  let pack: PackProcess;
  beforeAll(async () => {
    pack = await PackProcess.start();
  }, 60_000);
  afterAll(() => pack.stop());

  it('tells the engine its policies, their levels and what can be configured', async () => {
    const { name, version, policiesList } = await pack.info();
    expect({ name, version }).toEqual({ name: 'stator', version: '1.2.3' });
    expect(policiesList.map((policy) => policy.name)).toEqual(statorPolicies().map((policy) => policy.name));
    expect(policiesList.map(({ enforcementlevel }) => enforcementlevel)).not.toContain(EnforcementLevel.DISABLED);
    const podSecurity = policiesList.find((policy) => policy.name === 'pod-security');
    expect(podSecurity?.configschema?.properties?.fieldsMap.map(([key]) => key).sort()).toEqual([
      'level',
      'namespaces',
    ]);
  });

  it('refuses a stack of which half is only known after the update, and whose secrets are marked', async () => {
    await pack.configure({});
    const env = [{ name: 'DB_PASSWORD', value: { ...SECRET, value: 'correct-horse-battery' } }];
    const found = await pack.analyzeStack([
      web({
        volumes: UNKNOWN,
        nodeName: UNKNOWN,
        containers: [
          { ...container, env },
          { name: 'side', image: UNKNOWN },
        ],
      }),
      {
        type: 'aws:iam/role:Role',
        urn: 'urn:pulumi:dev::shop::aws:iam/role:Role::nodes',
        props: { assumeRolePolicy: UNKNOWN },
      },
    ]);
    const mandatory = found.filter(({ enforcementlevel }) => enforcementlevel === EnforcementLevel.MANDATORY);
    expect(mandatory.map(({ policyname, urn }) => [policyname, urn])).toEqual([
      ['DYN102', web({}).urn],
      ['pod-security', web({}).urn],
    ]);
    expect(JSON.stringify(found)).not.toContain('correct-horse-battery');
    expect(found.filter(({ message }) => message.includes("can't run policy"))).toEqual([]);
  });

  it('refuses a resource before it is made', async () => {
    const found = await pack.analyze({
      type: 'aws:ec2/launchTemplate:LaunchTemplate',
      urn: 'urn:pulumi:dev::shop::aws:ec2/launchTemplate:LaunchTemplate::nodes',
      props: { userData: UNKNOWN, metadataOptions: { httpTokens: 'optional' } },
    });
    expect(found.map(({ policyname, message }) => [policyname, message])).toEqual([
      [
        'ec2-imdsv2',
        "Machines give out metadata to sessions only (IMDSv2).\nmetadataOptions.httpTokens is 'optional', allowed is 'required'. Fix: set metadataOptions.httpTokens to 'required'",
      ],
    ]);
  });

  it('takes the level of each policy, and its settings, from the configuration', async () => {
    const names = async () => {
      const found = await pack.analyzeStack([web({ containers: [container] })]);
      return Object.fromEntries(found.map(({ policyname, enforcementlevel }) => [policyname, enforcementlevel]));
    };
    await pack.configure({
      'pod-security': { level: EnforcementLevel.ADVISORY },
      'network-policy': { level: EnforcementLevel.DISABLED },
      'service-account-token': { level: EnforcementLevel.MANDATORY },
    });
    expect(await names()).toEqual({
      'pod-security': EnforcementLevel.ADVISORY,
      'service-account-token': EnforcementLevel.MANDATORY,
    });
    const props = { namespaces: { shop: 'privileged' } };
    await pack.configure({ 'pod-security': { level: EnforcementLevel.MANDATORY, props } });
    expect(Object.keys(await names())).not.toContain('pod-security');
  });
});

describe('the folder of the pack', () => {
  const manifest = JSON.parse(readFileSync(join(FOLDER, 'package.json'), 'utf8'));

  it('names the program that the build makes of program.ts, and the version of Stator', () => {
    const build = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8')).compilerOptions;
    const source = join(ROOT, build.rootDir, 'stacks/policy', 'program.ts');
    expect(resolve(FOLDER, manifest.main)).toBe(join(ROOT, build.outDir, 'stacks/policy', 'program.js'));
    expect(existsSync(source)).toBe(true);
    expect(manifest.version).toBe(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version);
  });

  it('has no file of its name beside it, which Node would take for the folder', () => {
    const folder = basename(FOLDER);
    expect(readdirSync(dirname(FOLDER)).filter((name) => name.startsWith(`${folder}.`))).toEqual([]);
  });

  it('is one that the CLI can start', () => {
    expect(parse(readFileSync(join(FOLDER, 'PulumiPolicy.yaml'), 'utf8'))).toEqual({
      runtime: 'nodejs',
      description: expect.any(String),
    });
  });
});

describe('a pack of one’s own', () => {
  it('may have any other rule as a policy of the same code', async () => {
    const policies = statorPolicies({ rules: ['DYN044', 'DYN102'] });
    expect(policies.map(({ name }) => name).filter((name) => name.startsWith('DYN'))).toEqual([
      'DYN102',
      'DYN115',
      'DYN123',
      'DYN044',
    ]);
    const claim = [{ name: 'cache', persistentVolumeClaim: { claimName: '<your-claim>' } }];
    const stack = [workload('Deployment', { containers: [], volumes: claim })];
    expect(await stackReport('DYN044', stack, {}, policies)).toHaveLength(1);
  });

  it('has Pod Security levels of its own, which its configuration may change', async () => {
    const policies = statorPolicies({ podSecurity: 'restricted', namespaces: { shop: 'baseline' } });
    const inShop = workload('Deployment', { containers: [{ name: 'main', image: 'web:1' }] });
    const elsewhere = workload(
      'Deployment',
      { containers: [{ name: 'main', image: 'web:1' }] },
      { namespace: 'other' },
    );
    const found = async (config: object) =>
      (await stackReport('pod-security', [inShop], config, policies)).length +
      (await stackReport('pod-security', [elsewhere], config, policies)).length;
    expect(await stackReport('pod-security', [inShop], {}, policies)).toEqual([]);
    expect(await found({})).toBe(4);
    expect(await found({ namespaces: {} })).toBe(8);
    expect(await found({ level: 'privileged' })).toBe(0);
  });

  it.each([
    ['DYN999', "'rules' must be codes of rules over manifests, see docs/rules.md, got 'DYN999'"],
    ['dyn102', 'did you mean DYN102?'],
    ['DYN106', "got 'DYN106'; it looks at graphs as code describes them"],
  ])('refuses %s, which is none over manifests', (code, message) => {
    expect(() => statorPolicies({ rules: [code] })).toThrow(message);
  });
});

it('every policy has a row in the documentation, and no row is of another one', () => {
  const page = readFileSync(join(ROOT, 'docs/policy-pack.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([\w-]+)` \| (\w+) \|/gm)].map(([, name, level]) => [name, level]);
  expect(rows).toEqual(statorPolicies().map(({ name, enforcementLevel }) => [name, enforcementLevel]));
});
