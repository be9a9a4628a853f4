import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as stator from '../../constructs';
import {
  AKS_MACHINES,
  AksMachine,
  AwsMachine,
  FABRIC_PROFILES,
  Fabric,
  FabricProvider,
  GkeMachine,
  NodeGroup,
  Release,
} from '../../constructs';
import { blocksOf, compiled, ROOT } from './support';

const PAGE = 'docs/graphs.md';
const page = readFileSync(join(ROOT, PAGE), 'utf8');
const [frame = '', usualGraph = '', ...examples] = blocksOf(PAGE, 'ts');
const versions = Release.all.map(({ version }) => version);

/** The first release in which each example is accepted: what the paragraph before it says. */
const since = page
  .split(/```ts\n.*?```/s)
  .slice(2, -1)
  .map((text) => /from release (\d\.\d) on:\s*$/i.exec(text)?.[1] ?? versions[0] ?? '');

const words = (text: string) => new Set(text.match(/[A-Za-z_]\w*/g));

/** An example with what the page says it goes on from, and the imports that it leaves out. */
function programOf(example: string): string {
  const body = [
    frame.replace('Release.latest', "Release.parse(process.env['RELEASE'] ?? '')"),
    ...(/\bnew (?:InferenceGraph|GraphRequest)\(/.test(example) ? [] : [usualGraph]),
    example,
    'export const { findings } = checkApp(app);',
  ].join('\n');
  const used = words(body);
  const imported = (library: object) => Object.keys(library).filter((name) => used.has(name));
  return [
    `import { ${imported(cdk8s).join(', ')} } from 'cdk8s';`,
    `import { ${imported(stator).join(', ')} } from 'stator';`,
    body,
  ].join('\n');
}

interface Outcome {
  readonly example: number;
  readonly release: string;
  readonly errors: readonly string[];
}

const RUN = `
const outcomes = [];
for (const release of ${JSON.stringify(versions)}) {
  process.env.RELEASE = release;
  for (let example = 0; example < ${examples.length}; example += 1) {
    const file = require.resolve('./' + example + '.js');
    delete require.cache[file];
    try {
      const { findings } = require(file);
      const errors = findings.filter(({ severity }) => severity === 'error').map(({ code, message }) => code + ': ' + message);
      outcomes.push({ example, release, errors });
    } catch (error) {
      if (error.name !== 'InvalidValueError') throw error;
      outcomes.push({ example, release, errors: [error.message] });
    }
  }
}
process.stdout.write(JSON.stringify(outcomes));
`;

/** Cells of the table under this head. */
function table(head: string): readonly (readonly string[])[] {
  const [, after = ''] = page.split(`\n${head}\n`);
  const [rows = ''] = after.split('\n\n');
  return rows
    .split('\n')
    .slice(1)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const code = (text: string) => `\`${text}\``;

describe('the examples of the page on graphs', () => {
  let outcomes: readonly Outcome[] = [];

  beforeAll(() => {
    outcomes = compiled(examples.map(programOf), (folder) => {
      writeFileSync(join(folder, 'run.js'), RUN);
      const printed = execFileSync(process.execPath, ['run.js'], { cwd: folder, encoding: 'utf8' });
      const parsed: readonly Outcome[] = JSON.parse(printed);
      return parsed;
    });
  }, 120_000);

  test('compile, and rules let them through in every release from the one that they name', () => {
    expect(examples.length).toBeGreaterThan(20);
    expect(since).toHaveLength(examples.length);
    const refused = outcomes.filter(
      ({ example, release, errors }) => release >= (since[example] ?? '') && errors.length > 0,
    );
    expect(refused.map((outcome) => ({ ...outcome, text: examples[outcome.example] }))).toEqual([]);
  });

  test('are refused in releases before the one that they name', () => {
    const accepted = outcomes.filter(
      ({ example, release, errors }) => release < (since[example] ?? '') && errors.length === 0,
    );
    expect(accepted.map((outcome) => ({ ...outcome, text: examples[outcome.example] }))).toEqual([]);
  });

  test('show what the table of features says, in the release that it says', () => {
    const rows = table('| you want | use | from release |').filter(([, , release]) => release !== '');
    const shown = rows.flatMap(([, use = '', release = '']) => {
      const names = [...use.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
      const showing = examples.flatMap((text, index) =>
        names.some((name) => [...words(name)].every((word) => words(text).has(word))) ? [since[index] ?? ''] : [],
      );
      return showing.includes(release) ? [] : [{ use, release, showing }];
    });
    expect(shown).toEqual([]);
    const later = new Set(since.filter((release) => release !== versions[0]));
    expect([...later].filter((release) => !rows.some(([, , stated]) => stated === release))).toEqual([]);
  });
});

describe('the page on graphs', () => {
  test('lists the machines of clouds with the fabric that they have', () => {
    const row = (call: string, { gpu, gpusPerNode, arch, fabric }: NodeGroup) => [
      code(call),
      `${gpusPerNode} ${gpu.name}`,
      arch,
      code(fabric.provider),
    ];
    const aks = Object.entries(AksMachine).map(([name, machine]) => {
      const known =
        AKS_MACHINES[machine].netDevices !== undefined || AKS_MACHINES[machine].gpu.gpusPerTray !== undefined;
      const fabric = known ? {} : { fabric: Fabric.aks({ netDevices: ['mlx5_0:1'] }) };
      const cells = row(`NodeGroup.aks(AksMachine.${name})`, NodeGroup.aks(machine, { agentPool: 'gpu', ...fabric }));
      return known ? cells : [...cells.slice(0, 3), 'none: say `Fabric.aks({ netDevices })`'];
    });
    expect(table('| machine | GPUs | CPU | fabric, unless you say another |')).toEqual([
      ...Object.entries(AwsMachine).map(([name, machine]) =>
        row(`NodeGroup.aws(AwsMachine.${name})`, NodeGroup.aws(machine)),
      ),
      ...aks,
      ...Object.entries(GkeMachine).map(([name, machine]) =>
        row(`NodeGroup.gke(GkeMachine.${name})`, NodeGroup.gke(machine)),
      ),
    ]);
  });

  test('says of every fabric what pods get', () => {
    const made: Readonly<Record<FabricProvider, string>> = {
      'aws-efa': 'Fabric.efa',
      aks: 'Fabric.aks',
      gke: 'Fabric.gkeRoce',
      nebius: 'Fabric.nebius',
      nscale: 'Fabric.nscale',
      infiniband: 'Fabric.infiniband',
      roce: "Fabric.rdma({ link: 'ethernet' })",
      mnnvl: 'Fabric.mnnvl',
      tcp: 'Fabric.tcp',
    };
    expect(table('| fabric | with | kind | resource | rights | NIXL over | variables |')).toEqual(
      Object.values(FabricProvider).map((provider) => {
        const profile = FABRIC_PROFILES[provider];
        const rights = [...(profile.privileged ? ['privileged'] : []), ...profile.addCapabilities];
        const resource = provider === 'gke' ? 'one for each network' : provider === 'mnnvl' ? 'a channel' : '–';
        return [
          provider,
          code(made[provider]),
          profile.kind,
          profile.resource === undefined ? resource : code(profile.resource),
          rights.join(', ') || '–',
          profile.nixlBackend,
          Object.entries(profile.env)
            .map(([name, value]) => code(`${name}=${value}`))
            .join(' ') || '–',
        ];
      }),
    );
  });

  test('names rules that there are', () => {
    const known = new Set<string>(stator.RULES.map(({ code: rule }) => rule));
    expect((page.match(/DYN\d{3}/g) ?? []).filter((rule) => !known.has(rule))).toEqual([]);
  });
});
