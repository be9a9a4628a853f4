import { Engine, Parallelism, type WorkerPlan } from '../../constructs';
import { jsonAfter, plan, tokenAfter } from './plan';

const launch = (overrides: Partial<WorkerPlan<'sglang'>>, engine = Engine.sglang()) =>
  engine.launch({ ...plan(overrides), config: {}, ...overrides });

describe('flags of SGLang', () => {
  test('null leaves a computed flag out, and further flags are taken', () => {
    const { args } = launch({ config: { memFractionStatic: null, skipTokenizerInit: null, extra: { 'new-flag': 1 } } });
    expect(args).not.toContain('--mem-fraction-static');
    expect(args).not.toContain('--skip-tokenizer-init');
    expect(args.slice(-2)).toEqual(['--new-flag', '1']);
  });

  test('hierarchical cache, speculation, DeepEP and CUDA graphs', () => {
    const { args } = launch({
      config: {
        enableHierarchicalCache: true,
        hicacheRatio: 2,
        hicacheWritePolicy: 'write_through',
        hicacheStorageBackend: 'nixl',
        hicacheStorageBackendExtraConfig: { tp_lcm_size: 8 },
        speculativeAlgorithm: 'EAGLE',
        speculativeNumSteps: 3,
        speculativeEagleTopk: 1,
        speculativeNumDraftTokens: 4,
        moeA2aBackend: 'deepep',
        deepepMode: 'low_latency',
        enableEplb: true,
        epNumRedundantExperts: 32,
        cudaGraphBs: [1, 2, 4],
        moeRunnerBackend: 'flashinfer_mxfp4',
        quantization: 'modelopt_fp4',
        dynToolCallParser: 'deepseek_v4',
      },
    });
    const line = args.join(' ');
    expect(line).toContain('--enable-hierarchical-cache --hicache-ratio 2 --hicache-write-policy write_through');
    expect(line).toContain('--hicache-storage-backend nixl');
    expect(jsonAfter(args, '--hicache-storage-backend-extra-config')).toEqual({ tp_lcm_size: 8 });
    expect(line).toContain('--speculative-algorithm EAGLE --speculative-num-steps 3 --speculative-eagle-topk 1');
    expect(line).toContain('--moe-a2a-backend deepep --deepep-mode low_latency --enable-eplb');
    expect(line).toContain('--cuda-graph-bs 1 2 4 --moe-runner-backend flashinfer_mxfp4 --quantization modelopt_fp4');
    expect(tokenAfter(args, '--dyn-tool-call-parser')).toBe('deepseek_v4');
  });

  test('DeepEP on request: kernels for throughput in prefill, for latency in decode, none without experts', () => {
    const engine = Engine.sglang({ deepEp: true });
    const parallelism = Parallelism.attentionDp(16);
    const mode = (role: WorkerPlan<'sglang'>['role']) =>
      tokenAfter(launch({ role, parallelism }, engine).args, '--deepep-mode');
    expect(mode('prefill')).toBe('normal');
    expect(mode('decode')).toBe('low_latency');
    expect(mode('aggregated')).toBe('auto');
    expect(launch({ role: 'decode' }, engine).args.join(' ')).not.toContain('deepep');
    expect(launch({ role: 'decode', parallelism }).args.join(' ')).not.toContain('deepep');
  });

  test('Mooncake and another port, where KV cache moves', () => {
    const engine = Engine.sglang({ transfer: 'mooncake', bootstrapPort: 12345 });
    const { args, env } = launch({ role: 'prefill', nixlBackend: 'LIBFABRIC' }, engine);
    expect(tokenAfter(args, '--disaggregation-transfer-backend')).toBe('mooncake');
    expect(tokenAfter(args, '--disaggregation-bootstrap-port')).toBe('12345');
    expect(env).toEqual({});
    expect(launch({}, engine).args.join(' ')).not.toContain('disaggregation');
    expect(() => Engine.sglang({ bootstrapPort: 70_000 })).toThrow(/bootstrapPort/);
  });

  test('media: an encode worker only encodes, the others take its embeddings', () => {
    const args = (role: WorkerPlan<'sglang'>['role']) => launch({ role, multimodal: true }).args;
    expect(tokenAfter(args('encode'), '--disaggregation-mode')).toBe('encode');
    expect(args('encode')).toContain('--enable-multimodal');
    expect(args('encode').join(' ')).not.toMatch(/transfer-backend|bootstrap|dedicated-mm-encoder/);
    expect(args('decode')).toEqual(expect.arrayContaining(['--enable-multimodal', '--dedicated-mm-encoder']));
    expect(tokenAfter(args('aggregated'), '--disaggregation-mode')).toBe('pd');
  });
});
