import { injectedContainers, type SpanningWorker } from '../../constructs/pod-security';

const worker = (facts: Partial<SpanningWorker>): SpanningWorker => ({
  engine: 'vllm',
  nodes: 2,
  gpusPerNode: 8,
  tensor: 16,
  pipeline: 1,
  grove: true,
  followersAlwaysWait: false,
  ...facts,
});
const names = (facts: Partial<SpanningWorker>) => injectedContainers(worker(facts)).map(({ name }) => name);

describe('containers that operators add', () => {
  test.each<[string, Partial<SpanningWorker>, readonly string[]]>([
    ['vLLM over nodes', {}, ['wait-for-leader-mp']],
    ['vLLM over nodes by pipeline', { tensor: 8, pipeline: 2 }, ['wait-for-leader-mp']],
    ['vLLM by LeaderWorkerSet', { grove: false }, ['wait-for-leader-mp']],
    ['vLLM by Ray', { executor: 'ray' }, []],
    ['vLLM by data parallelism', { tensor: 8 }, []],
    ['vLLM by data parallelism up to 1.2', { tensor: 8, followersAlwaysWait: true }, ['wait-for-leader-mp']],
    ['vLLM by processes, as its flag says', { tensor: 8, executor: 'mp' }, ['wait-for-leader-mp']],
    ['vLLM of unknown sizes', { tensor: undefined, pipeline: undefined }, []],
    ['vLLM on one node', { nodes: 1 }, []],
    ['TensorRT-LLM by Grove', { engine: 'trtllm' }, ['grove-initc']],
    ['TensorRT-LLM by LeaderWorkerSet', { engine: 'trtllm', grove: false }, []],
    ['TensorRT-LLM on one node', { engine: 'trtllm', nodes: 1 }, []],
    ['SGLang', { engine: 'sglang' }, []],
    ['an engine that nobody names', { engine: undefined }, []],
  ])('%s: %j', (_, facts, expected) => {
    expect(names(facts)).toEqual(expected);
  });
});
