import { multinodeVllmFlags } from '../../constructs/rules/multinode-vllm-flags';
import { alpha, beta, type Part, worker } from './graph-text';
import { violations } from './support';

const multinode: Partial<Part> = { gpus: 8, nodes: 2 };
const check = (args: readonly string[], part: Partial<Part> = {}) =>
  violations(multinodeVllmFlags, beta([worker('dynamo.vllm', args, { ...multinode, ...part })]));

describe('DYN009 multi-node vLLM flags', () => {
  test.each([
    { args: ['--tensor-parallel-size', '16'] },
    { args: ['--tensor-parallel-size', '1', '--data-parallel-size', '16'] },
    { args: ['python3 -m dynamo.vllm \\\n  --tensor-parallel-size 16 \\\n  --model m'], command: ['/bin/sh', '-c'] },
  ])('two words with a number in args pass: $args', ({ args, command }) => {
    expect(check(args, command === undefined ? {} : { command })).toEqual([]);
    const part = worker('dynamo.vllm', args, { ...multinode, ...(command === undefined ? {} : { command }) });
    expect(violations(multinodeVllmFlags, alpha([part]))).toEqual([]);
  });

  test('the form with = is read as 1', () => {
    expect(check(['--tensor-parallel-size=16'])).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[decode]',
        message:
          "the operator cannot read '--tensor-parallel-size=16' of 'decode' (written with =, only two words count) and takes 1 for it",
        fix: 'write --tensor-parallel-size 16 in args, as two words with a whole number',
      },
    ]);
  });

  test.each([
    { args: ['-tp', '16'], reason: 'a short name, only --tensor-parallel-size counts' },
    { args: ['--tensor-parallel-size', '$(TP)'], env: { TP: '16' }, reason: 'it holds a variable' },
    {
      args: ['exec python3 -m dynamo.vllm --tensor-parallel-size "16"'],
      command: ['/bin/sh', '-c'],
      reason: 'not a plain whole number, or given twice',
    },
    {
      args: ['exec python3 -m dynamo.vllm --tensor-parallel-size ${TP}'],
      command: ['/bin/sh', '-c'],
      reason: 'it holds a variable',
    },
    { args: ['--tensor-parallel-size', '8', '--tensor-parallel-size', '16'], reason: 'given twice', read: 8 },
  ])('$args: $reason', ({ args, env, command, reason, read = 1 }) => {
    const found = check(args, { ...(env && { env }), ...(command && { command }) });
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain(reason);
    expect(found[0]?.message).toContain(`takes ${read} for it`);
  });

  test('flags in command are not looked at', () => {
    const command = ['python3', '-m', 'dynamo.vllm', '--data-parallel-size', '16'];
    const [violation] = violations(multinodeVllmFlags, alpha([{ name: 'w', type: 'worker', command, ...multinode }]));
    expect(violation?.path).toContain('spec.services.w');
    expect(violation?.message).toContain('it stands in command, only args count');
  });

  test('a size that is misread without changing the launch does no harm', () => {
    expect(check(['--tensor-parallel-size', '16', '--pipeline-parallel-size=1'])).toEqual([]);
    expect(check(['--tensor-parallel-size', '16', '--data-parallel-size=1'])).toEqual([]);
  });

  test('the GPU count has to be a limit', () => {
    const main = { resources: { requests: { 'nvidia.com/gpu': 8 } } };
    const part = worker('dynamo.vllm', ['--tensor-parallel-size', '16'], { nodes: 2, main });
    expect(violations(multinodeVllmFlags, beta([part]))).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[decode]',
        message: "'decode' spans 2 nodes but sets no GPU limit, only a request; the operator counts GPUs by the limit",
        fix: 'set the GPUs of one pod in resources.limits',
      },
    ]);
  });

  test('one node, another engine, or a launch of its own is not judged', () => {
    const one = worker('dynamo.vllm', ['--tensor-parallel-size=8'], { gpus: 8 });
    const sglang = worker('dynamo.sglang', ['--tp=16'], multinode);
    expect(violations(multinodeVllmFlags, beta([one]))).toEqual([]);
    expect(violations(multinodeVllmFlags, beta([sglang]))).toEqual([]);
    expect(check(['--tensor-parallel-size=16', '--nnodes', '2', '--node-rank', '$(RANK)'])).toEqual([]);
    expect(check(['--data-parallel-size=16', '--enable-elastic-ep', '--data-parallel-backend', 'ray'])).toEqual([]);
  });
});
