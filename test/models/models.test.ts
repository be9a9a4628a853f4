import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidValueError } from '../../constructs/findings';
import { Precision } from '../../constructs/hardware/precision';
import {
  type Architecture,
  type CompressedAttention,
  type CustomModelProps,
  type HybridLayers,
  type Mamba2,
  Model,
  ModelId,
  models,
  Quantization,
} from '../../constructs/models';

const DENSE: Architecture = {
  layers: 4,
  hiddenSize: 512,
  vocabSize: 1000,
  maxContext: 4096,
  attention: { kind: 'grouped-query', queryHeads: 8, kvHeads: 2, headDim: 64 },
  denseIntermediateSize: 2048,
};

const MAMBA: HybridLayers & { readonly recurrence: Mamba2 } = {
  attentionLayers: 1,
  recurrentLayers: 3,
  recurrence: { kind: 'mamba2', heads: 8, headDim: 64, stateSize: 16, groups: 2, convolution: 4 },
};

const LATENT: Architecture['attention'] = {
  kind: 'latent',
  heads: 8,
  queryRank: 64,
  kvRank: 64,
  nopeDim: 32,
  ropeDim: 16,
  valueDim: 32,
};

const COMPRESSED: CompressedAttention = {
  kind: 'compressed',
  heads: 8,
  headDim: 64,
  ropeDim: 16,
  queryRank: 64,
  outputGroups: 2,
  outputRank: 64,
  window: 128,
  sparse: { layers: 2, ratio: 4, indexer: { heads: 4, headDim: 32 } },
  dense: { layers: 2, ratio: 128 },
};

describe('models', () => {
  test('the quantized checkpoint serves the name of the original', () => {
    const checkpoint = models.DEEPSEEK_R1.at(Precision.NVFP4);
    expect(checkpoint).toMatchObject({
      precision: 'nvfp4',
      repository: 'nvidia/DeepSeek-R1-FP4',
      servedName: 'deepseek-ai/DeepSeek-R1',
      gated: false,
      revision: undefined,
    });
    expect(checkpoint.model.displayName).toBe('DeepSeek-R1');
    expect(String(checkpoint)).toBe('DeepSeek-R1 nvfp4');
  });

  test('without a name of its own a checkpoint serves its repository', () => {
    expect(models.QWEN3_32B.at(Precision.FP8).servedName).toBe('Qwen/Qwen3-32B-FP8');
  });

  test('only the original Llama repository is gated', () => {
    expect(models.LLAMA_3_3_70B.at(Precision.BF16).gated).toBe(true);
    expect(models.LLAMA_3_3_70B.at(Precision.FP8).gated).toBe(false);
  });

  test('revisions are full commits', () => {
    const revisions = Object.values(models)
      .flatMap((model) => model.checkpoints)
      .flatMap(({ revision }) => (revision === undefined ? [] : [revision]));
    expect(revisions).toHaveLength(2);
    for (const revision of revisions) {
      expect(revision).toMatch(/^[0-9a-f]{40}$/);
    }
  });

  test('each model carries its key, and repositories do not repeat', () => {
    expect(Object.values(models).map(({ id }) => id)).toEqual(Object.values(ModelId));
    const repositories = Object.values(models).flatMap((model) => model.checkpoints.map((c) => c.repository));
    expect(new Set(repositories).size).toBe(repositories.length);
  });

  test('a precision the model is not published in does not compile, and is refused at run time', () => {
    // @ts-expect-error: there is no BF16 checkpoint of DeepSeek-R1
    const ask = () => models.DEEPSEEK_R1.at(Precision.BF16);
    expect(ask).toThrow(InvalidValueError);
    expect(ask).toThrow("'precision' must be one of 'fp8', 'nvfp4' for DeepSeek-R1, got 'bf16'");
    // @ts-expect-error: gpt-oss is published in MXFP4 only
    expect(() => models.GPT_OSS_20B.at(Precision.FP8)).toThrow("one of 'mxfp4' for gpt-oss-20b");
  });

  test('a model of any precision takes every model', () => {
    const all: Model<Precision>[] = Object.values(models);
    expect(all).toHaveLength(Object.keys(ModelId).length);
  });

  test('everything is frozen', () => {
    const { architecture } = models.DEEPSEEK_R1;
    const checkpoint = models.DEEPSEEK_R1.at(Precision.FP8);
    for (const value of [
      models,
      models.DEEPSEEK_R1,
      architecture,
      architecture.attention,
      checkpoint,
      checkpoint.model,
    ]) {
      expect(Object.isFrozen(value)).toBe(true);
    }
  });
});

