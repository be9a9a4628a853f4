import { parse } from 'yaml';
import { Engine, models, Parallelism, Precision, Release, type WorkerPlan } from '../../constructs';
import { renderedValues } from '../../constructs/engines';
import { plan, tokenAfter } from './plan';

describe('vLLM', () => {
  const launch = (overrides: Partial<WorkerPlan<'vllm'>>) =>
    Engine.vllm().launch({ ...plan(overrides), config: {}, ...overrides });

  test('aggregated: sizes as two literal tokens in args, nothing of disaggregation', () => {
    const { command, args } = launch({});
    expect(command).toEqual(['python3', '-m', 'dynamo.vllm']);
    expect(args.slice(0, 6)).toEqual([
      '--model',
      'Qwen/Qwen3-235B-A22B-FP8',
      '--served-model-name',
      'qwen',
      '--tensor-parallel-size',
      '8',
    ]);
    expect(args).not.toContain('--disaggregation-mode');
    expect(args).not.toContain('--kv-transfer-config');
    expect(tokenAfter(args, '--kv-cache-dtype')).toBe('fp8');
  });

  test('wide expert parallelism on release 1.2 listens where followers wait', () => {
    const overrides = { parallelism: Parallelism.of({ data: 16, expert: 16 }), nodesPerWorker: 2 };
    expect(tokenAfter(launch({ ...overrides, release: Release.V1_2 }).args, '--data-parallel-rpc-port')).toBe('29500');
    expect(launch({ ...overrides, release: Release.V1_6 }).args).not.toContain('--data-parallel-rpc-port');
    expect(launch(overrides).args).toEqual(
      expect.arrayContaining(['--data-parallel-size', '16', '--enable-expert-parallel']),
    );
  });

  test('flags of the user win, false turns off', () => {
    const { args } = launch({
      config: { enablePrefixCaching: false, streamInterval: 5, eplbConfig: { window_size: 1000 } },
    });
    expect(args).toContain('--no-enable-prefix-caching');
    expect(tokenAfter(args, '--stream-interval')).toBe('5');
    expect(tokenAfter(args, '--eplb-config')).toBe('{"window_size":1000}');
  });

  test('EFA selects LIBFABRIC in the connector', () => {
    const { args } = launch({ role: 'decode', nixlBackend: 'LIBFABRIC' });
    expect(JSON.parse(tokenAfter(args, '--kv-transfer-config') ?? '')).toEqual({
      kv_connector: 'NixlConnector',
      kv_role: 'kv_both',
      kv_connector_extra_config: { backends: ['LIBFABRIC'] },
    });
  });
});

describe('SGLang', () => {
  const launch = (overrides: Partial<WorkerPlan<'sglang'>>) =>
    Engine.sglang().launch({ ...plan(overrides), config: {}, ...overrides });

  test('attention data parallelism divides the tensor ranks', () => {
    const { args } = launch({ role: 'decode', parallelism: Parallelism.attentionDp(16) });
    expect(args).toEqual(
      expect.arrayContaining([
        '--tp',
        '16',
        '--dp',
        '16',
        '--enable-dp-attention',
        '--ep-size',
        '16',
        '--disaggregation-mode',
        'decode',
      ]),
    );
    expect(tokenAfter(args, '--disaggregation-bootstrap-port')).toBe('30001');
  });

  test('every attention group may run a request', () => {
    const limits = { batchSize: 1, batchedTokens: 8192, sequenceTokens: 9216, chunkedPrefill: true };
    const { args } = launch({ parallelism: Parallelism.attentionDp(16), limits });
    expect(tokenAfter(args, '--max-running-requests')).toBe('16');
  });

  test('aggregated: no bootstrap', () => {
    expect(launch({}).args.join(' ')).not.toMatch(/disaggregation/);
  });

  test('EFA selects LIBFABRIC by variable', () => {
    expect(launch({ nixlBackend: 'LIBFABRIC' }).env).toEqual({ SGLANG_DISAGGREGATION_NIXL_BACKEND: 'LIBFABRIC' });
  });
});

describe('TensorRT-LLM', () => {
  const launch = (overrides: Partial<WorkerPlan<'trtllm'>>, engine = Engine.trtllm()) => {
    const result = engine.launch({ ...plan(overrides), config: {}, ...overrides });
    const content = result.configFile?.content ?? '';
    return { ...result, content, config: parse(content, { version: '1.1' }) };
  };

  test('experts cut over the rest of the ranks', () => {
    expect(launch({ parallelism: Parallelism.of({ tensor: 8, expert: 2 }) }).config).toMatchObject({
      tensor_parallel_size: 8,
      moe_expert_parallel_size: 2,
      moe_tensor_parallel_size: 4,
    });
  });

  test('a dense model has no expert settings', () => {
    const { config } = launch({ checkpoint: models.QWEN3_32B.at(Precision.FP8) });
    expect(Object.keys(config).filter((key) => key.startsWith('moe'))).toEqual([]);
  });

  test('the transfer buffer exceeds the longest prompt', () => {
    const { config } = launch({ role: 'prefill', longestInputTokens: 9000 });
    expect(config.cache_transceiver_config.max_tokens_in_buffer).toBeGreaterThan(9000);
    expect(config.disable_overlap_scheduler).toBe(true);
  });

  test('EFA selects NIXL in the file and LIBFABRIC by variable', () => {
    const { config, env } = launch({ role: 'decode', nixlBackend: 'LIBFABRIC' });
    expect(config.cache_transceiver_config.backend).toBe('NIXL');
    expect(env['TRTLLM_NIXL_KVCACHE_BACKEND']).toBe('LIBFABRIC');
  });

  test('metrics without KV events have a flag of their own from 1.6 on; before, they come with events', () => {
    const engine = Engine.trtllm({ publishMetrics: true });
    expect(launch({}, engine).args).toContain('--publish-metrics');
    expect(launch({}, engine).args).not.toContain('--publish-kv-events');
    const old = launch({ release: Release.V1_2 }, engine);
    expect(old.args).toContain('--publish-events-and-metrics');
    expect(old.config.kv_cache_config.enable_block_reuse).toBe(true);
    expect(launch({}).args.join(' ')).not.toContain('publish');
  });

  test('what is remembered of a file is what reading it gives', () => {
    const { content, config } = launch({ config: { extra: { note: 'no', port: '0123', list: [null, 1.5] } } });
    expect(renderedValues(content)).toEqual(config);
  });
});
