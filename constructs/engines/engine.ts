import type { EngineKind, PoolRole } from '../description';
import type { CpuArch } from '../hardware';
import type { Release } from '../releases';
import { sglang } from './sglang';
import { type TrtllmOptions, trtllm } from './trtllm';
import { vllm } from './vllm';
import type { EngineAdapter, EngineDefaults, Launch, WorkerPlan } from './worker-plan';

/**
 * The engine of a graph, as Dynamo runs it. The type parameter makes the compiler refuse a pool with settings of another engine.
 *
 * ```ts
 * new InferenceGraph(chart, 'r1', { engine: Engine.trtllm(), model });
 * ```
 */
export class Engine<K extends EngineKind = EngineKind> {
  /** TensorRT-LLM (`dynamo.trtllm`). */
  public static trtllm(options: TrtllmOptions = {}): Engine<'trtllm'> {
    return new Engine(trtllm(options));
  }

  /** vLLM (`dynamo.vllm`). */
  public static vllm(): Engine<'vllm'> {
    return new Engine(vllm);
  }

  /** SGLang (`dynamo.sglang`). */
  public static sglang(): Engine<'sglang'> {
    return new Engine(sglang);
  }

  private constructor(private readonly adapter: EngineAdapter<K>) {}

  public get kind(): K {
    return this.adapter.kind;
  }

  /** Version of the engine that a release pins. */
  public version(release: Release): string {
    return release.engines[this.kind];
  }

  /**
   * Runtime image of a release.
   *
   * @param efa CPU architecture, for the variant with the libraries of EFA
   */
  public image(release: Release, efa?: CpuArch): string {
    return release.image(this.adapter.image, efa === undefined ? {} : { efa });
  }

  /** What a pool of this role gets unless the user says otherwise. */
  public defaults(role: PoolRole): EngineDefaults {
    return this.adapter.defaults(role);
  }

  /** How a worker of this plan is started. */
  public launch(plan: WorkerPlan<K>): Launch {
    return this.adapter.launch(plan);
  }
}
