/**
 * Programs that must not compile. `npm run types` fails when one of them does: an unused `@ts-expect-error` is an error itself.
 */
import {
  DecodePool,
  Engine,
  Fabric,
  InferenceGraph,
  models,
  NodeGroup,
  Parallelism,
  Precision,
  PrefillPool,
} from '../../constructs';
import { chart } from '../graph/support';

const nodes = NodeGroup.h200Sxm();
const parallelism = Parallelism.tensor(8);

export function wrongPrograms(): void {
  // @ts-expect-error a precision that the model has no checkpoint for
  models.GPT_OSS_120B.at(Precision.FP8);

  const model = models.LLAMA_3_3_70B.at(Precision.FP8);
  const graph = new InferenceGraph(chart(), 'g', { model, engine: Engine.vllm() });

  // @ts-expect-error settings of another engine
  new PrefillPool(graph, 'prefill', { nodes, parallelism, engineConfig: { max_num_tokens: 1 } });

  // @ts-expect-error a misspelt flag
  new DecodePool(graph, 'decode', { nodes, parallelism, engineConfig: { enablePrefixCache: true } });

  // @ts-expect-error a node group by its name
  new DecodePool(graph, 'decode', { nodes: 'h200-sxm', parallelism });

  // @ts-expect-error a pool without parallelism
  new DecodePool(graph, 'decode', { nodes });

  // @ts-expect-error a graph without an engine
  new InferenceGraph(chart(), 'g', { model });

  // @ts-expect-error two ways to count the same adapters
  Fabric.infiniband({ perPod: 1, perGpu: 1 });

  // @ts-expect-error the whole model where one checkpoint is meant
  new InferenceGraph(chart(), 'g', { model: models.DEEPSEEK_R1, engine: Engine.sglang() });
}
