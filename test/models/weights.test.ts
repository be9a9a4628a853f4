import { Precision } from '../../constructs/hardware/precision';
import {
  type Checkpoint,
  checkpointBytes,
  checkpointWeights,
  MemoryEngine,
  Model,
  models,
  Parallelism,
  parameterCount,
  Quantization,
  weightBytesPerGpu,
  weightsPerGpu,
} from '../../constructs/models';
import { DEEPSEEK_V2_LITE, LLAMA_3_1_8B, QWEN3_0_6B, QWEN3_8B } from './measured-models';

const GIB = 2 ** 30;
const R1 = models.DEEPSEEK_R1.at(Precision.FP8);
const R1_NVFP4 = models.DEEPSEEK_R1.at(Precision.NVFP4);
const TP1 = Parallelism.tensor(1);
const { encoderParameters: _, ...NANO } = models.NEMOTRON_3_NANO_OMNI.architecture;
const SUPER = models.NEMOTRON_3_SUPER.at(Precision.BF16);

describe('parameters are those that Hugging Face counts', () => {
  test.each([
    ['DeepSeek-R1', models.DEEPSEEK_R1.architecture, 671_026_419_200],
    ['gpt-oss-20b', models.GPT_OSS_20B.architecture, 20_914_757_184],
    ['gpt-oss-120b', models.GPT_OSS_120B.architecture, 116_829_156_672],
    ['Qwen3-32B', models.QWEN3_32B.architecture, 32_762_123_264],
    ['Qwen3-235B-A22B', models.QWEN3_235B_A22B.architecture, 235_093_634_560],
    ['Llama-3.3-70B', models.LLAMA_3_3_70B.architecture, 70_553_706_496],
    ['Llama-3.1-8B', LLAMA_3_1_8B.model.architecture, 8_030_261_248],
    ['Qwen3-0.6B (tied embeddings)', QWEN3_0_6B.model.architecture, 596_049_920],
    ['Qwen3-VL-30B-A3B, encoder among them', models.QWEN3_VL_30B_A3B.architecture, 31_070_754_032],
    ['Nemotron-3-Nano-30B-A3B, without encoders', NANO, 31_577_940_288],
    ['DeepSeek-V2-Lite', DEEPSEEK_V2_LITE.model.architecture, 15_706_484_224],
  ])('%s', (_, architecture, parameters) => {
    expect(parameterCount(architecture)).toBe(parameters);
  });
});