describe('Model.custom', () => {
  const custom = <P extends Precision>(props: Partial<CustomModelProps<P>>) =>
    Model.custom({ id: 'mine', architecture: DENSE, checkpoints: [], ...props });

  test('takes the usual quantization of a precision unless told', () => {
    const model = Model.custom({
      id: 'mine',
      architecture: DENSE,
      checkpoints: [
        { precision: Precision.FP8, repository: 'me/mine-FP8', quantization: Quantization.FP8_CHANNEL },
        { precision: Precision.NVFP4, repository: 'me/mine-NVFP4', servedName: 'me/mine', gated: true, revision: 'v2' },
      ],
    });
    expect(model.displayName).toBe('mine');
    expect(model.at(Precision.FP8).quantization).toBe(Quantization.FP8_CHANNEL);
    expect(model.at(Precision.NVFP4)).toMatchObject({
      servedName: 'me/mine',
      gated: true,
      revision: 'v2',
      quantization: Quantization.NVFP4,
    });
    // @ts-expect-error: it has no BF16 checkpoint
    expect(() => model.at(Precision.BF16)).toThrow(InvalidValueError);
  });

  test('keeps a copy of the architecture, so that the caller keeps theirs', () => {
    const architecture = { ...DENSE, attention: { ...DENSE.attention } };
    const model = custom({ architecture, checkpoints: [{ precision: Precision.BF16, repository: 'me/mine' }] });
    expect(Object.isFrozen(architecture)).toBe(false);
    expect(model.architecture).toEqual(architecture);
  });

  test.each<[string, Partial<CustomModelProps<Precision>>]>([
    ['id', { id: ' ' }],
    ['checkpoints', {}],
    ['checkpoints.repository', { checkpoints: [{ precision: Precision.BF16, repository: '' }] }],
    ['checkpoints.precision', { checkpoints: [{ precision: 'int4' as Precision, repository: 'me/mine' }] }],
    [
      'checkpoints',
      {
        checkpoints: [
          { precision: Precision.BF16, repository: 'me/a' },
          { precision: Precision.BF16, repository: 'me/b' },
        ],
      },
    ],
  ])("a wrong '%s' is refused", (prop, props) => {
    expect(() => custom(props)).toThrow(new RegExp(`^'${prop}' must be `));
  });

  test.each<[string, Partial<Architecture>]>([
    ['layers', { layers: 0 }],
    ['hiddenSize', { hiddenSize: 0.5 }],
    ['vocabSize', { vocabSize: Number.NaN }],
    ['maxContext', { maxContext: -1 }],
    ['nextTokenLayers', { nextTokenLayers: -1 }],
    ['denseIntermediateSize', { denseIntermediateSize: 0 }],
    ['attention.kvHeads', { attention: { kind: 'grouped-query', queryHeads: 8, kvHeads: 3, headDim: 64 } }],
    ['attention.headDim', { attention: { kind: 'grouped-query', queryHeads: 8, kvHeads: 2, headDim: 0 } }],
    [
      'attention.slidingWindow.layers',
      {
        attention: {
          kind: 'grouped-query',
          queryHeads: 8,
          kvHeads: 2,
          headDim: 64,
          slidingWindow: { tokens: 128, layers: 5 },
        },
      },
    ],
    [
      'attention.queryRank',
      { attention: { kind: 'latent', heads: 8, queryRank: 0, kvRank: 64, nopeDim: 32, ropeDim: 16, valueDim: 32 } },
    ],
    ['encoderParameters', { encoderParameters: -1 }],
    ['hybrid.attentionLayers', { hybrid: { ...MAMBA, attentionLayers: 4 } }],
    ['hybrid.recurrentLayers', { hybrid: { ...MAMBA, recurrentLayers: 4 } }],
    ['hybrid.recurrence.groups', { hybrid: { ...MAMBA, recurrence: { ...MAMBA.recurrence, groups: 0 } } }],
    ['attention.indexer.layers', { attention: { ...LATENT, indexer: { heads: 4, headDim: 32, layers: 5 } } }],
    ['attention.outputGroups', { attention: { ...COMPRESSED, outputGroups: 3 } }],
    ['attention.dense.layers', { attention: { ...COMPRESSED, dense: { layers: 3, ratio: 128 } } }],
    ['experts.latentSize', { experts: { count: 4, perToken: 2, intermediateSize: 64, latentSize: 0 } }],
    ['experts.perToken', { experts: { count: 4, perToken: 5, intermediateSize: 64 } }],
    ['experts.denseLayers', { experts: { count: 4, perToken: 2, intermediateSize: 64, denseLayers: 4 } }],
  ])("a wrong 'architecture.%s' is refused", (size, change) => {
    const checkpoints = [{ precision: Precision.BF16, repository: 'me/mine' }];
    expect(() => custom({ architecture: { ...DENSE, ...change }, checkpoints })).toThrow(
      new RegExp(`^'architecture.${size}' must be `),
    );
  });

  test('dense layers need an intermediate size', () => {
    const { denseIntermediateSize: _, ...withoutMlp } = DENSE;
    const checkpoints = [{ precision: Precision.BF16, repository: 'me/mine' }];
    expect(() => custom({ architecture: withoutMlp, checkpoints })).toThrow(
      "'architecture.denseIntermediateSize' must be given for a model with 4 dense layers",
    );
  });
});

