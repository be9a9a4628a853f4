import { App, Size, Testing } from 'cdk8s';
import {
  DecodePool,
  Engine,
  Frontend,
  InferenceGraph,
  models,
  NodeGroup,
  Parallelism,
  Precision,
  PrefillPool,
  Router,
} from '../../constructs';
import { chart } from '../graph/support';
import { plan } from './plan';

const model = models.DEEPSEEK_R1.at(Precision.NVFP4);
const cpu = NodeGroup.cpu({ allocatable: { cpu: 16, memory: Size.gibibytes(60) }, nodes: 2 });

describe('the mocker', () => {
  test('imitates an engine at a pace', () => {
    const { command, args } = Engine.mocker({ simulates: 'sglang', speedup: 10 }).launch({
      ...plan<'mocker'>({ role: 'prefill', parallelism: Parallelism.attentionDp(4), kvBlockTokens: 64 }),
      config: { startupTime: 2, maxNumSeqs: null },
    });
    expect(command).toEqual(['python3', '-m', 'dynamo.mocker']);
    expect(args).toEqual([
      ...['--model-path', 'Qwen/Qwen3-235B-A22B-FP8', '--model-name', 'qwen', '--engine-type', 'sglang'],
      ...['--disaggregation-mode', 'prefill', '--bootstrap-ports', '30001', '--speedup-ratio', '10'],
      ...['--data-parallel-size', '4', '--block-size', '64', '--max-num-batched-tokens', '8192', '--startup-time', '2'],
    ]);
    expect(() => Engine.mocker({ speedup: -1 })).toThrow(/speedup/);
  });

  test('a disaggregated graph of mockers passes every rule and asks for no GPUs', () => {
    const root = chart();
    const graph = new InferenceGraph(root, 'mock', { model, engine: Engine.mocker() });
    new Frontend(graph, 'frontend', { router: Router.kv() });
    new PrefillPool(graph, 'prefill', { nodes: cpu, parallelism: Parallelism.tensor(1) });
    new DecodePool(graph, 'decode', { nodes: cpu, parallelism: Parallelism.attentionDp(32), workers: 2 });
    const text = JSON.stringify(Testing.synth(root));
    expect(() => App.of(root).synthYaml()).not.toThrow();
    expect(text).not.toContain('"nvidia.com/gpu":');
    expect(text).not.toContain('backendFramework');
    expect(text).toContain('ai-dynamo/dynamo-planner:');
    const { pools, totals, engine } = graph.describe();
    expect(engine.kind).toBe('mocker');
    expect(totals).toMatchObject({ gpus: 0, nodes: [{ nodeGroup: 'cpu', needed: 1, least: 1, stranded: 0 }] });
    expect(pools.map(({ gpusPerWorker, memory, nodesPerWorker }) => [gpusPerWorker, memory, nodesPerWorker])).toEqual([
      [0, undefined, 1],
      [0, undefined, 1],
    ]);
  });

  test('its pods are small, whatever machines they stand on', () => {
    const graph = new InferenceGraph(chart(), 'mock', { model, engine: Engine.mocker() });
    new PrefillPool(graph, 'prefill', { nodes: NodeGroup.gb200Nvl72(), parallelism: Parallelism.attentionDp(4) });
    const [pool] = graph.describe().pools;
    expect(pool?.pod).toMatchObject({ cpu: 2, memoryBytes: 4 * 2 ** 30, sharedMemoryBytes: 2 ** 30, resources: {} });
  });

  test('a real engine is refused on nodes without GPUs', () => {
    const graph = new InferenceGraph(chart(), 'real', { model, engine: Engine.trtllm() });
    expect(() => new DecodePool(graph, 'decode', { nodes: cpu, parallelism: Parallelism.tensor(8) })).toThrow(
      /nodes.*machines with GPUs, which trtllm needs/,
    );
  });
});