describe('checkpoints on disk', () => {
  test('DeepSeek-R1 FP8: 688,586,727,753 bytes of files, less their headers', () => {
    expect(checkpointBytes(R1)).toBeLessThan(688_586_727_753);
    expect(checkpointBytes(R1)).toBeGreaterThan(688_586_727_753 * 0.9999);
  });

  test('DeepSeek-R1 NVFP4: about 420 GB, a next-token layer in BF16 among them', () => {
    expect(checkpointBytes(R1_NVFP4) / 1e9).toBeCloseTo(423.6, 0);
    expect(checkpointWeights(R1_NVFP4).nextToken).toBeGreaterThan(2 * 11e9);
  });

  test('GLM-5.2 BF16: 1,506,659,919,872 bytes of safetensors, to the byte', () => {
    expect(models.GLM_5_2.at(Precision.BF16).sizeBytes).toBe(1_506_659_919_872);
  });

  test.each<[string, Checkpoint, number, number]>([
    ['DeepSeek-V3.2, 685e9 parameters with the next-token layer', models.DEEPSEEK_V3_2.at(Precision.FP8), 689e9, 1],
    ['DeepSeek-V4-Flash, 284e9 parameters, experts of 4 bits', models.DEEPSEEK_V4_FLASH.at(Precision.MXFP4), 160e9, 1],
    ['Nemotron-3-Super, 123.61e9 parameters with the next-token layer', SUPER, 2 * 123.61e9, 0.1],
    ['Nemotron-3-Nano-Omni BF16, 62 GiB', models.NEMOTRON_3_NANO_OMNI.at(Precision.BF16), 62 * GIB, 1],
    ['Nemotron-3-Nano-Omni FP8, 33 GiB', models.NEMOTRON_3_NANO_OMNI.at(Precision.FP8), 33 * GIB, 1],
    ['Nemotron-3-Nano-Omni NVFP4, 21 GiB', models.NEMOTRON_3_NANO_OMNI.at(Precision.NVFP4), 21 * GIB, 1],
  ])('%s', (_, checkpoint, bytes, percent) => {
    expect(Math.abs(checkpoint.sizeBytes / bytes - 1) * 100).toBeLessThan(percent);
  });

  test.each([
    ['DeepSeek-V4-Flash', models.DEEPSEEK_V4_FLASH.architecture, 284e9],
    ['DeepSeek-V4-Pro', models.DEEPSEEK_V4_PRO.architecture, 1.6e12],
    ['GLM-5', models.GLM_5.architecture, 744e9],
    ['Kimi-K2.5', models.KIMI_K2_5.architecture, 1.03e12],
    ['Nemotron-3-Super', models.NEMOTRON_3_SUPER.architecture, 120.6e9],
    ['Nemotron-3-Ultra', models.NEMOTRON_3_ULTRA.architecture, 550e9],
    ['Qwen3.5-122B-A10B', models.QWEN3_5_122B_A10B.architecture, 122e9],
  ])('%s has the parameters that its makers name, within 2 %%', (_, architecture, parameters) => {
    expect(Math.abs(parameterCount(architecture) / parameters - 1)).toBeLessThan(0.02);
  });

  test('each checkpoint fits into the claim that its recipe makes', () => {
    const claims: readonly (readonly [Checkpoint, number])[] = [
      [models.DEEPSEEK_V4_PRO.at(Precision.MXFP4), 1500],
      [models.KIMI_K2_5.at(Precision.NVFP4), 700],
      [models.DEEPSEEK_V3_2.at(Precision.NVFP4), 400],
      [models.DEEPSEEK_V4_FLASH.at(Precision.MXFP4), 400],
      [models.NEMOTRON_3_SUPER.at(Precision.FP8), 300],
      [models.NEMOTRON_3_NANO_OMNI.at(Precision.NVFP4), 250],
      [models.QWEN3_VL_30B_A3B.at(Precision.FP8), 100],
    ];
    for (const [checkpoint, gibibytes] of claims) {
      expect([checkpoint.repository, checkpoint.sizeBytes < gibibytes * GIB]).toEqual([checkpoint.repository, true]);
    }
  });

  test('gpt-oss: total_size of the safetensors index, without padding', () => {
    expect(models.GPT_OSS_20B.at(Precision.MXFP4).sizeBytes).toBe(13_761_264_768);
    expect(models.GPT_OSS_120B.at(Precision.MXFP4).sizeBytes).toBe(65_248_815_744);
  });

  test('Qwen3-235B-A22B NVFP4: 133.0e9 stored elements, packed pairs and scales', () => {
    const { total, embeddings, router, norms } = checkpointWeights(models.QWEN3_235B_A22B.at(Precision.NVFP4));
    const bf16 = embeddings + router + norms;
    expect((total - bf16 + bf16 / 2) / 1e9).toBeCloseTo(133.0, 0);
  });

  test('BF16 takes two bytes for each parameter', () => {
    expect(LLAMA_3_1_8B.sizeBytes).toBe(2 * LLAMA_3_1_8B.parameters);
  });

  test('FP8 scales: one float32 for each 128 x 128 block', () => {
    const { experts, scales } = checkpointWeights(models.QWEN3_235B_A22B.at(Precision.FP8));
    expect(scales).toBeGreaterThan((experts / 128 ** 2) * 4);
    expect(scales / experts).toBeCloseTo(4 / 128 ** 2, 4);
  });
});

