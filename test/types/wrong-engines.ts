/** Settings of engines that must not compile. See `wrong-programs.test.ts`. */
import {
  AggregatedPool,
  Engine,
  type EngineConfigs,
  InferenceGraph,
  KvConnector,
  models,
  NodeGroup,
  Parallelism,
  Precision,
} from '../../constructs';
import { chart } from '../graph/support';

export function wrongEngines(): void {
  const model = models.LLAMA_3_3_70B.at(Precision.FP8);
  const shape = { nodes: NodeGroup.h200Sxm(), parallelism: Parallelism.tensor(8) };
  const vllm = new InferenceGraph(chart(), 'v', { model, engine: Engine.vllm() });
  const sglang = new InferenceGraph(chart(), 's', { model, engine: Engine.sglang() });
  const trtllm = new InferenceGraph(chart(), 't', { model, engine: Engine.trtllm() });
  const mocker = new InferenceGraph(chart(), 'm', { model, engine: Engine.mocker() });

  const vllmSettings = (engineConfig: EngineConfigs['vllm']) =>
    new AggregatedPool(vllm, 'p', { ...shape, engineConfig });
  const trtllmSettings = (engineConfig: EngineConfigs['trtllm']) =>
    new AggregatedPool(trtllm, 'p', { ...shape, engineConfig });

  // @ts-expect-error speculative decoding with EAGLE without its draft model
  vllmSettings({ speculativeConfig: { method: 'eagle3', num_speculative_tokens: 3 } });

  // @ts-expect-error n-gram speculation with a draft model
  vllmSettings({ speculativeConfig: { method: 'ngram', num_speculative_tokens: 3, model: 'm' } });

  // @ts-expect-error a tool parser that no release of Dynamo knows
  new AggregatedPool(vllm, 'p', { ...shape, engineConfig: { dynToolCallParser: 'hermes2' } });

  // @ts-expect-error a setting of expert balancing in camelCase
  new AggregatedPool(vllm, 'p', { ...shape, engineConfig: { eplbConfig: { windowSize: 1000 } } });

  // @ts-expect-error all-to-all kernels that do not exist
  new AggregatedPool(vllm, 'p', { ...shape, engineConfig: { all2allBackend: 'deepep' } });

  // @ts-expect-error switching off a flag of SGLang that has no opposite
  new AggregatedPool(sglang, 'p', { ...shape, engineConfig: { enableDpLmHead: false } });

  // @ts-expect-error a flag of vLLM for SGLang
  new AggregatedPool(sglang, 'p', { ...shape, engineConfig: { gpuMemoryUtilization: 0.9 } });

  // @ts-expect-error a key of the engine file that cannot be left out since there is none
  new AggregatedPool(trtllm, 'p', { ...shape, engineConfig: { omit: ['kv_cache_config.dtyp'] } });

  // @ts-expect-error a draft without its length
  new AggregatedPool(trtllm, 'p', { ...shape, engineConfig: { speculative_config: { decoding_type: 'NGram' } } });

  // @ts-expect-error the relaxed acceptance of MTP for another way of guessing
  trtllmSettings({ speculative_config: { decoding_type: 'Eagle', max_draft_len: 3, relaxed_topk: 5 } });

  // @ts-expect-error a flag of a real engine for the mocker
  new AggregatedPool(mocker, 'p', { ...shape, engineConfig: { enforceEager: true } });

  // @ts-expect-error an engine that the mocker cannot imitate
  Engine.mocker({ simulates: 'llama.cpp' });

  // @ts-expect-error a connector by the name of the former flag
  Engine.vllm({ kvConnector: 'nixl' });

  // @ts-expect-error a NIXL plug-in that does not exist
  KvConnector.nixl({ backends: ['EFA'] });

  // @ts-expect-error a transfer of vLLM for SGLang
  Engine.sglang({ transfer: 'lmcache' });
}
