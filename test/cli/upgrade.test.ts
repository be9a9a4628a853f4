import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { CATALOG } from '../../blueprints';
import { upgrade } from '../../cli/commands/upgrade';
import { Release } from '../../constructs';
import { ROOT, stator } from './support';

const RECIPES = join(ROOT, '..', 'shared', 'recipes');
const R1 = readFileSync(join(ROOT, 'test', 'blueprints', 'golden', 'llama-3-70b-h100-vllm.yaml'), 'utf8');
/** The graph as it was with release 1.2, with a flag of that time. */
const OLD = R1.replaceAll(/(vllm-runtime):[\d.]+/g, '$1:1.2.1').replace(
  '- --model\n',
  '- --is-prefill-worker\n                - --model\n',
);

describe('stator upgrade', () => {
  test('what must change, what should, what to check; exit code 1', () => {
    const { code, out, err } = stator(['upgrade', '-', '--from', '1.2', '--to', '1.6'], { input: OLD });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatch(/^must change before it runs\n/);
    expect(out).toMatch(/vllm-runtime:1\.2\.1 \(.*\) holds 1\.2\.1.*\n +fix: use \S+vllm-runtime:1\.6\.1/);
    expect(out).toMatch(/DYN061 '--is-prefill-worker' is refused since Dynamo 1\.4/);
    expect(out).toMatch(/NATS comes with the chart +yes +no/);
    expect(out).toMatch(/the platform goes 1\.2 → 1\.3 → 1\.4 → 1\.5 → 1\.6/);
    expect(out).toMatch(/\n2 things must change, \d+ should, \d+ to check\n$/);
  });

  test('images tell where it starts, and the latest release is where it goes', () => {
    const { out } = stator(['upgrade', '-'], { input: R1.replaceAll(/(vllm-runtime):[\d.]+/g, '$1:1.4.2') });
    expect(out).toMatch(/the platform goes 1\.4 → 1\.5 → 1\.6/);
  });

  test('nothing has to change for the release before: exit code 0', () => {
    const input = R1.replaceAll(/(vllm-runtime):[\d.]+/g, '$1:1.5.1');
    expect(stator(['upgrade', '-', '--from', '1.5'], { input })).toMatchObject({ code: 0, err: '' });
  });

  test.each(CATALOG.filter(({ since }) => since === undefined || since.compareTo(Release.latest) < 0))(
    '$name renders for every release; the difference is told',
    async ({ name, since = Release.V1_2 }) => {
      // In this process: there are many blueprints.
      const lines: string[] = [];
      const output = { line: (text = '') => void lines.push(text), colors: createColors(false) };
      const code = await upgrade(name, { from: since.version, to: '1.6', set: [] }, output);
      const out = lines.join('\n');
      expect(code).toBe(0);
      expect(out).toMatch(/what the blueprint makes for both\ngraph /);
      expect(out).toMatch(new RegExp(`~ image +\\S+:${since.patch} → \\S+:1\\.6\\.1`));
      expect(out).toMatch(/\n0 things must change/);
    },
  );

  test('--json', () => {
    const { code, out } = stator(['upgrade', '-', '--from', '1.2', '--json'], { input: OLD });
    const { from, to, steps, route, findings } = JSON.parse(out);
    expect({ code, from, to, route: route.length, findings }).toEqual({
      code: 1,
      from: '1.2',
      to: '1.6',
      route: 5,
      findings: [],
    });
    expect(steps.map((step: { level: string }) => step.level)).toEqual(expect.arrayContaining(['must', 'check']));
  });

  test.each<readonly [string, readonly string[], RegExp]>([
    ['back', ['-', '--from', '1.6', '--to', '1.2'], /from 1\.6 to 1\.2 is none/],
    ['nowhere', ['-', '--from', '1.6'], /from 1\.6 to 1\.6 is none/],
    ['from an unknown release', ['-', '--from', 'x'], /'release' must be one of/],
    ['of a blueprint from somewhere', ['llama-3-70b-h100-vllm'], /give --from/],
    ['of nothing', ['nowhere.yaml', '--from', '1.2'], /there is no such file or folder/],
    ['of a file with parameters', ['-', '--from', '1.2', '--set', 'a=b'], /is for blueprints/],
  ])('%s: a message and exit code 1', (_what, args, message) => {
    const { code, err } = stator(['upgrade', ...args], { input: R1 });
    expect({ code, stack: /\n +at /.test(err) }).toEqual({ code: 1, stack: false });
    expect(err).toMatch(message);
  });

  test('without a version in any image, the start has to be given', () => {
    const { code, err } = stator(['upgrade', '-'], {
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
    });
    expect(code).toBe(1);
    expect(err).toMatch(/no image tells which release runs the graphs now\n +fix: give --from/);
  });

  test('what cannot be read is told as stator check tells it', () => {
    const { code, out } = stator(['upgrade', '-', '--from', '1.2'], { input: 'hello' });
    expect(code).toBe(1);
    expect(out).toMatch(/^error YAML\d{3} /);
  });

  test('no graph: exit code 2', () => {
    expect(stator(['upgrade']).code).toBe(2);
  });
});

(existsSync(RECIPES) ? describe : describe.skip)('stator upgrade with public recipes', () => {
  test('all at once', () => {
    const { code, out, err } = stator(['upgrade', RECIPES, '--from', '1.2', '--to', '1.6', '--json']);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    const told = new Set(JSON.parse(out).steps.map(({ path }: { path: string }) => path.split('#')[0]));
    expect(told.size).toBe(readdirSync(RECIPES).length);
  });
});
