import type { EngineKind, PoolRole } from '../description';
import type { CpuArch } from '../hardware';
import type { Release } from '../releases';
import type { EngineConfigs } from './engine-configs';
import { type MockerOptions, mocker } from './mocker';
import { type SglangOptions, sglang } from './sglang';
import { type TrtllmOptions, trtllm } from './trtllm';
import { type VllmOptions, vllm } from './vllm';
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
  public static vllm(options: VllmOptions = {}): Engine<'vllm'> {
    return new Engine(vllm(options));
  }

  /**
   * SGLang (`dynamo.sglang`).
   *
   * @throws InvalidValueError for a bootstrap port that is none
   */
  public static sglang(options: SglangOptions = {}): Engine<'sglang'> {
    return new Engine(sglang(options));
  }

  /**
   * The mocker (`dynamo.mocker`): answers with made-up tokens at the pace of a real engine, for tests of everything around it. Needs
   * no GPUs; its pools stand on any nodes.
   *
   * @throws InvalidValueError for a speed below 0
   */
  public static mocker(options: MockerOptions = {}): Engine<'mocker'> {
    return new Engine(mocker(options));
  }

  private constructor(private readonly adapter: EngineAdapter<K>) {}

  public get kind(): K {
    return this.adapter.kind;
  }

  /** What the operator is told as `backendFramework`; it knows no mocker, and takes a worker of that kind as it is. */
  public get framework(): Exclude<EngineKind, 'mocker'> | undefined {
    const kind: EngineKind = this.kind;
    return kind === 'mocker' ? undefined : kind;
  }

  /** Whether workers need GPUs. */
  public get needsGpus(): boolean {
    return this.framework !== undefined;
  }

  /** Version of the engine that a release pins; the mocker is part of the release. */
  public version(release: Release): string {
    return this.framework === undefined ? release.patch : release.engines[this.framework];
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

  /** Whether a pool with these settings reads an engine configuration file. */
  public readsFile(config: EngineConfigs[K]): boolean {
    return this.adapter.readsFile?.(config) ?? false;
  }

  /** Whether the model's own layers for next-token prediction (MTP) are loaded with these settings. */
  public predictsNextTokens(config: EngineConfigs[K]): boolean {
    return this.adapter.predictsNextTokens?.(config) ?? false;
  }

  /** How many copies of experts a layer has with these settings, beside each of its `experts` once. */
  public redundantExperts(config: EngineConfigs[K], experts: number): number {
    return this.adapter.redundantExperts?.(config, experts) ?? 0;
  }

  /** How a worker of this plan is started. */
  public launch(plan: WorkerPlan<K>): Launch {
    return this.adapter.launch(plan);
  }
}
