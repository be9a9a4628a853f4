import type { Precision } from '../hardware/precision';
import { type Architecture, attentionLayersOf, denseLayersOf, expertLayersOf } from './architecture';
import { attentionTensors, foldedLatentTensors } from './attention-tensors';
import { EXPERT_PADDING, MemoryEngine } from './engine-facts';
import type { Parallelism } from './parallelism';
import type { Quantization } from './quantization';
import { recurrentTensors } from './recurrent-tensors';
import { type LayerCut, NO_PADDING, type Tensor, type TensorGroup, tensorBytes, times, WHOLE } from './tensor';
import {
  denseMlpTensors,
  encoderTensors,
  expertTensors,
  finalNormTensors,
  layerNormTensors,
  nextTokenTensors,
  rotaryTensor,
  vocabularyTensor,
} from './tensors';

/** Bytes of weights by what they belong to. Scales of quantized matrices are counted apart from the matrices. */
export interface WeightBreakdown extends Readonly<Record<TensorGroup, number>> {
  readonly scales: number;
  readonly total: number;
}

/** What the size of weights follows from: a `Checkpoint` is one. */
export interface StoredModel {
  readonly model: { readonly architecture: Architecture };
  readonly precision: Precision;
  readonly quantization: Quantization;
}

/** The layers that one pipeline stage holds. */
interface Stage {
  /** All layers. */
  readonly layers: number;
  readonly attentionLayers: number;
  readonly recurrentLayers: number;
  readonly denseLayers: number;
  readonly expertLayers: number;
  readonly embedding: boolean;
  readonly head: boolean;
}

/**
 * Weights on the fullest GPU of a worker.
 *
 * Attention, dense MLP, shared experts, embedding and head are cut over `parallelism.attentionTensor`: under attention data
 * parallelism each group holds them whole (TensorRT-LLM does so; SGLang can cut the dense MLP further). Norms, router and the
 * down-projections of latent attention are on every GPU. Key and value heads are repeated when there are fewer heads than GPUs.
 * Experts are cut by `expert` and `expertTensor`. The fullest pipeline stage counts: the first (with the embedding) or the last
 * (with the head), each with its share of layers rounded up.
 *
 * @param engine whose kernels pad the experts (MXFP4)
 * @param speculative whether the next-token-prediction layers are loaded; engines skip them without speculative decoding
 * @param redundantExperts copies of experts in each layer, for balancing the load of expert-parallel GPUs
 */
export function weightsPerGpu(
  checkpoint: StoredModel,
  parallelism: Parallelism,
  engine: MemoryEngine = MemoryEngine.VLLM,
  speculative = false,
  redundantExperts = 0,
): WeightBreakdown {
  const { architecture } = checkpoint.model;
  const cut = { ...layerCut(parallelism, checkpoint.precision, engine), redundantExperts };
  const candidates = stages(architecture, parallelism.pipeline).map((stage) => {
    const tensors = [
      ...stageTensors(architecture, stage, cut),
      ...times(stage.attentionLayers, foldedLatentTensors(architecture, cut)),
      rotaryTensor(architecture),
      ...(speculative && stage.head ? nextTokenTensors(architecture, cut) : []),
    ];
    return sum(tensors, checkpoint.quantization);
  });
  return candidates.reduce((fullest, candidate) => (candidate.total > fullest.total ? candidate : fullest));
}

/** Total of `weightsPerGpu`. */
export function weightBytesPerGpu(
  checkpoint: StoredModel,
  parallelism: Parallelism,
  engine: MemoryEngine = MemoryEngine.VLLM,
  speculative = false,
  redundantExperts = 0,
): number {
  return weightsPerGpu(checkpoint, parallelism, engine, speculative, redundantExperts).total;
}

/**
 * Bytes of the weights as published, by what they belong to.
 */
export function checkpointWeights({ model, quantization }: StoredModel): WeightBreakdown {
  const { architecture } = model;
  const { nextTokenLayers = 0, repeatsVocabulary } = architecture;
  const repeated = times(repeatsVocabulary ? 2 * nextTokenLayers : 0, [vocabularyTensor(architecture, WHOLE)]);
  return sum(
    [
      ...stageTensors(architecture, wholeModel(architecture), WHOLE),
      ...nextTokenTensors(architecture, WHOLE),
      ...repeated.map((tensor): Tensor => ({ ...tensor, group: 'nextToken' })),
    ],
    quantization,
  );
}