/** The published configurations, where they lie beside this checkout. */
const CONFIGURATIONS = join(__dirname, '../../../shared/facts/models.json');
const crossCheck = existsSync(CONFIGURATIONS) ? describe : describe.skip;

crossCheck('architectures agree with the published config.json', () => {
  const configurations = existsSync(CONFIGURATIONS)
    ? (JSON.parse(readFileSync(CONFIGURATIONS, 'utf8')) as Record<string, Record<string, unknown>>)
    : {};

  test.each<[ModelId, string]>([
    ['DEEPSEEK_R1', 'deepseek-ai/DeepSeek-R1'],
    ['DEEPSEEK_V3', 'deepseek-ai/DeepSeek-V3'],
    ['GPT_OSS_20B', 'openai/gpt-oss-20b'],
    ['GPT_OSS_120B', 'openai/gpt-oss-120b'],
    ['QWEN3_32B', 'Qwen/Qwen3-32B'],
    ['QWEN3_235B_A22B', 'Qwen/Qwen3-235B-A22B'],
    ['LLAMA_3_3_70B', 'meta-llama/Meta-Llama-3.1-70B'],
    ['LLAMA_3_1_8B', 'meta-llama/Meta-Llama-3.1-8B'],
    ['DEEPSEEK_V3_2', 'nvidia/DeepSeek-V3.2-NVFP4'],
    ['DEEPSEEK_V4_FLASH', 'deepseek-ai/DeepSeek-V4-Flash'],
    ['DEEPSEEK_V4_PRO', 'deepseek-ai/DeepSeek-V4-Pro'],
    ['GLM_5', 'nvidia/GLM-5-NVFP4'],
    ['GLM_5_2', 'nvidia/GLM-5.2-NVFP4'],
    ['KIMI_K2_5', 'nvidia/Kimi-K2.5-NVFP4'],
    ['KIMI_K2_5_TEXT', 'moonshotai/Kimi-K2.5'],
    ['KIMI_K2_6', 'nvidia/Kimi-K2.6-NVFP4'],
    ['NEMOTRON_3_NANO_OMNI', 'nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-NVFP4'],
    ['NEMOTRON_3_SUPER', 'nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8'],
    ['NEMOTRON_3_ULTRA', 'nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B-NVFP4'],
    ['QWEN3_0_6B', 'Qwen/Qwen3-0.6B'],
    ['QWEN3_VL_30B_A3B', 'Qwen/Qwen3-VL-30B-A3B-Instruct'],
    ['QWEN3_5_122B_A10B', 'nvidia/Qwen3.5-122B-A10B-NVFP4'],
  ])('%s: %s', (id, repository) => {
    const config = configurations[repository];
    expect(config).toBeDefined();
    const published = Object.entries(asConfig(models[id].architecture)).filter(([key]) => key in (config ?? {}));
    expect(published.length).toBeGreaterThan(7);
    for (const [key, value] of published) {
      expect([key, value]).toEqual([key, config?.[key]]);
    }
  });
});

