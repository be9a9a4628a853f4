import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { CATALOG } from '../../blueprints';
import { diff } from '../../cli/commands/diff';
import { inFolder, ROOT, stator } from './support';

const RECIPES = join(ROOT, '..', 'shared', 'recipes');
const GOLDEN = join('test', 'blueprints', 'golden', 'deepseek-r1-gb200-trtllm.yaml');
const R1 = readFileSync(join(ROOT, GOLDEN), 'utf8');

describe('stator diff', () => {
  test('a blueprint does not differ from what was written of it', () => {
    const { code, out, err } = stator(['diff', GOLDEN, 'deepseek-r1-gb200-trtllm', '--exit-code']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^no difference\n36 GPUs, 10 pods; nodes: .*gb200/);
  });

  test('a change in place: what, what rolls, GPUs before and after; the exit code is only 1 when asked for', () => {
    const input = R1.replace('replicas: 1\n      type: decode', 'replicas: 2\n      type: decode').replaceAll(
      /(tensorrtllm-runtime):[\d.]+/g,
      '$1:1.5.1',
    );
    const run = stator(['diff', GOLDEN, '-'], { input });
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toMatch(/~ image +\S+:1\.6\.1 → \S+:1\.5\.1 {2}rolls/);
    expect(run.out).toMatch(/deepseek-r1-gb200-trtllm: decode rolls: image/);
    expect(stator(['diff', GOLDEN, '-', '--exit-code'], { input }).code).toBe(1);
  });

  test('what cannot be changed in place replaces the graph', () => {
    const { out } = stator(['diff', GOLDEN, '-'], { input: R1.replace('nodeCount: 8', 'nodeCount: 16') });
    expect(out).toMatch(/~ multinode\.nodeCount +8 → 16 {2}replaces: the operator refuses the change/);
    expect(out).toMatch(/has to be deleted and made again because of decode: multinode\.nodeCount/);
    expect(out).toMatch(/36 → 68 GPUs, 10 → 18 pods/);
  });

  test('blueprints with parameters and releases of their own', () => {
    const name = 'deepseek-r1-gb200-trtllm';
    const options = ['--set', 'namespace=x', '--set-old', 'inputTokens=1024', '--set-new', 'inputTokens=4096'];
    expect(stator(['diff', name, name, ...options]).err).toMatch(/namespace/);
    const { code, out } = stator(['diff', name, name, ...options.slice(2), '--release-old', '1.5']);
    expect(code).toBe(0);
    expect(out).toMatch(/~ engine\.max_num_tokens +\d+ → \d+/);
    expect(out).toMatch(/~ image +\S+:1\.5\.1 → \S+:1\.6\.1/);
    expect(out).toMatch(/ConfigMap \S+-prefill-engine-/);
  });

  test('--json', () => {
    const { out } = stator(['diff', GOLDEN, '-', '--json'], { input: R1.replace('nodeCount: 8', 'nodeCount: 16') });
    const { same, graphs, before, after, findings } = JSON.parse(out);
    expect({ same, gpus: [before.gpus, after.gpus], findings }).toEqual({ same: false, gpus: [36, 68], findings: [] });
    expect(graphs[0].replacedBecause).toEqual(['decode: multinode.nodeCount']);
  });

  test('a folder stands for the manifests in it', () => {
    inFolder((folder) => {
      writeFileSync(join(folder, 'r1.yaml'), R1);
      expect(stator(['diff', folder, GOLDEN]).out).toMatch(/^no difference\n/);
    });
  });

  test.each<readonly [string, readonly string[], RegExp]>([
    ['a missing file', ['nowhere.yaml', GOLDEN], /cannot use 'nowhere\.yaml': there is no such file or folder/],
    ['no blueprint', ['deepseek', GOLDEN], /cannot use 'deepseek'.*\n.*'stator list' shows them/],
    ['a parameter for a file', [GOLDEN, GOLDEN, '--set-new', 'a=b'], /'--set a=b' is for blueprints, and '.*' is none/],
    ['standard input twice', ['-', '-'], /standard input can be one side only/],
    ['an unknown parameter', ['deepseek-r1-gb200-trtllm', GOLDEN, '--set', 'a=b'], /'a'/],
    ['an unknown release', ['deepseek-r1-gb200-trtllm', GOLDEN, '--release-old', '9'], /'release' must be one of/],
  ])('%s: a message and exit code 1', (_what, args, message) => {
    const { code, err } = stator(['diff', ...args]);
    expect({ code, stack: /\n +at /.test(err) }).toEqual({ code: 1, stack: false });
    expect(err).toMatch(message);
  });

  test('what cannot be read is told as stator check tells it', () => {
    const { code, out, err } = stator(['diff', GOLDEN, '-'], { input: 'a: [1, 2' });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatch(/^error YAML\d{3} standard input:\d/);
    expect(out).toMatch(/1 finding: nothing was compared/);
    expect(JSON.parse(stator(['diff', GOLDEN, '-', '--json'], { input: 'a: [1, 2' }).out).findings).toHaveLength(1);
  });

  test('one side alone: exit code 2', () => {
    expect(stator(['diff', GOLDEN]).code).toBe(2);
  });

  test('text from manifests gives a terminal no orders', () => {
    const { out } = stator(['diff', GOLDEN, '-'], {
      input: R1.replace('value: "1"', 'value: "\\e[31m\\u009b1m"'),
    });
    expect(out).toMatch(/HF_XET_HIGH_PERFORMANCE\]\.value +1 → /);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});

(existsSync(RECIPES) ? describe : describe.skip)('stator diff with public recipes', () => {
  test('every blueprint is compared with the recipe it comes from', async () => {
    const files = readdirSync(RECIPES);
    const covered = CATALOG.flatMap(({ name, parities }) => parities.map(({ recipe }) => [name, recipe] as const));
    for (const [name, recipe] of covered) {
      // recipes/<model>/<engine>/.../deploy.yaml stands in one flat folder.
      const flat = recipe
        .replace(/^recipes\//, '')
        .replace(/\/deploy\.yaml$/, '')
        .replaceAll('/', '__');
      const file = files.find((candidate) => candidate === `${flat}.yaml`);
      if (file !== undefined) {
        const lines: string[] = [];
        const output = { line: (text = '') => void lines.push(text), colors: createColors(false) };
        expect(await diff(join(RECIPES, file), name, { set: [], setOld: [], setNew: [] }, output)).toBe(0);
        expect(lines.join('\n')).toMatch(/has to be deleted and made again because of metadata\.name/);
      }
    }
  });
});
