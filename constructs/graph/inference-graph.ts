import { type ApiObject, Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { type ComputeDomain, DynamoGraphDeployment } from '../api';
import type { EngineKind, GraphDescription } from '../description';
import type { Engine } from '../engines';
import { InvalidValueError, requireDnsLabel, requireWhole } from '../findings';
import { type CpuArch, KvPrecision, type NodeGroup, Precision } from '../hardware';
import type { AnyCheckpoint } from '../models';
import { Release } from '../releases';
import { ACKNOWLEDGEMENT_PREFIX, type CheckResult } from '../rules';
import { requireAcknowledgement } from './acknowledgement';
import { workersInAll } from './component-group';
import { createComputeDomain, needComputeDomain } from './compute-domain';
import { describeGraph } from './describe';
import type { Env } from './env-value';
import type { Frontend } from './frontend';
import { graphComponents } from './graph-component';
import { type ComputeDomainNames, type GraphOptions, graphAnnotations, requireGraphOptions } from './graph-options';
import type { IModelCache } from './model-cache';
import { addNetworkPolicy } from './network-policy';
import type { Planes } from './planes';
import type { Pool } from './pool';
import { graphSpec } from './render';
import { Router } from './router';
import { checkApp, validateWith } from './validation';
import type { Workload } from './workload';

/** What starts the pods of a graph. */
export const Orchestrator = {
  /** Grove: gang scheduling, workers over several nodes. */
  GROVE: 'grove',
  /** LeaderWorkerSet and Volcano for workers over several nodes, Deployments for the rest. */
  LWS: 'lws',
  /** Deployments only: no worker may span nodes. */
  DEPLOYMENT: 'deployment',
} as const;
export type Orchestrator = (typeof Orchestrator)[keyof typeof Orchestrator];

export interface InferenceGraphProps<K extends EngineKind> extends GraphOptions {
  /** The checkpoint to serve. */
  readonly model: AnyCheckpoint;
  /** The engine of all pools. */
  readonly engine: Engine<K>;
  /**
   * Release of Dynamo: images, flags, what the operator accepts.
   * @default Release.latest
   */
  readonly release?: Release;
  /**
   * Where the weights come from.
   * @default - each worker downloads them when it starts
   */
  readonly cache?: IModelCache;
  /**
   * What is to be served: engine limits, buffers and the memory check follow from it.
   * @default - engine defaults; memory is only checked for the weights and one sequence
   */
  readonly workload?: Workload;
  /**
   * Name of the DynamoGraphDeployment, and the start of the names of all that belongs to it.
   * @default - the construct id
   */
  readonly name?: string;
  /**
   * Name under which the API serves the model.
   * @default - the model's own name on the hub
   */
  readonly servedName?: string;
  /**
   * Number format of the KV cache, the same in all pools, since it travels between them.
   * @default - FP8 for NVFP4 checkpoints, else BF16
   */
  readonly kvPrecision?: KvPrecision;
  /**
   * Tokens per KV-cache block, the same in workers and router.
   * @default - 32 for TensorRT-LLM and 64 for others with the KV router, else left to the engine
   */
  readonly kvBlockTokens?: number;
  /**
   * What starts the pods.
   * @default Orchestrator.GROVE
   */
  readonly orchestrator?: Orchestrator;
  /**
   * Image of all components, for example a private build or a digest. It must hold the engine.
   * @default - the release's runtime image of the engine
   */
  readonly image?: string;
  /**
   * Environment variables of every component.
   * @default {}
   */
  readonly env?: Env;
  /**
   * What carries requests and events, and where components find each other.
   * @default - what release and platform use: TCP, ZMQ (NATS in 1.2) and Kubernetes
   */
  readonly planes?: Planes;
  /**
   * Whether only pods of the graph may reach its workers (metrics ports stay open).
   * @default true
   */
  readonly networkPolicy?: boolean;
}

/**
 * One Dynamo deployment: a frontend and pools of workers, which becomes one DynamoGraphDeployment.
 *
 * Every rule of Stator runs over it when the app is synthesised; `app.synth()` throws with all findings before anything is written.
 *
 * ```ts
 * const graph = new InferenceGraph(chart, 'r1', { model: models.DEEPSEEK_R1.at(Precision.NVFP4), engine: Engine.trtllm() });
 * new Frontend(graph, 'frontend');
 * new PrefillPool(graph, 'prefill', { nodes: gb200, parallelism: Parallelism.attentionDp(4) });
 * new DecodePool(graph, 'decode', { nodes: gb200, parallelism: Parallelism.attentionDp(32) });
 * ```
 */
export class InferenceGraph<K extends EngineKind = EngineKind> extends Construct {
  public readonly name: string;
  public readonly model: AnyCheckpoint;
  public readonly engine: Engine<K>;
  public readonly release: Release;
  public readonly cache: IModelCache | undefined;
  public readonly workload: Workload | undefined;
  public readonly servedName: string;
  public readonly kvPrecision: KvPrecision;
  public readonly orchestrator: Orchestrator;
  public readonly env: Env;
  public readonly planes: Planes | undefined;
  /** What the operator does with the graph, as it was given. */
  public readonly options: GraphOptions;
  /** The graph as an API object, for `addJsonPatch`. */
  public readonly deployment: ApiObject;
  private readonly frontendList: Frontend<K>[] = [];
  private readonly poolList: Pool<K>[] = [];
  private readonly reasons = new Map<string, string>();
  private readonly ownImage: string | undefined;
  private readonly ownKvBlockTokens: number | undefined;
  private domain: ComputeDomain | undefined;

  /** @throws InvalidValueError for a name that no object can have, and for what release, engine or orchestrator do not have */
  public constructor(scope: Construct, id: string, props: InferenceGraphProps<K>) {
    super(scope, id);
    this.name = props.name ?? id;
    requireDnsLabel('name', this.name);
    this.model = props.model;
    this.engine = props.engine;
    this.release = props.release ?? Release.latest;
    this.cache = props.cache;
    this.workload = props.workload;
    this.servedName = props.servedName ?? props.model.servedName;
    this.kvPrecision =
      props.kvPrecision ?? (props.model.precision === Precision.NVFP4 ? KvPrecision.FP8 : KvPrecision.BF16);
    this.ownKvBlockTokens = props.kvBlockTokens;
    if (props.kvBlockTokens !== undefined) {
      requireWhole('kvBlockTokens', props.kvBlockTokens, 1);
    }
    this.orchestrator = props.orchestrator ?? Orchestrator.GROVE;
    this.ownImage = props.image;
    this.env = props.env ?? {};
    this.planes = props.planes;
    this.planes?.requireSupport(this.release);
    this.options = props;
    requireGraphOptions(this);
    this.deployment = new DynamoGraphDeployment(this, 'deployment', {
      metadata: { name: this.name, annotations: graphAnnotations(this), labels: { ...props.labels } },
      spec: Lazy.any({ produce: () => graphSpec(this) }),
    });
    for (const dependency of [...(this.cache?.dependencies ?? []), ...(this.planes?.dependencies ?? [])]) {
      this.deployment.node.addDependency(dependency);
    }
    if (props.networkPolicy ?? true) {
      addNetworkPolicy(this);
    }
    validateWith(this);
  }

  public get frontends(): readonly Frontend<K>[] {
    return this.frontendList;
  }

  public get pools(): readonly Pool<K>[] {
    return this.poolList;
  }

  public get namespace(): string | undefined {
    return Chart.of(this).namespace;
  }

  /** How workers are chosen, by an endpoint picker or standalone router, else by the frontends, which share one router. */
  public get router(): Router {
    return graphComponents(this)[0]?.router ?? this.frontendList[0]?.router ?? Router.roundRobin();
  }

  public get kvBlockTokens(): number | undefined {
    const routed = this.engine.kind === 'trtllm' ? 32 : 64;
    return this.ownKvBlockTokens ?? (this.router.followsEvents ? routed : undefined);
  }

  /**
   * Image of a component.
   *
   * @param efa CPU architecture of a component on EFA, whose libraries stand in a variant of the image
   */
  public image(efa?: CpuArch): string {
    return this.ownImage ?? this.engine.image(this.release, efa);
  }

  /** The multi-node NVLink domain that workers and KV transfer use, if any pool stands on such a fabric. */
  public get computeDomain(): ComputeDomain | undefined {
    return this.domain;
  }

  /** Names of the domain and of the claim template that its controller makes. */
  public get computeDomainNames(): ComputeDomainNames {
    const usual = { domain: `${this.name}-nvlink`, claimTemplate: `${this.name}-nvlink-channel` };
    return this.options.computeDomain ?? usual;
  }

  /** The graph as plain frozen data. */
  public describe(): GraphDescription {
    return describeGraph(this, Object.fromEntries(this.reasons));
  }

  /** Everything the rules say about the app that the graph belongs to, warnings included. */
  public check(): CheckResult {
    return checkApp(this.node.root);
  }

  /**
   * Accepts what a rule finds in this graph, for a written reason, which stays in the output as an annotation.
   *
   * @param code for example `DYN034`
   * @param reason why it is right here
   * @throws InvalidValueError for a code that no rule has, and for an empty reason
   */
  public acknowledge(code: string, reason: string): void {
    requireAcknowledgement(code, reason);
    this.reasons.set(code, reason);
    this.deployment.metadata.addAnnotation(`${ACKNOWLEDGEMENT_PREFIX}${code}`, reason);
  }

  /** @internal */
  public addFrontend(frontend: Frontend<K>): void {
    this.frontendList.push(frontend);
  }

  /** @internal */
  public addPool(pool: Pool<K>): void {
    this.requireOneGroupPerName(pool.props.nodes);
    this.poolList.push(pool);
    if (this.domain === undefined && needComputeDomain(this.poolList)) {
      this.domain = createComputeDomain(this);
    }
  }

  /** Pods that hold a channel of the domain. */
  public computeDomainNodes(): number {
    return this.poolList
      .filter((pool) => this.joinsComputeDomain(pool))
      .reduce((sum, pool) => sum + workersInAll(pool) * pool.nodesPerWorker, 0);
  }

  /** Pods reach each other's GPUs over NVLink only through the domain, even on one node. */
  public joinsComputeDomain(pool: Pool<K>): boolean {
    return this.domain !== undefined && pool.props.nodes.fabric.kind === 'mnnvl';
  }

  /** Machines are counted by the name of their group. */
  private requireOneGroupPerName(nodes: NodeGroup): void {
    if (this.poolList.some(({ props }) => props.nodes.name === nodes.name && !props.nodes.equals(nodes))) {
      const fix = "give it another name: NodeGroup.of({ name: '...' }) or nodes.with({ name: '...' })";
      throw new InvalidValueError('nodes', nodes.name, 'a name that no other node group of the graph has', fix);
    }
  }
}
