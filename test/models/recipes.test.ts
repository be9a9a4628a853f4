import { App, Chart } from 'cdk8s';
import {
  AggregatedPool,
  type AnyCheckpoint,
  DecodePool,
  Engine,
  type EngineKind,
  InferenceGraph,
  KvPrecision,
  models,
  NodeGroup,
  Parallelism,
  Precision,
  PrefillPool,
} from '../../constructs';
import { memoryFit } from '../../constructs/rules/memory-fit';
import { parallelismFitsModel } from '../../constructs/rules/parallelism-fits-model';
import { precisionSupport } from '../../constructs/rules/precision-support';
import { graphFindings } from '../rules/findings';

/** The layout of a public recipe of May 2026: by its number in the catalogue. */
interface Layout {
  readonly model: AnyCheckpoint;
  readonly engine: Exclude<EngineKind, 'mocker'>;
  readonly nodes: () => NodeGroup;
  readonly kvPrecision?: KvPrecision;
  readonly aggregated?: Parallelism;
  readonly prefill?: Parallelism;
  readonly decode?: Parallelism;
}

const { tensor, attentionDp, tensorExpert } = Parallelism;
const wideEp = (size: number) => Parallelism.of({ data: size, expert: size });
const { FP8 } = KvPrecision;

const R1 = models.DEEPSEEK_R1.at(Precision.FP8);
const V3_2 = models.DEEPSEEK_V3_2.at(Precision.NVFP4);
const V4_FLASH = models.DEEPSEEK_V4_FLASH.at(Precision.MXFP4);
const V4_PRO = models.DEEPSEEK_V4_PRO.at(Precision.MXFP4);
const GPT_OSS = models.GPT_OSS_120B.at(Precision.MXFP4);
const KIMI = models.KIMI_K2_5.at(Precision.NVFP4);
const LLAMA = models.LLAMA_3_3_70B.at(Precision.FP8);
const SUPER = models.NEMOTRON_3_SUPER.at(Precision.FP8);
const QWEN_235B = models.QWEN3_235B_A22B.at(Precision.FP8);
const QWEN_32B_FP8 = models.QWEN3_32B.at(Precision.FP8);
const QWEN_32B = models.QWEN3_32B.at(Precision.BF16);

const A100 = () => NodeGroup.a100Sxm();
const H100 = () => NodeGroup.h100Sxm();
const H200 = () => NodeGroup.h200Sxm();
const B200 = () => NodeGroup.b200Hgx();
const GB200 = () => NodeGroup.gb200Nvl72();

const v4Flash = { model: V4_FLASH, nodes: GB200, kvPrecision: FP8 };
const v4Pro = { model: V4_PRO, nodes: GB200, kvPrecision: FP8 };
const trt235 = { model: QWEN_235B, engine: 'trtllm', kvPrecision: FP8 } as const;
const llama = { model: LLAMA, engine: 'vllm', nodes: H100 } as const;
const superFp8 = { model: SUPER, nodes: H100 };

