import { repeatedFlags } from '../../constructs/rules/repeated-flags';
import { alpha, beta, FRONTEND, type Part, worker } from './graph-text';
import { violations } from './support';

const check = (args: readonly string[], part: Partial<Part> = {}) =>
  violations(repeatedFlags, beta([worker('dynamo.vllm', args, part)]));

describe('DYN103 repeated flags', () => {
  test.each([beta, alpha])('different values are an error', (text) => {
    const args = ['--max-num-seqs', '256', '--block-size', '64', '--max-num-seqs=128'];
    const [violation, ...others] = violations(repeatedFlags, text([worker('dynamo.vllm', args)]));
    expect(others).toEqual([]);
    expect(violation?.path).toMatch(/decode]?$/);
    expect(violation?.message).toBe(
      "'decode' is given --max-num-seqs twice with different values: --max-num-seqs 256, then --max-num-seqs 128; only the last one counts",
    );
  });

  test('short and long names, hyphens and underscores are the same flag', () => {
    expect(check(['-tp', '8', '--tensor-parallel-size', '16'])[0]?.message).toContain('--tensor-parallel-size twice');
    expect(check(['--max_model_len', '1', '--max-model-len', '2'])).toHaveLength(1);
  });

  test('three times are told', () => {
    expect(check(['--seed', '1', '--seed', '2', '--seed', '1'])[0]?.message).toContain('3 times');
  });

  test('the same value twice does no harm', () => {
    expect(check(['--block-size', '64', '--block-size', '64'])).toEqual([]);
  });

  test('bare flags, variables and flags that collect are not judged', () => {
    expect(check(['--enable-eplb', '--enable-eplb'])).toEqual([]);
    expect(check(['--seed', '${A}', '--seed', '${B}'])).toEqual([]);
    expect(check(['--middleware', 'a', '--middleware', 'b'])).toEqual([]);
    expect(check(['--json.list+', 'a', '--json.list+', 'b'])).toEqual([]);
  });

  test('in a script only the engine counts', () => {
    const args = ['curl --retry 3 --retry 5 x && exec python3 -m dynamo.vllm --seed 1 ; sleep --seed 2'];
    expect(check(args, { command: ['/bin/sh', '-c'] })).toEqual([]);
  });

  test('the frontend that the operator starts takes flags too, other processes are their own matter', () => {
    const args = ['--router-mode', 'kv', '--router-mode', 'round-robin'];
    expect(violations(repeatedFlags, beta([{ ...FRONTEND, args }]))).toHaveLength(1);
    expect(violations(repeatedFlags, beta([{ name: 'own', command: ['/start'], args }]))).toEqual([]);
  });

  test('long values are cut', () => {
    const [violation] = check(['--hf-overrides', `{"a":"${'x'.repeat(60)}"}`, '--hf-overrides', '{}']);
    expect(violation?.message).toContain('xxx..., then');
  });
});
