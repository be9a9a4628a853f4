import { KvPrecision, Precision } from '../../constructs/hardware/precision';
import {
  kvBytesForSequence,
  kvBytesPerSequencePerGpu,
  kvBytesPerToken,
  kvBytesPerTokenPerGpu,
  models,
  Parallelism,
} from '../../constructs/models';
import { LLAMA_3_1_8B } from './measured-models';

const { BF16, FP8 } = KvPrecision;

describe('kvBytesPerToken', () => {
  test.each([
    ['DeepSeek-R1', models.DEEPSEEK_R1.architecture, 61 * (512 + 64) * 2],
    ['gpt-oss-120b, windowed layers counted', models.GPT_OSS_120B.architecture, 36 * 2 * 64 * 8 * 2],
    ['Qwen3-32B', models.QWEN3_32B.architecture, 64 * 2 * 128 * 8 * 2],
    ['Qwen3-235B-A22B', models.QWEN3_235B_A22B.architecture, 94 * 2 * 128 * 4 * 2],
    ['Llama-3.3-70B', models.LLAMA_3_3_70B.architecture, 80 * 2 * 128 * 8 * 2],
  ])('%s', (_, architecture, bytes) => {
    expect(kvBytesPerToken(architecture, BF16)).toBe(bytes);
    expect(kvBytesPerToken(architecture, FP8)).toBe(bytes / 2);
  });

  test('only attention layers have a cache: Nemotron-3-Super keeps 8 KiB for a token, 8 of its 88 layers', () => {
    expect(kvBytesPerToken(models.NEMOTRON_3_SUPER.architecture, BF16)).toBe(8 * 2 * 2 * 128 * 2);
    expect(kvBytesPerToken(models.QWEN3_5_122B_A10B.architecture, FP8)).toBe(12 * 2 * 2 * 256);
  });

  test('the index of sparse attention is kept in FP8 whatever the precision of the cache', () => {
    const extra = (precision: KvPrecision) =>
      kvBytesPerToken(models.DEEPSEEK_V3_2.architecture, precision) -
      kvBytesPerToken(models.DEEPSEEK_V3.architecture, precision);
    expect(extra(BF16)).toBe(61 * 132);
    expect(extra(FP8)).toBe(61 * 132);
    expect(kvBytesPerToken(models.GLM_5_2.architecture, FP8)).toBe(78 * 576 + 21 * 132);
  });

  test('compressed attention keeps a tenth of what DeepSeek-V3.2 keeps', () => {
    const ratio =
      kvBytesPerToken(models.DEEPSEEK_V4_PRO.architecture, FP8) /
      kvBytesPerToken(models.DEEPSEEK_V3_2.architecture, FP8);
    expect(ratio).toBeGreaterThan(0.08);
    expect(ratio).toBeLessThan(0.13);
  });

  test('agrees with the blocks that vLLM 0.19 counted: 58.11 GiB hold 476,016 tokens of Llama-3.1-8B', () => {
    const tokens = (58.11 * 2 ** 30) / kvBytesPerToken(LLAMA_3_1_8B.model.architecture, BF16);
    expect(Math.abs(tokens / 476_016 - 1)).toBeLessThan(0.0005);
  });
});

describe('kvBytesPerTokenPerGpu', () => {
  const perGpu = (architecture: Parameters<typeof kvBytesPerToken>[0], parallelism: Parallelism) =>
    kvBytesPerTokenPerGpu(architecture, BF16, parallelism);

  test('key and value heads are cut, at least one on each GPU', () => {
    const { architecture } = models.QWEN3_235B_A22B;
    const whole = kvBytesPerToken(architecture, BF16);
    expect(perGpu(architecture, Parallelism.tensor(2))).toBe(whole / 2);
    expect(perGpu(architecture, Parallelism.tensor(4))).toBe(whole / 4);
    expect(perGpu(architecture, Parallelism.tensor(16))).toBe(whole / 4);
  });

  test('the latent is whole on every GPU', () => {
    const { architecture } = models.DEEPSEEK_R1;
    const whole = kvBytesPerToken(architecture, BF16);
    expect(perGpu(architecture, Parallelism.tensor(16))).toBe(whole);
    expect(perGpu(architecture, Parallelism.attentionDp(16))).toBe(whole);
  });

  test('attention groups hold their own tokens, so heads are cut within a group only', () => {
    const { architecture } = models.QWEN3_235B_A22B;
    expect(perGpu(architecture, Parallelism.of({ tensor: 8, attentionDp: 4, expert: 8 }))).toBe(
      perGpu(architecture, Parallelism.tensor(2)),
    );
  });

  test('a pipeline stage holds its share of the layers, rounded up', () => {
    const { architecture } = models.DEEPSEEK_R1;
    expect(perGpu(architecture, Parallelism.of({ pipeline: 2 }))).toBe(31 * (512 + 64) * 2);
  });

  test('the next-token layer has a cache of its own', () => {
    const { architecture } = models.DEEPSEEK_R1;
    expect(kvBytesPerTokenPerGpu(architecture, FP8, Parallelism.tensor(8), true)).toBe(62 * (512 + 64));
    expect(kvBytesPerTokenPerGpu(models.QWEN3_32B.architecture, FP8, Parallelism.tensor(1), true)).toBe(
      kvBytesPerToken(models.QWEN3_32B.architecture, FP8),
    );
  });
});

describe('kvBytesPerSequencePerGpu', () => {
  test('is the recurrent state of hybrid models, cut over the GPUs', () => {
    const { architecture } = models.NEMOTRON_3_SUPER;
    const state = 128 * 64 * 128 * 4 + (128 * 64 + 2 * 8 * 128) * 3 * 2;
    expect(kvBytesPerSequencePerGpu(architecture, FP8, Parallelism.tensor(1))).toBe(40 * state);
    expect(kvBytesPerSequencePerGpu(architecture, FP8, Parallelism.tensor(4))).toBe(10 * state);
    expect(kvBytesPerSequencePerGpu(architecture, BF16, Parallelism.of({ pipeline: 2 }))).toBe(20 * state);
  });

  test('is the window that compressed attention keeps', () => {
    const { architecture } = models.DEEPSEEK_V4_FLASH;
    expect(kvBytesPerSequencePerGpu(architecture, FP8, Parallelism.tensor(4))).toBe(43 * 128 * 512);
  });

  test('is nothing for other models', () => {
    expect(kvBytesPerSequencePerGpu(models.DEEPSEEK_R1.architecture, FP8, Parallelism.tensor(8))).toBe(0);
  });
});

describe('kvBytesForSequence', () => {
  const { architecture } = models.GPT_OSS_20B;

  test('layers with a window keep the window', () => {
    const perLayer = kvBytesPerToken(architecture, BF16) / 24;
    expect(kvBytesForSequence(architecture, BF16, 10_000)).toBe(perLayer * (12 * 10_000 + 12 * 128));
  });

  test('a sequence within the window, or a model without one, keeps every token', () => {
    expect(kvBytesForSequence(architecture, BF16, 100)).toBe(100 * kvBytesPerToken(architecture, BF16));
    const { architecture: r1 } = models.DEEPSEEK_R1.at(Precision.FP8).model;
    expect(kvBytesForSequence(r1, FP8, 5_000)).toBe(5_000 * kvBytesPerToken(r1, FP8));
  });
});