/** Bytes of the whole checkpoint on disk: what is downloaded, and what a volume must hold. */
export function checkpointBytes(checkpoint: StoredModel): number {
  return checkpointWeights(checkpoint).total;
}

/** Parameters without next-token-prediction layers. */
export function parameterCount(architecture: Architecture): number {
  return stageTensors(architecture, wholeModel(architecture), WHOLE).reduce(
    (total, { rows, columns, copies }) => total + rows * columns * copies,
    0,
  );
}

function layerCut(
  parallelism: Parallelism,
  precision: Precision,
  engine: MemoryEngine,
): Omit<LayerCut, 'redundantExperts'> {
  return {
    tensor: parallelism.attentionTensor,
    expertGroups: parallelism.expert,
    expertTensor: parallelism.expertTensor,
    expertPadding: EXPERT_PADDING[engine][precision] ?? NO_PADDING,
  };
}

function wholeModel(architecture: Architecture): Stage {
  return {
    layers: architecture.layers,
    attentionLayers: attentionLayersOf(architecture),
    recurrentLayers: architecture.hybrid?.recurrentLayers ?? 0,
    denseLayers: denseLayersOf(architecture),
    expertLayers: expertLayersOf(architecture),
    embedding: true,
    head: true,
  };
}

/** The stages of which one is the fullest: no other has more layers, and only these have embedding or head. */
function stages(architecture: Architecture, pipeline: number): Stage[] {
  if (pipeline === 1) {
    return [wholeModel(architecture)];
  }
  const share = (layers: number) => Math.ceil(layers / pipeline);
  const mixers = {
    layers: share(architecture.layers),
    attentionLayers: share(attentionLayersOf(architecture)),
    recurrentLayers: share(architecture.hybrid?.recurrentLayers ?? 0),
  };
  const mlps = share(denseLayersOf(architecture) + expertLayersOf(architecture));
  const leadingDense = Math.min(denseLayersOf(architecture), mlps);
  const trailingExperts = Math.min(expertLayersOf(architecture), mlps);
  return [
    { ...mixers, denseLayers: leadingDense, expertLayers: mlps - leadingDense, embedding: true, head: false },
    { ...mixers, denseLayers: mlps - trailingExperts, expertLayers: trailingExperts, embedding: false, head: true },
  ];
}

function stageTensors(architecture: Architecture, stage: Stage, cut: LayerCut): Tensor[] {
  const { experts, hiddenSize, tiedEmbeddings } = architecture;
  const vocabularies = stage.embedding && stage.head && !tiedEmbeddings ? 2 : 1;
  return [
    ...attentionTensors(architecture, stage.attentionLayers, cut),
    ...times(stage.recurrentLayers, recurrentTensors(architecture, cut)),
    ...layerNormTensors(architecture, stage.layers),
    ...times(stage.denseLayers, denseMlpTensors(architecture, cut)),
    ...(experts === undefined ? [] : times(stage.expertLayers, expertTensors(experts, hiddenSize, cut))),
    ...times(vocabularies, [vocabularyTensor(architecture, cut)]),
    ...(stage.head ? finalNormTensors(architecture) : []),
    ...(stage.embedding ? encoderTensors(architecture) : []),
  ];
}

function sum(tensors: readonly Tensor[], quantization: Quantization): WeightBreakdown {
  const bytes = {
    attention: 0,
    recurrent: 0,
    denseMlp: 0,
    experts: 0,
    sharedExperts: 0,
    router: 0,
    embeddings: 0,
    norms: 0,
    nextToken: 0,
    rotary: 0,
    encoders: 0,
    scales: 0,
    total: 0,
  };
  for (const tensor of tensors) {
    const { weights, scales } = tensorBytes(tensor, quantization);
    bytes[tensor.group] += weights;
    bytes.scales += scales;
    bytes.total += weights + scales;
  }
  return Object.freeze(bytes);
}
