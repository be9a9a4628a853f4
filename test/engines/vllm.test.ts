import { Engine, KvConnector, Model, Parallelism, Release, type WorkerPlan } from '../../constructs';
import { jsonAfter, plan, tokenAfter } from './plan';

const launch = (overrides: Partial<WorkerPlan<'vllm'>>, engine = Engine.vllm()) =>
  engine.launch({ ...plan(overrides), config: {}, ...overrides });

describe('flags of vLLM', () => {
  test('null leaves a computed flag out, in its place or as a further one', () => {
    const { args } = launch({
      config: { maxModelLen: null, gpuMemoryUtilization: null, extra: { 'max-num-seqs': null } },
    });
    expect(args).not.toContain('--max-model-len');
    expect(args).not.toContain('--gpu-memory-utilization');
    expect(args).not.toContain('--max-num-seqs');
    expect(args).toContain('--max-num-batched-tokens');
  });

  test('computed flags can be set too, and keep their place', () => {
    const { args } = launch({ config: { maxModelLen: 4096, servedModelName: ['a', 'b'] } });
    expect(tokenAfter(args, '--max-model-len')).toBe('4096');
    expect(args.slice(2, 5)).toEqual(['--served-model-name', 'a', 'b']);
  });

  test('a number that is none is refused', () => {
    expect(() => launch({ config: { maxModelLen: Number.NaN } })).toThrow(
      "'--max-model-len' must be a number that the engine can read, got 'NaN'",
    );
  });

  test('further flags: any value, by any spelling of the name', () => {
    const { args } = launch({
      config: {
        extra: { someNewFlag: 'x', 'another-flag': true, 'cudagraph-capture-sizes': [1, 2], '--last': { a: 1 } },
      },
    });
    expect(args.slice(-8)).toEqual([
      ...['--some-new-flag', 'x', '--another-flag', '--cudagraph-capture-sizes', '1', '2'],
      ...['--last', '{"a":1}'],
    ]);
  });

  test('speculative decoding, expert balancing and media as JSON', () => {
    const { args } = launch({
      config: {
        speculativeConfig: { method: 'eagle3', model: 'some/draft', num_speculative_tokens: 3 },
        enableEplb: true,
        eplbConfig: { window_size: 1000, step_interval: 3000, num_redundant_experts: 32 },
        enableDbo: true,
        dboDecodeTokenThreshold: 32,
        mediaIoKwargs: { video: { num_frames: 512, fps: 1 } },
        enableLora: true,
        maxLoras: 4,
        loraModules: ['a=/adapters/a', 'b=/adapters/b'],
      },
    });
    expect(jsonAfter(args, '--speculative-config')).toEqual({
      method: 'eagle3',
      model: 'some/draft',
      num_speculative_tokens: 3,
    });
    expect(jsonAfter(args, '--eplb-config')).toEqual({
      window_size: 1000,
      step_interval: 3000,
      num_redundant_experts: 32,
    });
    expect(jsonAfter(args, '--media-io-kwargs')).toEqual({ video: { num_frames: 512, fps: 1 } });
    expect(args).toEqual(expect.arrayContaining(['--enable-eplb', '--enable-dbo', '--enable-lora']));
    expect(tokenAfter(args, '--dbo-decode-token-threshold')).toBe('32');
    expect(args.slice(args.indexOf('--lora-modules') + 1).slice(0, 2)).toEqual(['a=/adapters/a', 'b=/adapters/b']);
  });

  test('DeepEP on request: kernels for throughput in prefill, for latency in decode, none without experts', () => {
    const engine = Engine.vllm({ deepEp: true });
    const parallelism = Parallelism.of({ data: 16, expert: 16 });
    const backend = (overrides: Partial<WorkerPlan<'vllm'>>) => {
      const { args } = launch(overrides, engine);
      return args.includes('--all2all-backend') ? tokenAfter(args, '--all2all-backend') : undefined;
    };
    expect(backend({ role: 'prefill', parallelism })).toBe('deepep_high_throughput');
    expect(backend({ role: 'decode', parallelism })).toBe('deepep_low_latency');
    expect(backend({ role: 'decode' })).toBeUndefined();
    expect(launch({ role: 'decode', parallelism }).args).not.toContain('--all2all-backend');
  });

  test('decode workers of hybrid models wait for states up to vLLM 0.25', () => {
    const checkpoint = Model.unlisted({ repository: 'Qwen/Qwen3.5-122B-A10B-FP8' });
    const args = (role: 'prefill' | 'decode', release: Release) => launch({ role, checkpoint, release }).args;
    expect(args('decode', Release.V1_3)).toContain('--no-async-scheduling');
    expect(args('prefill', Release.V1_3)).not.toContain('--no-async-scheduling');
    expect(args('decode', Release.V1_4)).not.toContain('--no-async-scheduling');
    expect(launch({ role: 'decode', release: Release.V1_3 }).args).not.toContain('--no-async-scheduling');
  });

  test('media: an encode worker only encodes, the others take its embeddings', () => {
    const args = (role: WorkerPlan<'vllm'>['role']) => launch({ role, multimodal: true }).args;
    expect(tokenAfter(args('encode'), '--disaggregation-mode')).toBe('encode');
    expect(args('encode')).toContain('--enable-multimodal');
    expect(args('encode').join(' ')).not.toMatch(/kv-transfer-config|route-to-encoder|enable-mm-embeds/);
    expect(args('prefill')).toEqual(
      expect.arrayContaining(['--route-to-encoder', '--enable-multimodal', '--enable-mm-embeds']),
    );
    expect(args('decode')).not.toContain('--route-to-encoder');
    expect(args('decode')).toEqual(expect.arrayContaining(['--enable-multimodal', '--enable-mm-embeds']));
  });
});