function asConfig({ attention, experts, hybrid, ...architecture }: Architecture): Record<string, unknown> {
  const common = {
    num_hidden_layers: architecture.layers,
    hidden_size: architecture.hiddenSize,
    vocab_size: architecture.vocabSize,
    max_position_embeddings: architecture.maxContext,
    tie_word_embeddings: architecture.tiedEmbeddings ?? false,
    num_nextn_predict_layers: architecture.nextTokenLayers ?? 0,
    ...(architecture.denseIntermediateSize && { intermediate_size: architecture.denseIntermediateSize }),
  };
  const routed = experts && {
    n_routed_experts: experts.count,
    num_experts: experts.count,
    num_local_experts: experts.count,
    num_experts_per_tok: experts.perToken,
    n_shared_experts: experts.shared ?? 0,
    first_k_dense_replace: experts.denseLayers ?? 0,
    moe_intermediate_size: experts.intermediateSize,
    ...(experts.sharedIntermediateSize && { moe_shared_expert_intermediate_size: experts.sharedIntermediateSize }),
  };
  return { ...common, ...routed, ...recurrentKeys(hybrid), ...attentionKeys(attention, architecture.layers) };
}

function recurrentKeys(hybrid: Architecture['hybrid']): Record<string, unknown> {
  if (hybrid === undefined) {
    return {};
  }
  const { recurrence, attentionLayers, recurrentLayers } = hybrid;
  return recurrence.kind === 'mamba2'
    ? {
        mamba_num_heads: recurrence.heads,
        mamba_head_dim: recurrence.headDim,
        ssm_state_size: recurrence.stateSize,
        n_groups: recurrence.groups,
      }
    : {
        linear_num_key_heads: recurrence.keyHeads,
        linear_num_value_heads: recurrence.valueHeads,
        layer_types: { linear_attention: recurrentLayers, full_attention: attentionLayers },
      };
}

function attentionKeys(attention: Architecture['attention'], layers: number): Record<string, unknown> {
  switch (attention.kind) {
    case 'latent':
      return {
        num_attention_heads: attention.heads,
        q_lora_rank: attention.queryRank,
        kv_lora_rank: attention.kvRank,
        qk_nope_head_dim: attention.nopeDim,
        qk_rope_head_dim: attention.ropeDim,
        v_head_dim: attention.valueDim,
      };
    case 'compressed':
      return {
        num_attention_heads: attention.heads,
        num_key_value_heads: 1,
        head_dim: attention.headDim,
        q_lora_rank: attention.queryRank,
        qk_rope_head_dim: attention.ropeDim,
        sliding_window: attention.window,
      };
    case 'grouped-query':
      return {
        num_attention_heads: attention.queryHeads,
        num_key_value_heads: attention.kvHeads,
        head_dim: attention.headDim,
        ...(attention.slidingWindow && {
          sliding_window: attention.slidingWindow.tokens,
          layer_types: {
            sliding_attention: attention.slidingWindow.layers,
            full_attention: layers - attention.slidingWindow.layers,
          },
        }),
      };
  }
}
