import { createColors } from 'picocolors';
import { findBlueprint, instantiate } from '../../blueprints';
import { sizes } from '../../cli/commands/sizes';

function printed(names: readonly string[], set: readonly string[] = [], json = false): string {
  const lines: string[] = [];
  sizes(names, { set, json }, { line: (text = '') => void lines.push(text), colors: createColors(false) });
  return lines.join('\n');
}

const namesIn = (text: string) => [...text.matchAll(/^([a-z][-a-z0-9]+) /gm)].map(([, name]) => name);

describe('sizes of blueprints', () => {
  test('stand side by side, with a line for each pool', () => {
    expect(printed(['deepseek-r1-h200-sglang'])).toMatch(
      /^BLUEPRINT .*\ndeepseek-r1-h200-sglang +prefill +1 +TEP16 +16 H200 +2 +[\d.]+ GiB +[\d.]+ GiB +BF16 +70,272 +[\d,]+\n +decode +1 +DEP16 .*$/,
    );
  });

  test('without a name all are printed, and a part of a name stands for all that have it', () => {
    expect(namesIn(printed([]))).toContain('qwen3-32b-h200-vllm');
    expect(namesIn(printed(['deepseek-r1-h200', 'deepseek-r1']))).toEqual([
      'deepseek-r1-h200-sglang',
      'deepseek-r1-h200-vllm',
      'deepseek-r1-gb200-trtllm',
    ]);
  });

  test('a whole name stands for one, though others begin with it', () => {
    expect(namesIn(printed(['deepseek-v4-flash-vllm']))).toEqual(['deepseek-v4-flash-vllm']);
  });

  test('parameters are set for all of them', () => {
    expect(printed(['deepseek-r1-gb200-trtllm'], ['decodeGpus=8'])).toMatch(/decode +1 +DEP8 +8 GB200 +2 /);
  });

  test('as JSON they are those of the description', () => {
    const name = 'kimi-k2-5-b200-trtllm-aggregated';
    const { totals, pools } = instantiate(findBlueprint(name)).graph.describe();
    expect(JSON.parse(printed([name], [], true))).toEqual(
      JSON.parse(JSON.stringify({ blueprints: [{ name, totals, pools }] })),
    );
  });

  test('a name that no blueprint has is told', () => {
    expect(() => printed(['nothing'])).toThrow("no blueprint has 'nothing' in its name");
  });
});
