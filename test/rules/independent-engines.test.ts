import { independentEngines } from '../../constructs/rules/independent-engines';
import { findings } from './findings';
import { API_VERSIONS, manifest, sglang, vllm } from './parts';

const worker = (...args: string[]) => vllm('decode', 'decode', args, { nodes: 2, replicas: 3 });
const tensor = (size: number) => ['--tensor-parallel-size', String(size)];

describe('DYN071 engines over several nodes', () => {
  test.each(API_VERSIONS)('%s: sizes that fit one node are an error', (apiVersion) => {
    expect(findings(independentEngines, manifest([worker(...tensor(8))], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN071',
        severity: 'error',
        path: expect.stringContaining('decode'),
        message: "'decode' spans 2 nodes of 8 GPUs, but TP8 fits into one: 2 independent engines would start",
        fix: 'take multinode out and set replicas to 6, or raise the parallel sizes to 16 GPUs',
      }),
    ]);
  });

  test.each([
    ['tensor parallelism over both', worker(...tensor(16))],
    ['data parallelism over both', worker(...tensor(1), '--data-parallel-size', '16')],
    ['pipeline parallelism over both', worker(...tensor(8), '--pipeline-parallel-size', '2')],
    ['elastic EP', worker(...tensor(8), '--enable-elastic-ep')],
    ['one node', vllm('decode', 'decode', tensor(8))],
    ['a size that only the cluster knows', worker('--tensor-parallel-size', '$(TP)')],
    ['no GPUs said', { ...worker(...tensor(8)), gpus: 0 }],
    ['SGLang, which spreads over the nodes', sglang('decode', 'decode', ['--tp', '8'], { nodes: 2 })],
  ])('%s passes', (_, part) => {
    expect(findings(independentEngines, manifest([part]))).toEqual([]);
  });
});
