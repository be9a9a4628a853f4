/** Graphs, pools and frontends that must not compile. See `wrong-programs.test.ts`. */
import {
  AggregatedPool,
  DecodePool,
  Engine,
  EnvValue,
  Frontend,
  InferenceGraph,
  ModelCache,
  models,
  NodeGroup,
  Orchestrator,
  Parallelism,
  Planes,
  PoolAutoscaler,
  PoolMetric,
  Precision,
  PrefillPool,
  Release,
  Router,
  SecretKey,
  Workload,
} from '../../constructs';
import { chart } from '../graph/support';

const nodes = NodeGroup.h200Sxm();
const parallelism = Parallelism.tensor(8);
const model = models.LLAMA_3_3_70B.at(Precision.FP8);

export function wrongGraphs(): void {
  const vllm = new InferenceGraph(chart(), 'v', { model, engine: Engine.vllm() });
  const trtllm = new InferenceGraph(chart(), 't', { model, engine: Engine.trtllm() });
  const sglang = new InferenceGraph(chart(), 's', { model, engine: Engine.sglang() });

  // @ts-expect-error a graph without a model
  new InferenceGraph(chart(), 'g', { engine: Engine.vllm() });

  // @ts-expect-error a model by its name
  new InferenceGraph(chart(), 'g', { model: 'meta-llama/Llama-3.3-70B-Instruct', engine: Engine.vllm() });

  // @ts-expect-error an engine by its name
  new InferenceGraph(chart(), 'g', { model, engine: 'vllm' });

  // @ts-expect-error a release by its number
  new InferenceGraph(chart(), 'g', { model, engine: Engine.vllm(), release: '1.6' });

  // @ts-expect-error an orchestrator that there is not
  new InferenceGraph(chart(), 'g', { model, engine: Engine.vllm(), orchestrator: 'volcano' });

  // @ts-expect-error planes by their name
  new InferenceGraph(chart(), 'g', { model, engine: Engine.vllm(), planes: 'nats' });

  // @ts-expect-error a cache by the name of its claim
  new InferenceGraph(chart(), 'g', { model, engine: Engine.vllm(), cache: 'model-cache' });

  // @ts-expect-error a number in the environment
  new InferenceGraph(chart(), 'g', { model, engine: Engine.vllm(), env: { DYN_MIGRATION_LIMIT: 3 } });

  // @ts-expect-error a misspelt property
  new InferenceGraph(chart(), 'g', { model, engine: Engine.vllm(), kvBlockSize: 64 });

  // @ts-expect-error flags of vLLM for TensorRT-LLM
  new PrefillPool(trtllm, 'prefill', { nodes, parallelism, engineConfig: { maxModelLen: 4096 } });

  // @ts-expect-error flags of SGLang for vLLM
  new DecodePool(vllm, 'decode', { nodes, parallelism, engineConfig: { memFractionStatic: 0.8 } });

  // @ts-expect-error flags of vLLM for SGLang
  new DecodePool(sglang, 'decode', { nodes, parallelism, engineConfig: { gpuMemoryUtilization: 0.8 } });

  // @ts-expect-error a word where an engine takes a number
  new DecodePool(trtllm, 'decode', { nodes, parallelism, engineConfig: { max_batch_size: 'large' } });

  // @ts-expect-error parallelism as a number
  new AggregatedPool(vllm, 'worker', { nodes, parallelism: 8 });

  // @ts-expect-error arguments as one text
  new AggregatedPool(vllm, 'worker', { nodes, parallelism, extraArgs: '--enforce-eager' });

  // @ts-expect-error shared memory as a text
  new AggregatedPool(vllm, 'worker', { nodes, parallelism, sharedMemory: '16Gi' });

  // @ts-expect-error a pool outside of a graph
  new AggregatedPool(chart(), 'worker', { nodes, parallelism });

  // @ts-expect-error a router by its mode
  new Frontend(vllm, 'frontend', { router: 'kv' });

  // @ts-expect-error the weight of prefixes for a router that does not look at them
  Router.roundRobin({ overlapWeight: 1 });

  // @ts-expect-error memory of a frontend as a number
  new Frontend(vllm, 'frontend', { memory: 16 });

  // @ts-expect-error a workload without its answers
  Workload.of({ inputTokens: 1024 });

  // @ts-expect-error a cache without a model
  new ModelCache(chart(), 'weights', { storageClassName: 'fsx' });

  // @ts-expect-error the size of a cache as a text
  new ModelCache(chart(), 'weights', { model, storageClassName: 'fsx', size: '200Gi' });

  // @ts-expect-error a token of the hub in the open
  new ModelCache(chart(), 'weights', { model, storageClassName: 'fsx', token: 'hf_abc' });

  // @ts-expect-error a Secret without the key in it
  EnvValue.secret('hf-token-secret');

  // @ts-expect-error a key of a Secret that is not named
  SecretKey.of('hf-token-secret');

  // @ts-expect-error servers of NATS by their address
  Planes.nats('nats://nats:4222');

  const decode = new DecodePool(vllm, 'decode', { nodes, parallelism });

  // @ts-expect-error an autoscaler without a limit
  PoolAutoscaler.keda(decode, 'load', { prometheus: 'http://prometheus:9090', metrics: [PoolMetric.kvUsage(0.8)] });

  // @ts-expect-error an autoscaler for a frontend
  PoolAutoscaler.hpa(new Frontend(vllm, 'other'), 'load', { maxWorkers: 8, metrics: [] });

  // @ts-expect-error a query of KEDA for an HPA, which knows metrics by their names
  PoolAutoscaler.hpa(decode, 'load', { maxWorkers: 8, metrics: [PoolMetric.kvUsage(0.8)] });

  // @ts-expect-error seconds as a number
  PoolAutoscaler.hpa(decode, 'load', { maxWorkers: 8, metrics: [], cooldown: 300 });

  // @ts-expect-error a release that there is not
  Release.V1_1;

  // @ts-expect-error an orchestrator in capitals that there is not
  Orchestrator.KAI;
}
