import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Severity } from '../../constructs';
import { readManifests } from '../../constructs/manifests';
import { type Import, importManifests } from '../../importer';
import { compileErrors, formatted, ROOT, runProgram } from './support';

const FOLDER = join(ROOT, '..', 'shared', 'recipes');
const describeRecipes = existsSync(FOLDER) ? describe : describe.skip;
const recipes = existsSync(FOLDER) ? readdirSync(FOLDER).filter((file) => file.endsWith('.yaml')) : ['none'];

/** Differences of form: what runs is the same. */
const FORM = [
  'v1beta1, the newer form of the same',
  'named; it was to be found out from the commands',
  'the same words without a shell, so that signals reach the process',
  'the same flags in another order or form',
  'the same flag by the name --compilation-config',
  'the same engine configuration from a ConfigMap named after its content, so that a change rolls the pods',
  'made from engineConfig of a pool',
  'its files are engineConfig of the pools',
];

const AFFINITY =
  'Frontend: pod.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[kubernetes.io/hostname] DYN041';
const memoryLock = (component: string) => [
  `${component}: pod.securityContext DYN034`,
  `${component}: main.securityContext DYN034`,
];

/** What rules demand otherwise, as `<place> <rule>`. A recipe that is not listed comes back as it was. */
const DEMANDED: Readonly<Record<string, readonly string[]>> = {
  // RDMA devices without the right to lock memory.
  'deepseek-r1__vllm__disagg__hopper_16gpu.yaml': [...memoryLock('decode'), ...memoryLock('prefill')],
  'deepseek-v4__deepseek-v4-flash__sglang__agg-gb200.yaml': [
    'decode: pod.securityContext DYN034',
    'decode: main.securityContext.privileged DYN034',
  ],
  'qwen3-32b__vllm__disagg-kv-router.yaml': [...memoryLock('VllmDecodeWorker'), ...memoryLock('VllmPrefillWorker')],
  // Names too long for Grove.
  'deepseek-v4__deepseek-v4-pro__vllm__disagg__gb200.yaml': ['prefill: name DYN001', 'decode: name DYN001'],
  // An affinity term that matches nothing; and componentType: main.
  'gpt-oss-120b__trtllm__agg.yaml': [AFFINITY],
  'gpt-oss-120b__trtllm__disagg.yaml': [
    AFFINITY,
    'TrtllmPrefillWorker: type DYN003',
    'TrtllmDecodeWorker: type DYN003',
  ],
  'qwen3-32b-fp8__trtllm__agg.yaml': [AFFINITY],
  // A router that follows KV events which nobody publishes.
  'kimi-k2.5__trtllm__agg__nvidia.yaml': [AFFINITY, 'TrtllmWorker: command.--publish-events-and-metrics DYN024'],
  'qwen3-235b-a22b-fp8__trtllm__agg__blackwell.yaml': [
    AFFINITY,
    'TrtllmWorker: command.--publish-events-and-metrics DYN024',
  ],
  'qwen3-235b-a22b-fp8__trtllm__disagg__hopper.yaml': [
    AFFINITY,
    'TRTLLMPrefillWorker: command.--publish-events-and-metrics DYN024',
  ],
};

/** What only the user can mend: placeholders. */
const REMAINING: Readonly<Record<string, readonly string[]>> = {
  // resourceClaimTemplateName: your-compute-domain-channel
  'deepseek-v32-fp4__trtllm__agg-round-robin.yaml': ['DYN038', 'DYN044'],
  // Images with the tag my-tag.
  'llama-3-70b__vllm__agg__gaie.yaml': ['DYN044', 'DYN044', 'DYN044'],
  // <your-registry>/nemotron-omni-vllm:latest
  'nemotron-3-nano-omni__vllm__agg.yaml': ['DYN044', 'DYN044'],
};

const imported = new Map<string, Import>();

async function importRecipe(recipe: string): Promise<Import> {
  const { documents } = readManifests({ name: recipe, content: readFileSync(join(FOLDER, recipe)) });
  const known = imported.get(recipe) ?? (await importManifests(documents, { sources: [recipe], run: runProgram }));
  imported.set(recipe, known);
  return known;
}

describeRecipes('import of public recipes (needs the recipes beside the repository)', () => {
  test('all 24 are there, and no other is expected', () => {
    expect(recipes).toHaveLength(24);
    expect([...Object.keys(DEMANDED), ...Object.keys(REMAINING)].filter((name) => !recipes.includes(name))).toEqual([]);
  });

  test.each(recipes)('%s comes back equal but for what rules demand', async (recipe) => {
    const { differences, findings } = await importRecipe(recipe);
    const demanded = differences.filter(({ reason }) => !FORM.includes(reason));
    expect(demanded.map(({ place, reason }) => `${place} ${reason.split(':')[0]}`)).toEqual(DEMANDED[recipe] ?? []);
    const errors = findings.filter(({ severity }) => severity === Severity.ERROR);
    expect(errors.map(({ code }) => code)).toEqual(REMAINING[recipe] ?? []);
  });

  test.each(recipes)('the program for %s says all of that', async (recipe) => {
    const { source, differences, findings } = await importRecipe(recipe);
    const head = source.slice(0, source.indexOf('*/')).replaceAll(/\n \* {1,3}/g, ' ');
    for (const { place, reason } of differences) {
      expect(head).toContain(`${place}: ${reason}`);
    }
    for (const { code, severity } of findings) {
      expect(severity !== Severity.ERROR || head.includes(code)).toBe(true);
    }
  });

  test.each(recipes)("the program for %s is formatted by the project's own settings", async (recipe) => {
    const { source } = await importRecipe(recipe);
    expect(source).toBe(formatted(source));
  });

  test('all programs compile under strict', async () => {
    const sources = await Promise.all(recipes.map(async (recipe) => (await importRecipe(recipe)).source));
    expect(compileErrors(sources)).toEqual([]);
  }, 120_000);

  test.each(Object.keys(REMAINING))('%s can be accepted as it is', async (recipe) => {
    const { documents } = readManifests({ name: recipe, content: readFileSync(join(FOLDER, recipe)) });
    const result = await importManifests(documents, { sources: [recipe], run: runProgram, acknowledge: true });
    expect(result.findings.filter(({ severity }) => severity === Severity.ERROR)).toEqual([]);
    expect(result.source).toMatch(/graph\.acknowledge\(\s*'DYN044',\s*["']as imported: /);
    expect(result.source).toBe(formatted(result.source));
    expect(result.differences.filter(({ reason }) => reason === 'a rule was accepted')).toHaveLength(
      new Set(REMAINING[recipe]).size,
    );
  });

  test('importing twice gives the same program', async () => {
    const [recipe = ''] = recipes;
    const first = await importRecipe(recipe);
    imported.delete(recipe);
    expect((await importRecipe(recipe)).source).toBe(first.source);
  });
});
