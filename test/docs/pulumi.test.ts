import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AWS_MACHINES } from '../../constructs';
import { blocksOf, compiled, ROOT } from './support';

const EKS = readFileSync(join(ROOT, 'docs', 'eks.md'), 'utf8');

/** Previews a program against mocks of Pulumi and gives the names of the graphs that it would make. */
function graphsOf(program: string): readonly string[] {
  const run = [
    "const pulumi = require('@pulumi/pulumi');",
    "pulumi.runtime.setAllConfig({ 'project:platform': 'organization/platform/prod' });",
    'const newResource = ({ type, name, inputs }) => {',
    "  if (type.endsWith(':DynamoGraphDeployment')) process.stdout.write(`${inputs.metadata.name}\\n`);",
    "  return { id: name, state: { outputs: { storageClassName: 'efs' }, ...inputs } };",
    '};',
    "pulumi.runtime.setMocks({ newResource, call: ({ inputs }) => inputs }, 'project', 'stack', true);",
    `require(${JSON.stringify(program)});`,
  ];
  const printed = execFileSync(process.execPath, ['--eval', run.join('\n')], { cwd: ROOT, encoding: 'utf8' });
  return printed.split('\n').filter((line) => line === 'llama');
}

describe('the pages on Pulumi', () => {
  it('have programs that compile as they stand, and that the rules let through', () => {
    const programs = [...blocksOf('docs/pulumi.md', 'ts'), ...blocksOf('docs/eks.md', 'ts')];
    const graphs = compiled(programs, (folder) => programs.map((_, index) => graphsOf(join(folder, `${index}.js`))));
    expect(graphs).toEqual([['llama'], ['llama']]);
  }, 120_000);

  it('name every setting of stacks/eks', () => {
    const settings =
      readFileSync(join(ROOT, 'stacks', 'eks', 'Pulumi.yaml'), 'utf8').match(/^# (?:aws|stator):\w+/gm) ?? [];
    const missing = settings.map((line) => line.slice(2)).filter((setting) => !EKS.includes(`| \`${setting}\` |`));
    expect(settings.length).toBeGreaterThan(10);
    expect(missing).toEqual([]);
  });

  it.each(Object.entries(AWS_MACHINES))('say of %s what is not confirmed', (machine, { unconfirmed = '', network }) => {
    const row = EKS.split('\n')
      .find((line) => line.startsWith(`| ${machine} |`))
      ?.split(' | ');
    expect(row?.[3]?.replace(/ ?\|$/, '')).toBe(unconfirmed);
    expect(row?.[2]).toMatch(new RegExp(`^${network.efaCards.length}(?:,|$)`));
  });
});
