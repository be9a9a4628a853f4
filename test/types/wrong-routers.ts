/** Routers that must not compile. See `wrong-programs.test.ts`. */
import { Duration } from 'cdk8s';
import {
  EndpointPicker,
  Engine,
  GlobalRouter,
  InferenceGraph,
  models,
  Precision,
  RouterPools,
  StandaloneRouter,
} from '../../constructs';
import { chart } from '../graph/support';

export function wrongRouters(): void {
  const model = models.LLAMA_3_3_70B.at(Precision.FP8);
  const vllm = new InferenceGraph(chart(), 'v', { model, engine: Engine.vllm() });
  const sglang = new InferenceGraph(chart(), 's', { model, engine: Engine.sglang() });
  const times = {
    ttft: { from: Duration.millis(1), to: Duration.millis(2) },
    itl: { from: Duration.millis(1), to: Duration.millis(2) },
  };

  // @ts-expect-error a global router before an engine whose hand-over goes past it
  RouterPools.aggregated({ ...times, graphs: [sglang], grid: [[0]] });

  // @ts-expect-error a grid of numbers without rows
  RouterPools.aggregated({ ...times, graphs: [vllm], grid: [0] });

  // @ts-expect-error a latency range in milliseconds as numbers
  RouterPools.aggregated({ ...times, graphs: [vllm], grid: [[0]], ttft: { from: 1, to: 2 } });

  // @ts-expect-error prompts without graphs that generate tokens
  RouterPools.disaggregated({ prefill: { ...times, graphs: [vllm], grid: [[0]], inputTokens: { from: 0, to: 1 } } });

  // @ts-expect-error a global router without graphs
  new GlobalRouter(chart(), 'entry', {});

  // @ts-expect-error a standalone router that does not route by KV cache
  new StandaloneRouter(vllm, 'router', { routing: 'round-robin' });

  // @ts-expect-error an endpoint picker outside of a graph
  new EndpointPicker(chart(), 'epp');
}