const LAYOUTS: Readonly<Record<number, Layout>> = {
  1: { model: R1, engine: 'sglang', nodes: H200, decode: attentionDp(16), prefill: tensorExpert(16) },
  2: { model: R1, engine: 'sglang', nodes: H200, decode: attentionDp(8), prefill: tensorExpert(8) },
  3: {
    model: models.DEEPSEEK_R1.at(Precision.NVFP4),
    engine: 'trtllm',
    nodes: GB200,
    prefill: attentionDp(4),
    decode: attentionDp(32),
  },
  4: { model: R1, engine: 'vllm', nodes: H200, decode: wideEp(16), prefill: wideEp(16) },
  5: { model: V3_2, engine: 'trtllm', nodes: GB200, aggregated: attentionDp(8) },
  6: { model: V3_2, engine: 'trtllm', nodes: GB200, prefill: attentionDp(8), decode: attentionDp(8) },
  7: { ...v4Flash, engine: 'sglang', aggregated: tensor(4) },
  8: { ...v4Flash, engine: 'sglang', nodes: B200, aggregated: tensor(4) },
  9: { ...v4Flash, engine: 'vllm', nodes: B200, aggregated: wideEp(4) },
  10: { ...v4Flash, engine: 'vllm', aggregated: tensorExpert(4) },
  11: { ...v4Pro, engine: 'sglang', aggregated: tensor(8) },
  12: { ...v4Pro, engine: 'sglang', nodes: B200, aggregated: tensor(8) },
  13: { ...v4Pro, engine: 'sglang', decode: tensor(8), prefill: tensor(8) },
  14: { ...v4Pro, engine: 'vllm', nodes: B200, aggregated: tensorExpert(8) },
  15: { ...v4Pro, engine: 'vllm', aggregated: tensorExpert(8) },
  16: { ...v4Pro, engine: 'vllm', decode: wideEp(8), prefill: wideEp(8) },
  17: {
    model: models.GLM_5.at(Precision.NVFP4),
    engine: 'sglang',
    nodes: GB200,
    decode: attentionDp(16),
    prefill: tensor(4),
  },
  18: { model: GPT_OSS, engine: 'trtllm', nodes: GB200, aggregated: attentionDp(4) },
  19: { model: GPT_OSS, engine: 'trtllm', nodes: B200, prefill: tensor(1), decode: tensor(4) },
  20: {
    model: models.KIMI_K2_5_TEXT.at(Precision.NVFP4),
    engine: 'trtllm',
    nodes: B200,
    aggregated: attentionDp(8),
  },
  21: { model: KIMI, engine: 'trtllm', nodes: GB200, aggregated: tensorExpert(8) },
  22: { model: KIMI, engine: 'trtllm', nodes: B200, aggregated: attentionDp(8) },
  23: { ...llama, aggregated: tensor(4) },
  24: { ...llama, aggregated: tensor(4) },
  25: { ...llama, prefill: tensor(8), decode: tensor(8) },
  26: { ...llama, prefill: tensor(2), decode: tensor(4) },
  27: { ...llama, prefill: tensor(2), decode: tensor(4) },
  28: {
    model: models.NEMOTRON_3_NANO_OMNI.at(Precision.NVFP4),
    engine: 'vllm',
    nodes: B200,
    aggregated: tensor(1),
  },
  29: { ...superFp8, engine: 'sglang', aggregated: tensor(4) },
  30: { ...superFp8, engine: 'sglang', prefill: tensor(2), decode: tensor(2) },
  31: { ...superFp8, engine: 'trtllm', prefill: tensor(2), decode: tensor(2) },
  32: { ...superFp8, engine: 'vllm', aggregated: tensor(4) },
  33: { ...trt235, nodes: B200, aggregated: tensorExpert(4) },
  34: { ...trt235, nodes: H100, aggregated: tensorExpert(4) },
  35: { ...trt235, nodes: B200, prefill: tensor(2), decode: tensorExpert(4) },
  36: { ...trt235, nodes: H200, prefill: tensor(2), decode: tensorExpert(4) },
  37: { model: QWEN_32B_FP8, engine: 'trtllm', nodes: H100, aggregated: tensor(2) },
  38: { model: QWEN_32B_FP8, engine: 'trtllm', nodes: H100, prefill: tensor(1), decode: tensor(2) },

  39: { model: QWEN_32B_FP8, engine: 'vllm', nodes: A100, prefill: tensor(2), decode: tensor(4) },
  40: { model: QWEN_32B, engine: 'vllm', nodes: H100, aggregated: tensor(1) },
  41: { model: QWEN_32B, engine: 'vllm', nodes: H200, aggregated: tensor(2) },
  42: { model: QWEN_32B, engine: 'vllm', nodes: H200, prefill: tensor(2), decode: tensor(2) },
  43: { model: models.QWEN3_VL_30B_A3B.at(Precision.FP8), engine: 'vllm', nodes: GB200, aggregated: tensor(1) },
};

const ENGINES = { vllm: Engine.vllm, sglang: Engine.sglang, trtllm: Engine.trtllm };

function describeLayout({ model, engine, nodes, kvPrecision, aggregated, prefill, decode }: Layout) {
  const chart = new Chart(new App(), 'test');
  const group = nodes();
  const graph = new InferenceGraph<EngineKind>(chart, 'graph', {
    model,
    engine: ENGINES[engine](),
    ...(kvPrecision === undefined ? {} : { kvPrecision }),
  });
  if (aggregated !== undefined) {
    new AggregatedPool(graph, 'worker', { nodes: group, parallelism: aggregated });
  }
  if (prefill !== undefined && decode !== undefined) {
    new PrefillPool(graph, 'prefill', { nodes: group, parallelism: prefill });
    new DecodePool(graph, 'decode', { nodes: group, parallelism: decode });
  }
  return graph.describe();
}

describe('the layouts of the public recipes of May 2026', () => {
  test('are 43', () => {
    expect(Object.keys(LAYOUTS)).toHaveLength(43);
  });

  test('a layout that is too tight for a GPU is refused: two H100 hold no Qwen3-235B-A22B', () => {
    const graph = describeLayout({ ...trt235, nodes: H100, aggregated: tensor(2) });
    expect(graphFindings(memoryFit, graph)).toHaveLength(1);
  });

  test.each(Object.entries(LAYOUTS))('number %s fits on its GPUs', (_, layout) => {
    const graph = describeLayout(layout);
    expect(graph.pools.map(({ memory }) => (memory?.kvTokensPerWorker ?? 0) > 0)).not.toContain(false);
    expect(graph.pools).not.toEqual([]);
    for (const rule of [memoryFit, parallelismFitsModel, precisionSupport]) {
      expect(graphFindings(rule, graph)).toEqual([]);
    }
  });
});
