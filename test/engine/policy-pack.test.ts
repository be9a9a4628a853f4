import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Release } from '../../constructs';
import {
  Cluster,
  type CommandOptions,
  type CommandResult,
  changesIn,
  describeEngine,
  installCrds,
  projectCopy,
  runPulumi,
  temporaryFolder,
} from './harness';
import { kubernetesProject } from './kubernetes-project';

const ROOT = join(__dirname, '..', '..');
const PACK = ['--policy-pack', join(ROOT, 'stacks', 'policy', 'pack')];
const PASSWORD = 'hunter2-hunter2';
const PAGE = readFileSync(join(ROOT, 'docs', 'policy-pack.md'), 'utf8');

/** What was reported: level and resource by policy. */
function violations({ stdout }: CommandResult): Readonly<Record<string, string>> {
  const lines = stdout.matchAll(/^ +- \[(\w+)\] +(?:\[severity: \w+\] +)?([\w-]+) +\((\S+: \S+)\)$/gm);
  return Object.fromEntries([...lines].map(([, level, policy, resource]) => [policy, `${level} ${resource}`]));
}

/** The violations of the careless project, each by one resource that is named after it. */
const RESOURCES: Readonly<Record<string, string>> = {
  DYN102: 'kubernetes:apps/v1:Deployment: pods',
  DYN115: 'kubernetes:apps/v1:Deployment: pods',
  DYN123: 'kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding: every-right',
  'pod-security': 'kubernetes:apps/v1:Deployment: pods',
  'network-policy': 'kubernetes:apps/v1:Deployment: pods',
  'service-account-token': 'kubernetes:apps/v1:Deployment: pods',
  'eks-public-endpoint': 'aws:eks:Cluster: open-endpoint',
  'ec2-imdsv2': 'aws:ec2:LaunchTemplate: imdsv1',
  'aws-encrypted-storage': 'aws:ebs:Volume: plain-volume',
  'ec2-open-security-group': 'aws:ec2:SecurityGroup: open-group',
  'iam-node-role': 'aws:iam:RolePolicyAttachment: node-admin',
};
const ADVISORY: readonly string[] = ['network-policy', 'service-account-token'];

function expected(level: (policy: string) => string | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(RESOURCES).flatMap(([policy, resource]) => {
      const at = level(policy);
      return at === undefined ? [] : [[policy, `${at} ${resource}`]];
    }),
  );
}

const asShipped = expected((policy) => (ADVISORY.includes(policy) ? 'advisory' : 'mandatory'));

describeEngine('the policy pack and a stack that was written without Stator', () => {
  let project: CommandOptions;
  beforeAll(async () => {
    project = projectCopy(join(__dirname, 'fixtures', 'careless'));
    await run('stack', 'init', 'test');
  });
  const run = (...args: readonly string[]) => runPulumi(args, project);
  const configured = (config: string) => {
    const file = join(temporaryFolder('config'), 'policy.json');
    writeFileSync(file, config);
    return [...PACK, '--policy-pack-config', file];
  };

  it.each([['preview'], ['up', '--yes']])(
    '%s refuses it, at every resource, and nothing is made',
    async (...command) => {
      const result = await run(...command, ...PACK);
      expect(result.code).not.toBe(0);
      expect(violations(result)).toEqual(asShipped);
      expect(result.stdout + result.stderr).not.toContain(PASSWORD);
      expect(changesIn(project.env)).toEqual([]);
      expect((await run('stack', '--show-urns')).stdout).toContain('Current stack resources (0)');
    },
  );

  it('takes the levels and the settings of a file like the one in the documentation', async () => {
    const [, config = ''] = /```json\n(\{\n {2}"network-policy"[\s\S]*?)```/.exec(PAGE) ?? [];
    const result = await run('preview', ...configured(config));
    expect(result.code).not.toBe(0);
    expect(violations(result)).toEqual(
      expected((policy) => {
        switch (policy) {
          case 'ec2-imdsv2':
            return undefined;
          case 'service-account-token':
            return 'advisory';
          default:
            return 'mandatory';
        }
      }),
    );
    expect(result.stdout).toContain('of level restricted');
  });

  it('lets it through with a warning where the organisation says so', async () => {
    const levels = configured('{ "all": "advisory", "ec2-imdsv2": "disabled", "DYN115": "disabled" }');
    const result = await run('up', '--yes', ...levels);
    expect(result).toMatchObject({ code: 0 });
    expect(violations(result)).toEqual(
      expected((policy) => (['DYN115', 'ec2-imdsv2'].includes(policy) ? undefined : 'advisory')),
    );
    expect(changesIn(project.env).map(({ kind }) => kind)).toContain('Deployment');
    expect(await run('destroy', '--yes')).toMatchObject({ code: 0 });
  });

  it('is held by a pack of one’s own, made as the documentation says and with Stator as npm packs it', async () => {
    const result = await run('preview', '--policy-pack', ownPack());
    expect(result.code).not.toBe(0);
    expect(result.stdout).toContain('acme@v1.0.0');
    expect(violations(result)).toEqual(asShipped);
    expect(result.stdout).toContain('of level restricted');
  });
});

