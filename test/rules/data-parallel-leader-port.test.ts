import { Release } from '../../constructs/releases';
import { dataParallelLeaderPort } from '../../constructs/rules/data-parallel-leader-port';
import { findings } from './findings';
import { API_VERSIONS, manifest, type Part, sglang, vllm } from './parts';

const worker = (...args: string[]) => vllm('decode', 'decode', args, { nodes: 2 });
const DP16 = ['--tensor-parallel-size', '1', '--data-parallel-size', '16'];
const check = (part: Part, release = Release.V1_2) => findings(dataParallelLeaderPort, manifest([part]), { release });

describe('DYN070 port of the data-parallel leader', () => {
  test.each(API_VERSIONS)('%s: no port is a warning on release 1.2', (apiVersion) => {
    const yaml = manifest([worker(...DP16)], { apiVersion });
    expect(findings(dataParallelLeaderPort, yaml, { release: Release.V1_2 })).toEqual([
      expect.objectContaining({
        code: 'DYN070',
        severity: 'warning',
        path: expect.stringContaining('decode'),
        message:
          "the followers of 'decode' wait for port 29500 of their leader, which listens on 13445 (--data-parallel-rpc-port is not set)",
      }),
    ]);
  });

  test('so is another port', () => {
    expect(check(worker(...DP16, '--data-parallel-rpc-port', '13345'))[0]?.message).toContain('listens on 13345');
  });

  test.each([
    ['the awaited port', worker(...DP16, '--data-parallel-rpc-port', '29500')],
    ['tensor parallelism over the nodes', worker('--tensor-parallel-size', '16')],
    ['one node', vllm('decode', 'decode', ['--data-parallel-size', '8'])],
    ['copies that fit one node', worker('--data-parallel-size', '8')],
    ['elastic EP', worker(...DP16, '--enable-elastic-ep')],
    ['copies as large as a node, one for each', worker('--tensor-parallel-size', '8')],
    ['a number of copies that only the cluster knows', worker('--data-parallel-size', '$(DP)')],
    ['a size that only the cluster knows', worker(...DP16, '--tensor-parallel-size', '$(TP)')],
    ['no GPUs said', { ...worker(...DP16), gpus: 0 }],
    ['SGLang', sglang('decode', 'decode', ['--dp', '16'], { nodes: 2 })],
  ])('%s passes', (_, part) => {
    expect(check(part)).toEqual([]);
  });

  test('copies as large as a node count', () => {
    expect(check(worker('--tensor-parallel-size', '8', '--data-parallel-size', '2'))).toHaveLength(1);
  });

  test('later operators do not wait', () => {
    expect(check(worker(...DP16), Release.V1_3)).toEqual([]);
  });
});
