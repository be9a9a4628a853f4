import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { CATALOG, findBlueprint, instantiate } from '../../blueprints';
import { sizes } from '../../cli/commands/sizes';
import { type PoolDescription, RULES } from '../../constructs';
import { ROOT } from './support';

const page = readFileSync(join(ROOT, 'docs', 'moe-guide.md'), 'utf8');
/** Wherever its lines end. */
const prose = page.replace(/\s+/g, ' ');

/** Every table of figures, under the command that prints it. */
const tables = [...page.matchAll(/```sh\nnpx stator sizes ([^\n]*)\n```\n(?:\n```text\n(.*?)\n```\n)?/gs)].map(
  ([, args = '', printed]) => [args, printed] as const,
);

function printedBy(args: string): string {
  const words = args.split(' ');
  const set = words.flatMap((word, index) => (words[index - 1] === '--set' ? [word] : []));
  const names = words.filter((word, index) => word !== '--set' && words[index - 1] !== '--set');
  const lines: string[] = [];
  sizes(names, { set }, { line: (text = '') => void lines.push(text), colors: createColors(false) });
  return lines.join('\n');
}

function poolOf(blueprint: string, pool: string): PoolDescription {
  const found = graphOf(blueprint).pools.find(({ name }) => name === pool);
  if (found === undefined) {
    throw new Error(`${blueprint} has no pool ${pool}`);
  }
  return found;
}

const graphOf = (blueprint: string) => instantiate(findBlueprint(blueprint)).graph.describe();

describe('the guide to mixture-of-experts models', () => {
  test.each(tables)('shows what `stator sizes %s` prints', (args, printed) => {
    expect(printed).toBe(printedBy(args));
  });

  test('has a command above every table of figures', () => {
    expect(tables.length).toBeGreaterThan(5);
    expect(page.match(/```text\n/g)).toHaveLength(tables.length);
  });

  test('names blueprints that there are, in code and commands', () => {
    const names = CATALOG.map(({ name }) => name);
    const written = [
      ...page.matchAll(/`((?:deepseek|gpt|kimi|glm|qwen)[-a-z0-9]*?-(?:trtllm|vllm|sglang)(?:-aggregated)?)`/g),
    ];
    expect(written.map(([, name]) => name).filter((name) => !names.includes(name ?? ''))).toEqual([]);
    const families = [...page.matchAll(/`((?:deepseek|gpt|kimi|glm|qwen)[-a-z0-9]*)-\*`/g)].map(([, family]) => family);
    expect(families.filter((family) => !names.some((name) => name.startsWith(`${family}-`)))).toEqual([]);
  });

  test('its figures in sentences are those of the descriptions', () => {
    const tokenBytes = (blueprint: string, pool: string) => poolOf(blueprint, pool).kv.bytesPerToken ?? 0;
    const figure = (bytes: number) => String(bytes).replace(/(\d+)(\d{3})$/, '$1,$2');
    const bf16 = tokenBytes('deepseek-r1-h200-sglang', 'decode');
    const fp8 = tokenBytes('deepseek-r1-gb200-trtllm', 'decode');
    expect(bf16).toBe(2 * fp8);
    expect(prose).toContain(`see ${figure(bf16)} and ${figure(fp8)} bytes for a token`);
    expect(tokenBytes('qwen3-235b-trtllm', 'decode') / tokenBytes('deepseek-v4-pro-gb200-vllm', 'decode')).toBeCloseTo(
      19.4,
      0,
    );
    const gibibytes = (graphOf('deepseek-v4-pro-gb200-vllm').model.checkpointBytes ?? 0) / 2 ** 30;
    expect(prose).toContain(`DeepSeek-V4-Pro is ${Math.round(gibibytes)} GiB`);
    const activations = (poolOf('kimi-k2-5-eagle-trtllm-aggregated', 'worker').memory?.activationBytes ?? 0) / 2 ** 30;
    expect(prose).toContain(`takes about ${Math.round(activations)} GiB of activations`);
    const [reading, generating] = ['prefill', 'decode'].map((pool) => poolOf('qwen3-235b-trtllm', pool).gpus);
    expect(reading).toBe(3 * (generating ?? 0));
  });

  test('names rules that there are', () => {
    const codes = new Set([...page.matchAll(/DYN\d{3}/g)].map(([code]) => code));
    const known = new Set(RULES.map(({ code }) => code));
    expect([...codes].filter((code) => !known.has(code))).toEqual([]);
  });
});
