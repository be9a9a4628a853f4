import { parse } from 'yaml';
import {
  AggregatedPool,
  Engine,
  InferenceGraph,
  models,
  Parallelism,
  Precision,
  type WorkerPlan,
} from '../../constructs';
import { chart, h200 } from '../graph/support';
import { plan, tokenAfter } from './plan';

const launch = (overrides: Partial<WorkerPlan<'trtllm'>>) => {
  const result = Engine.trtllm().launch({ ...plan(overrides), config: {}, ...overrides });
  return { ...result, file: parse(result.configFile?.content ?? '', { version: '1.1' }) };
};

describe('settings of TensorRT-LLM', () => {
  test('null is a value of the file, omit leaves a key out', () => {
    const { file } = launch({
      role: 'decode',
      config: { cuda_graph_config: null, omit: ['max_seq_len', 'kv_cache_config.dtype', 'print_iter_log'] },
    });
    expect(file).toHaveProperty('cuda_graph_config', null);
    expect(Object.keys(file)).not.toEqual(expect.arrayContaining(['max_seq_len']));
    expect(file).not.toHaveProperty('print_iter_log');
    expect(file.kv_cache_config).toEqual({ free_gpu_memory_fraction: 0.85, enable_block_reuse: false });
  });

  test.each([
    ['MTP', { decoding_type: 'MTP', num_nextn_predict_layers: 3 }],
    ['Eagle', { decoding_type: 'Eagle', max_draft_len: 3, speculative_model_dir: '/draft' }],
    ['NGram', { decoding_type: 'NGram', max_draft_len: 4, max_matching_ngram_size: 2 }],
    ['DraftTarget', { decoding_type: 'DraftTarget', max_draft_len: 4, speculative_model: '/draft' }],
  ] as const)('speculative decoding with %s', (_, speculative_config) => {
    expect(launch({ config: { speculative_config } }).file.speculative_config).toEqual(speculative_config);
  });

  test('host memory for KV cache, sparse attention, expert balancing, chunked prefill', () => {
    const config = {
      enable_chunked_prefill: true,
      kv_cache_config: { host_cache_size: 2 ** 34, secondary_offload_min_priority: 30 },
      sparse_attention_config: { algorithm: 'dsa', index_topk: 2048 },
      moe_config: { backend: 'WIDEEP', load_balancer: { num_slots: 288, layer_updates_per_iter: 1 } },
      scheduler_config: { capacity_scheduler_policy: 'MAX_UTILIZATION' },
    } as const;
    expect(launch({ config }).file).toMatchObject(config);
  });

  test('flags beside the file: null leaves out, others are added', () => {
    const { args } = launch({
      kvBlockTokens: 32,
      config: {
        flags: { kvBlockSize: null, maxBatchSize: 8, dynToolCallParser: 'kimi_k2', extra: { 'new-flag': 'x' } },
      },
    });
    expect(args).not.toContain('--kv-block-size');
    expect(args.slice(-6)).toEqual([
      ...['--max-batch-size', '8', '--dyn-tool-call-parser', 'kimi_k2', '--new-flag', 'x'],
    ]);
  });

  test('the file lies where the flag says', () => {
    const { args, configFile } = launch({ config: { flags: { extraEngineArgs: '/opt/configs/agg.yml' } } });
    expect(tokenAfter(args, '--extra-engine-args')).toBe('/opt/configs/agg.yml');
    expect(configFile).toMatchObject({ folder: '/opt/configs', name: 'agg.yml' });
    expect(() => launch({ config: { flags: { extraEngineArgs: 'agg.yml' } } })).toThrow(/extraEngineArgs/);
  });

  test('without a file the pool has no ConfigMap and mounts none', () => {
    const model = models.QWEN3_32B.at(Precision.FP8);
    const graph = new InferenceGraph(chart(), 'qwen', { model, engine: Engine.trtllm() });
    const pool = new AggregatedPool(graph, 'worker', {
      nodes: h200,
      parallelism: Parallelism.tensor(2),
      engineConfig: { flags: { extraEngineArgs: null, tensorParallelSize: 2 } },
    });
    expect(pool.configMap).toBeUndefined();
    expect(JSON.stringify(graph.deployment.toJson())).not.toContain('engine-config');
  });
});
