import { InvalidValueError, requireWhole } from '../findings';
import {
  type Architecture,
  type CompressedAttention,
  denseLayersOf,
  type HybridLayers,
  type MixtureOfExperts,
  type SparseIndexer,
} from './architecture';

/** Throws `InvalidValueError` for the first size that cannot be right. */
export function requireArchitecture(architecture: Architecture): void {
  for (const size of ['layers', 'hiddenSize', 'vocabSize', 'maxContext'] as const) {
    requireWhole(`architecture.${size}`, architecture[size], 1);
  }
  requireWhole('architecture.nextTokenLayers', architecture.nextTokenLayers ?? 0, 0);
  requireWhole('architecture.encoderParameters', architecture.encoderParameters ?? 0, 0);
  if (architecture.hybrid !== undefined) {
    requireHybrid(architecture.hybrid, architecture.layers);
  }
  requireAttention(architecture);
  if (architecture.experts !== undefined) {
    requireExperts(architecture.experts, architecture.layers);
  }
  if (denseLayersOf(architecture) > 0 && architecture.denseIntermediateSize === undefined) {
    throw new InvalidValueError(
      'architecture.denseIntermediateSize',
      architecture.denseIntermediateSize,
      `given for a model with ${denseLayersOf(architecture)} dense layers`,
    );
  }
  if (architecture.denseIntermediateSize !== undefined) {
    requireWhole('architecture.denseIntermediateSize', architecture.denseIntermediateSize, 1);
  }
}

function requireAttention({ attention, layers }: Architecture): void {
  if (attention.kind === 'latent') {
    for (const size of ['heads', 'kvRank', 'nopeDim', 'ropeDim', 'valueDim'] as const) {
      requireWhole(`architecture.attention.${size}`, attention[size], 1);
    }
    if (attention.queryRank !== undefined) {
      requireWhole('architecture.attention.queryRank', attention.queryRank, 1);
    }
    if (attention.indexer !== undefined) {
      requireIndexer('architecture.attention.indexer', attention.indexer, layers);
    }
    return;
  }
  if (attention.kind === 'compressed') {
    requireCompressed(attention, layers);
    return;
  }
  for (const size of ['queryHeads', 'kvHeads', 'headDim'] as const) {
    requireWhole(`architecture.attention.${size}`, attention[size], 1);
  }
  if (attention.queryHeads % attention.kvHeads !== 0) {
    throw new InvalidValueError(
      'architecture.attention.kvHeads',
      attention.kvHeads,
      `a divisor of the query heads (${attention.queryHeads})`,
    );
  }
  if (attention.slidingWindow !== undefined) {
    requireWhole('architecture.attention.slidingWindow.tokens', attention.slidingWindow.tokens, 1);
    requireWhole('architecture.attention.slidingWindow.layers', attention.slidingWindow.layers, 1, layers);
  }
}

function requireExperts(experts: MixtureOfExperts, layers: number): void {
  requireWhole('architecture.experts.count', experts.count, 1);
  requireWhole('architecture.experts.perToken', experts.perToken, 1, experts.count);
  requireWhole('architecture.experts.intermediateSize', experts.intermediateSize, 1);
  requireWhole('architecture.experts.shared', experts.shared ?? 0, 0);
  for (const size of ['sharedIntermediateSize', 'latentSize'] as const) {
    requireWhole(`architecture.experts.${size}`, experts[size] ?? 1, 1);
  }
  requireWhole('architecture.experts.denseLayers', experts.denseLayers ?? 0, 0, layers - 1);
}

function requireHybrid({ attentionLayers, recurrentLayers, recurrence }: HybridLayers, layers: number): void {
  requireWhole('architecture.hybrid.attentionLayers', attentionLayers, 1, layers - 1);
  requireWhole('architecture.hybrid.recurrentLayers', recurrentLayers, 1, layers - attentionLayers);
  const { kind: _, ...sizes } = recurrence;
  for (const [size, value] of Object.entries(sizes)) {
    requireWhole(`architecture.hybrid.recurrence.${size}`, value, 1);
  }
}

function requireCompressed(attention: CompressedAttention, layers: number): void {
  for (const size of ['heads', 'headDim', 'ropeDim', 'queryRank', 'outputGroups', 'outputRank', 'window'] as const) {
    requireWhole(`architecture.attention.${size}`, attention[size], 1);
  }
  if (attention.heads % attention.outputGroups !== 0) {
    throw new InvalidValueError(
      'architecture.attention.outputGroups',
      attention.outputGroups,
      `a divisor of the heads (${attention.heads})`,
    );
  }
  const { sparse, dense } = attention;
  requireWhole('architecture.attention.sparse.layers', sparse.layers, 0, layers);
  requireWhole('architecture.attention.sparse.ratio', sparse.ratio, 1);
  requireWhole('architecture.attention.dense.layers', dense.layers, 0, layers - sparse.layers);
  requireWhole('architecture.attention.dense.ratio', dense.ratio, 1);
  requireIndexer('architecture.attention.sparse.indexer', sparse.indexer, layers);
}

function requireIndexer(prop: string, { heads, headDim, layers: own }: SparseIndexer, layers: number): void {
  requireWhole(`${prop}.heads`, heads, 1);
  requireWhole(`${prop}.headDim`, headDim, 1);
  requireWhole(`${prop}.layers`, own ?? layers, 0, layers);
}
