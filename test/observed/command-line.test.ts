import fc from 'fast-check';
import { CommandLine } from '../../constructs/observed';

const read = (command: readonly string[], args: readonly string[], env: Record<string, string> = {}) =>
  CommandLine.read(command, args, env);

describe('command lines', () => {
  test('exec form: module and flags of both origins', () => {
    const line = read(
      ['python3', '-m', 'dynamo.vllm', '--model', 'a/b'],
      ['--tensor-parallel-size', '8', '--enable-dbo'],
    );
    expect(line.module).toBe('dynamo.vllm');
    expect(line.flags).toEqual([
      { name: '--model', value: 'a/b', form: 'two-token', origin: 'command', literal: true },
      { name: '--tensor-parallel-size', value: '8', form: 'two-token', origin: 'args', literal: true },
      { name: '--enable-dbo', form: 'bare', origin: 'args', literal: true },
    ]);
    expect(line.shell).toBe(false);
  });

  test('Kubernetes variables are expanded and marked', () => {
    const [flag] = read(['python3', '-m', 'dynamo.vllm'], ['--model', '$(MODEL)'], { MODEL: 'a/b' }).flags;
    expect(flag).toMatchObject({ value: 'a/b', literal: false });
  });

  test('shell form: continuations, quotes, variables, comments, what stands before and after', () => {
    const script = [
      '# the first line is a comment with --a-flag',
      'ulimit -l unlimited && exec python3 -m dynamo.vllm \\',
      '  --model "${MODEL}" \\',
      '  --kv-transfer-config \'{"kv_connector":"NixlConnector"}\' \\',
      '  --data-parallel-size=4 && echo --done',
    ].join('\n');
    const line = read(['/bin/sh', '-c'], [script], { MODEL: 'a/b' });
    expect(line.module).toBe('dynamo.vllm');
    expect(line.shell).toBe(true);
    expect(line.value('--model')).toBe('a/b');
    expect(line.find('--model')?.literal).toBe(false);
    expect(line.value('--kv-transfer-config')).toBe('{"kv_connector":"NixlConnector"}');
    expect(line.find('--data-parallel-size')).toMatchObject({ value: '4', form: 'equals', literal: true });
    expect(line.has('--done', '--a-flag')).toBe(false);
  });

  test('an unknown variable is no number', () => {
    const line = read(['/bin/sh', '-c'], ['python3 -m dynamo.vllm --tensor-parallel-size $TP']);
    expect(line.has('--tensor-parallel-size')).toBe(true);
    expect(line.number('--tensor-parallel-size')).toBeUndefined();
  });

  test('a single argument with spaces runs in the shell that the operator adds', () => {
    expect(read([], ['python3 -m dynamo.frontend --router-mode kv']).value('--router-mode')).toBe('kv');
  });

  test('a login shell counts as a shell', () => {
    expect(read(['/bin/bash', '-lc'], ['exec python3 -m dynamo.sglang --tp 4']).number('--tp')).toBe(4);
  });

  test('the last occurrence counts', () => {
    expect(
      read(['python3', '-m', 'dynamo.vllm'], ['--block-size', '64', '--block-size', '128']).number('--block-size'),
    ).toBe(128);
  });

  test('negative numbers are values', () => {
    expect(
      read(['python3', '-m', 'dynamo.sglang'], ['--chunked-prefill-size', '-1']).value('--chunked-prefill-size'),
    ).toBe('-1');
  });

  test('never throws, whatever stands in the container', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (command, args) => {
        const line = read(command, args, { A: 'x' });
        expect(line.flags.every(({ name }) => name.startsWith('-'))).toBe(true);
      }),
    );
  });

  test('exec form keeps every two-token flag', () => {
    const flag = fc.stringMatching(/^--[a-z]{2,8}$/);
    const value = fc.stringMatching(/^[a-z0-9.]{1,8}$/);
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(flag, value), { selector: ([name]) => name }), (pairs) => {
        const line = read(['python3', '-m', 'dynamo.vllm'], pairs.flat());
        expect(line.flags.map((entry) => [entry.name, entry.value])).toEqual(pairs);
      }),
    );
  });
});