describe('connectors of vLLM', () => {
  const transfer = (kvConnector: KvConnector, overrides: Partial<WorkerPlan<'vllm'>> = { role: 'decode' }) => {
    const { args, env } = launch(overrides, Engine.vllm({ kvConnector }));
    return { config: args.includes('--kv-transfer-config') ? jsonAfter(args, '--kv-transfer-config') : undefined, env };
  };

  test('NIXL with its settings', () => {
    const connector = KvConnector.nixl({ bufferDevice: 'cpu', threads: 4, backends: ['UCX'] });
    expect(transfer(connector).config).toEqual({
      kv_connector: 'NixlConnector',
      kv_role: 'kv_both',
      kv_buffer_device: 'cpu',
      kv_connector_extra_config: { backends: ['UCX'], num_threads: 4 },
    });
    expect(transfer(connector, {}).config).toBeUndefined();
  });

  test('Mooncake has a sending and a receiving side', () => {
    expect(transfer(KvConnector.mooncake(), { role: 'prefill' }).config).toMatchObject({ kv_role: 'kv_producer' });
    expect(transfer(KvConnector.mooncake()).config).toMatchObject({
      kv_connector: 'MooncakeConnector',
      kv_role: 'kv_consumer',
    });
  });

  test('stores work in aggregated graphs, and take host memory', () => {
    expect(transfer(KvConnector.lmcache({ hostMemoryGib: 64 }), {})).toEqual({
      config: { kv_connector: 'LMCacheConnectorV1', kv_role: 'kv_both' },
      env: { LMCACHE_LOCAL_CPU: 'True', LMCACHE_MAX_LOCAL_CPU_SIZE: '64', PYTHONHASHSEED: '42' },
    });
    expect(transfer(KvConnector.flexkv(), {})).toEqual({
      config: { kv_connector: 'FlexKVConnectorV1', kv_role: 'kv_both' },
      env: { DYNAMO_USE_FLEXKV: '1', FLEXKV_CPU_CACHE_GB: '32' },
    });
  });

  test('several: all of them where KV cache moves, the store alone where it does not', () => {
    const both = KvConnector.multi([KvConnector.nixl(), KvConnector.lmcache()]);
    expect(transfer(both, { role: 'prefill', nixlBackend: 'LIBFABRIC' }).config).toEqual({
      kv_connector: 'MultiConnector',
      kv_role: 'kv_both',
      kv_connector_extra_config: {
        connectors: [
          {
            kv_connector: 'NixlConnector',
            kv_role: 'kv_both',
            kv_connector_extra_config: { backends: ['LIBFABRIC'] },
          },
          { kv_connector: 'LMCacheConnectorV1', kv_role: 'kv_both' },
        ],
      },
    });
    expect(transfer(both, {}).config).toMatchObject({ kv_connector: 'LMCacheConnectorV1' });
    expect(transfer(both).env).toMatchObject({ LMCACHE_LOCAL_CPU: 'True' });
  });

  test('what makes no sense is refused', () => {
    expect(() => KvConnector.multi([KvConnector.nixl()])).toThrow(/connectors/);
    expect(() => KvConnector.nixl({ threads: 0 })).toThrow(/threads/);
    expect(() => KvConnector.nixl({ backends: [] })).toThrow(/backends/);
    expect(() => KvConnector.lmcache({ hostMemoryGib: 0.5 })).toThrow(/hostMemoryGib/);
  });
});
