import type { Architecture, GatedDeltaNet, Mamba2 } from './architecture';
import { type LayerCut, matrix, type Tensor, vectors } from './tensor';

/** One recurrent layer, without the norms around it; nothing for a model without such layers. */
export function recurrentTensors({ hybrid, hiddenSize }: Architecture, cut: LayerCut): Tensor[] {
  if (hybrid === undefined) {
    return [];
  }
  const { recurrence } = hybrid;
  return recurrence.kind === 'mamba2'
    ? mambaTensors(recurrence, hiddenSize, cut)
    : deltaNetTensors(recurrence, hiddenSize, cut);
}

/** Bytes of the recurrent state that one layer keeps for one sequence, on the fullest GPU: state in FP32, convolution in BF16. */
export function stateBytes(recurrence: Mamba2 | GatedDeltaNet, tensor: number): number {
  const { state, convolved } =
    recurrence.kind === 'mamba2' ? mambaSizes(recurrence, tensor) : deltaNetSizes(recurrence, tensor);
  return state * BYTES_OF_STATE + convolved * (recurrence.convolution - 1) * BYTES_OF_CONVOLUTION;
}

/** `mamba_ssm_cache_dtype` of Nemotron-3 and `mamba_ssm_dtype` of Qwen3.5 are float32 (config.json, 2026-05). */
const BYTES_OF_STATE = 4;
const BYTES_OF_CONVOLUTION = 2;

/** The inner width, with input and output matrices of the state, is what the convolution sees. */
function mambaSizes(mamba: Mamba2, tensor: number) {
  const heads = Math.ceil(mamba.heads / tensor);
  const inner = heads * mamba.headDim;
  const convolved = inner + 2 * Math.ceil(mamba.groups / tensor) * mamba.stateSize;
  return { heads, inner, convolved, state: inner * mamba.stateSize };
}

function deltaNetSizes(net: GatedDeltaNet, tensor: number) {
  const heads = Math.ceil(net.valueHeads / tensor);
  const inner = heads * net.valueDim;
  const convolved = inner + 2 * Math.ceil(net.keyHeads / tensor) * net.keyDim;
  return { heads, inner, convolved, state: inner * net.keyDim };
}

/** Source: transformers models/nemotron_h (Mamba2 mixer), 2026-05. */
function mambaTensors(mamba: Mamba2, hiddenSize: number, cut: LayerCut): Tensor[] {
  const { heads, inner, convolved } = mambaSizes(mamba, cut.tensor);
  return [
    matrix('recurrent', 'recurrent', inner + convolved + heads, hiddenSize),
    matrix('recurrent', 'recurrent', hiddenSize, inner),
    matrix('recurrent', 'bf16', convolved, mamba.convolution + 1),
    ...vectors('recurrent', heads, 3),
    ...vectors('norms', inner, 1),
  ];
}

/** Source: transformers models/qwen3_5_moe (gated delta net), 2026-05. */
function deltaNetTensors(net: GatedDeltaNet, hiddenSize: number, cut: LayerCut): Tensor[] {
  const { heads, inner, convolved } = deltaNetSizes(net, cut.tensor);
  return [
    matrix('recurrent', 'recurrent', convolved + inner, hiddenSize),
    { ...matrix('recurrent', 'bf16', heads, hiddenSize), copies: 2 },
    matrix('recurrent', 'recurrent', hiddenSize, inner),
    matrix('recurrent', 'bf16', convolved, net.convolution),
    ...vectors('recurrent', heads, 2),
    ...vectors('norms', net.valueDim, 1),
  ];
}
