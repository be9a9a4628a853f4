import { mpirunQuotes } from '../../constructs/rules/mpirun-quotes';
import { findings } from './findings';
import { API_VERSIONS, manifest, type Part, trtllm } from './parts';

const script = (text: string, nodes = 2): Part => ({
  ...trtllm('decode', 'decode', {}, [], { nodes }),
  command: ['/bin/sh', '-c'],
  args: [`python3 -m dynamo.trtllm --model-path m ${text}`],
});
const QUOTED = `--override-engine-args '{"max_batch_size": 8}'`;

describe('DYN110 quotes under mpirun', () => {
  test.each(API_VERSIONS)('%s: a single quote in a script is an error', (apiVersion) => {
    expect(findings(mpirunQuotes, manifest([script(QUOTED)], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN110',
        severity: 'error',
        path: expect.stringContaining('decode'),
        message: expect.stringMatching(
          /^the script of 'decode' holds a single quote \(.*'\{"max_batch.*\), which ends the string/,
        ),
      }),
    ]);
  });

  test('the message shows the quote and what stands around it', () => {
    const part: Part = { ...script(''), args: ["python3 -m dynamo.trtllm --model-path 'm'"] };
    expect(findings(mpirunQuotes, manifest([part]))[0]?.message).toContain("(...trtllm --model-path 'm')");
  });

  test.each([
    ['double quotes', script('--model-path "$MODEL"')],
    ['one node', { ...script(QUOTED), nodes: undefined }],
    [
      'a list of words, which the operator quotes itself',
      trtllm('decode', 'decode', {}, ['--override-engine-args', `{"a": "it's"}`], { nodes: 2 }),
    ],
  ])('%s passes', (_, part) => {
    const { nodes, ...rest } = part;
    expect(findings(mpirunQuotes, manifest([nodes === undefined ? rest : { ...rest, nodes }]))).toEqual([]);
  });
});