describeEngine('the policy pack and the stacks of Stator', () => {
  beforeAll(() => installCrds(Cluster.newest, Release.latest));

  it('has nothing against a blueprint on a cluster', async () => {
    const { run } = await kubernetesProject({
      blueprint: 'deepseek-r1-h200-sglang',
      namespace: 'policed',
      createNamespace: 'true',
      wait: 'false',
    });
    for (const command of [['preview'], ['up', '--yes']]) {
      const result = await run(...command, ...PACK);
      expect(result).toMatchObject({ code: 0, stdout: expect.stringContaining('✅ stator@v') });
      expect(violations(result)).toEqual({});
    }
    expect(await run('destroy', '--yes')).toMatchObject({ code: 0 });
  });

  it('has nothing against a cluster on AWS with a graph, unless the world is let in', async () => {
    const project = projectCopy(join(ROOT, 'stacks', 'eks'));
    const run = (...args: readonly string[]) => runPulumi(args, project);
    await run('stack', 'init', 'test');
    const set = (key: string, value: string) => run('config', 'set', '--path', key, value);
    await set('aws:region', 'us-east-1');
    await set('stator:groups[0].machine', 'p5en.48xlarge');
    await set('stator:groups[0].nodes', '4');
    await set('stator:publicAccessCidrs[0]', '203.0.113.0/24');
    await set('stator:blueprint', 'deepseek-r1-h200-sglang');
    const sound = await run('preview', ...PACK);
    expect(sound).toMatchObject({ code: 0, stdout: expect.stringContaining('✅ stator@v') });
    expect(sound.stdout).toContain('kubernetes:nvidia.com/v1beta1:DynamoGraphDeployment');
    expect(violations(sound)).toEqual({});

    await set('stator:publicAccessCidrs[0]', '0.0.0.0/0');
    const open = await run('preview', ...PACK);
    expect(open.code).not.toBe(0);
    expect(violations(open)).toEqual({ 'eks-public-endpoint': 'mandatory aws:eks:Cluster: test' });
  });
});

/** The folder of another repository: the files of the documentation, beside what `npm install` would put there. */
function ownPack(): string {
  const folder = join(temporaryFolder('acme'), 'acme-policies');
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'stator'), { recursive: true });
  const files = [...PAGE.matchAll(/^`([\w.]+)`:\n\n```\w+\n([\s\S]*?)```$/gm)];
  expect(files.map(([, name]) => name)).toEqual(['package.json', 'PulumiPolicy.yaml', 'index.js']);
  for (const [, name = '', text = ''] of files) {
    writeFileSync(join(folder, name), text);
  }
  const tarball = execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
    cwd: ROOT,
    encoding: 'utf8',
  }).trim();
  execFileSync('tar', ['-xzf', join(folder, tarball), '--strip-components', '1', '-C', join(modules, 'stator')]);
  for (const name of readdirSync(join(ROOT, 'node_modules')).filter((entry) => /^@?\w/.test(entry))) {
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  return folder;
}