describe('weights on a GPU', () => {
  test('whole model: the checkpoint and the rotary table', () => {
    const { total, rotary } = weightsPerGpu(LLAMA_3_1_8B, TP1);
    expect(rotary).toBe(131072 * 128 * 2);
    expect(total).toBe(LLAMA_3_1_8B.sizeBytes + rotary);
  });

  test('the parts add up to the total', () => {
    const { total, ...parts } = weightsPerGpu(R1, Parallelism.attentionDp(16));
    expect(Object.values(parts).reduce((sum, bytes) => sum + bytes, 0)).toBeCloseTo(total, 0);
  });

  test.each([
    [1, 14.99],
    [2, 7.51],
    [4, 3.77],
  ])('Llama-3.1-8B TP%i takes %f GiB (measured, vLLM 0.19)', (tensor, gib) => {
    expect(weightBytesPerGpu(LLAMA_3_1_8B, Parallelism.tensor(tensor)) / GIB).toBeCloseTo(gib, 2);
  });

  test.each([
    [LLAMA_3_1_8B, 2, 7.51],
    [LLAMA_3_1_8B, 4, 4.26],
    [QWEN3_8B, 3, 5.48],
  ])('%s PP%i takes %f GiB (measured, vLLM 0.19)', (checkpoint, pipeline, gib) => {
    expect(weightBytesPerGpu(checkpoint, Parallelism.of({ pipeline })) / GIB).toBeCloseTo(gib, 2);
  });

  test('gpt-oss experts are padded by the engine', () => {
    const checkpoint = models.GPT_OSS_20B.at(Precision.MXFP4);
    const experts = (engine: MemoryEngine) => weightsPerGpu(checkpoint, TP1, engine).experts;
    const stored = checkpointWeights(checkpoint).experts;
    expect(experts(MemoryEngine.VLLM) / stored).toBeCloseTo(3072 / 2880, 3);
    const padded = 2944 / 2880;
    expect(experts(MemoryEngine.TRTLLM) / stored).toBeCloseTo((2 * padded ** 2 + padded) / 3, 3);
  });

  test('attention data parallelism holds attention, dense MLP, shared experts and vocabulary whole', () => {
    const tep = weightsPerGpu(R1, Parallelism.tensorExpert(8));
    const dep = weightsPerGpu(R1, Parallelism.attentionDp(8));
    for (const part of ['denseMlp', 'sharedExperts', 'embeddings'] as const) {
      expect(dep[part]).toBe(8 * tep[part]);
    }
    expect(dep.attention).toBeGreaterThan(2 * tep.attention);
    expect(dep.experts).toBe(tep.experts);
    expect(dep.router).toBe(tep.router);
  });

  test('the down-projections of latent attention are not cut', () => {
    const whole = weightsPerGpu(R1, TP1).attention;
    const eighth = weightsPerGpu(R1, Parallelism.tensor(8)).attention;
    const { layers, hiddenSize } = R1.model.architecture;
    const uncut = layers * hiddenSize * (1536 + 512 + 64);
    expect(eighth).toBeCloseTo((whole - uncut) / 8 + uncut, 0);
  });

  test('experts are spread over expert groups and cut within them', () => {
    const experts = (parallelism: Parallelism) => weightsPerGpu(R1, parallelism).experts;
    const all = experts(TP1);
    expect(experts(Parallelism.tensorExpert(8))).toBe(all / 8);
    expect(experts(Parallelism.tensor(8))).toBe(all / 8);
    expect(experts(Parallelism.of({ data: 16, expert: 16 }))).toBe(all / 16);
    expect(experts(Parallelism.of({ tensor: 8, expert: 4 }))).toBe(all / 8);
  });

  test('recurrent layers are cut by heads, with a group of them on each GPU at least', () => {
    const recurrent = (tensor: number) => weightsPerGpu(SUPER, Parallelism.tensor(tensor)).recurrent;
    expect(recurrent(8)).toBe(recurrent(1) / 8);
    expect(recurrent(16)).toBeGreaterThan(recurrent(1) / 16);
  });

  test('pipeline stages share attention, recurrent and expert layers', () => {
    const whole = weightsPerGpu(SUPER, TP1);
    const half = weightsPerGpu(SUPER, Parallelism.of({ pipeline: 2 }));
    for (const part of ['attention', 'recurrent', 'experts'] as const) {
      expect(half[part]).toBe(whole[part] / 2);
    }
  });

  test('encoders and the index of sparse attention are whole on every GPU', () => {
    const vision = models.QWEN3_VL_30B_A3B.at(Precision.FP8);
    expect(weightsPerGpu(vision, Parallelism.tensor(4)).encoders).toBe(2 * 538_631_408);
    const extra = (tensor: number) =>
      weightsPerGpu(models.DEEPSEEK_V3_2.at(Precision.FP8), Parallelism.tensor(tensor)).attention -
      weightsPerGpu(models.DEEPSEEK_V3.at(Precision.FP8), Parallelism.tensor(tensor)).attention;
    expect(extra(8)).toBe(extra(1));
    expect(extra(8)).toBeGreaterThan(0);
  });

  test('key and value heads are repeated when there are more GPUs than heads', () => {
    const checkpoint = models.QWEN3_235B_A22B.at(Precision.BF16);
    const attention = (tensor: number) => weightsPerGpu(checkpoint, Parallelism.tensor(tensor)).attention;
    const { layers, hiddenSize } = checkpoint.model.architecture;
    const oneKeyValueHead = layers * 2 * 128 * hiddenSize * 2;
    expect(attention(4) - 2 * attention(8)).toBe(-oneKeyValueHead);
  });

  test('the next-token layer is loaded for speculative decoding only', () => {
    const plain = weightsPerGpu(R1_NVFP4, Parallelism.attentionDp(8), MemoryEngine.TRTLLM);
    const speculative = weightsPerGpu(R1_NVFP4, Parallelism.attentionDp(8), MemoryEngine.TRTLLM, true);
    expect(plain.nextToken).toBe(0);
    expect(speculative.nextToken).toBeGreaterThan(2 * 1.4e9);
    expect(speculative.total - plain.total).toBe(speculative.nextToken + speculative.scales - plain.scales);
  });

  test('tied embeddings are one matrix, but one on the first and one on the last stage', () => {
    const embeddings = (pipeline: number) => weightsPerGpu(QWEN3_0_6B, Parallelism.of({ pipeline })).embeddings;
    expect(embeddings(1)).toBe(151936 * 1024 * 2);
    expect(embeddings(2)).toBe(embeddings(1));
  });

  test('FP8 with scales per channel is a little larger than with scales per block', () => {
    const { architecture } = models.QWEN3_32B;
    const sizeWith = (quantization: Quantization) =>
      Model.custom({
        id: 'qwen',
        architecture,
        checkpoints: [{ precision: Precision.FP8, repository: 'some/where', quantization }],
      }).at(Precision.FP8).sizeBytes;
    const [block, channel] = [sizeWith(Quantization.FP8_BLOCK), sizeWith(Quantization.FP8_CHANNEL)];
    expect(block).toBe(models.QWEN3_32B.at(Precision.FP8).sizeBytes);
    expect(channel).toBeGreaterThan(block * 0.999);
    expect(channel).not.toBe(block);
  });
});
