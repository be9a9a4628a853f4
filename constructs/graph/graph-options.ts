import type { DynamoGraphDeploymentSpec, GraphExperimentalSpec } from '../api';
import type { EngineKind } from '../description';
import { InvalidValueError, requireDnsSubdomain } from '../findings';
import { componentGroups } from './component-group';
import type { InferenceGraph } from './inference-graph';
import type { PodTemplatePatch } from './pod-template-patch';
import { requireRelease } from './since-release';
import type { GraphTopology, KvTransferPolicy } from './topology';

/**
 * Asks for a restart of all components: whenever the id changes, the operator restarts them. Newer releases (seen in the code of 1.6)
 * do not create a graph with it, so give it when the graph is there.
 */
export type GraphRestart = { readonly id: string } & (
  | {
      readonly strategy?: 'sequential';
      /**
       * Names of all components, in order.
       * @default - the operator's own order
       */
      readonly order?: readonly string[];
    }
  | { readonly strategy: 'parallel' }
);

/** What the multi-node NVLink domain of a graph is called. */
export interface ComputeDomainNames {
  /** Name of the ComputeDomain. */
  readonly domain: string;
  /** Name of the claim template that its controller makes, which pods refer to. */
  readonly claimTemplate: string;
}

/** What the operator does with a graph, beyond what its pods are. */
export interface GraphOptions {
  /**
   * Names of the NVLink domain, for graphs with a pool on such a fabric.
   * @default - `<graph>-nvlink` and `<graph>-nvlink-channel`
   */
  readonly computeDomain?: ComputeDomainNames;
  /**
   * Annotations of the DynamoGraphDeployment itself; they win over computed ones.
   * @default {}
   */
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * Labels of the DynamoGraphDeployment itself.
   * @default {}
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Annotations of every object that the operator makes for the graph, pods included.
   * @default {}
   */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /**
   * Labels of every object that the operator makes for the graph, pods included.
   * @default {}
   */
  readonly podLabels?: Readonly<Record<string, string>>;
  /**
   * What the pods of all components but the planner have otherwise than computed, in the words of Kubernetes. What a component has of its own
   * is laid over it.
   * @default - nothing
   */
  readonly podTemplate?: PodTemplatePatch;
  /**
   * Name of the KAI scheduler's queue. It has to exist, or no pod of the graph ever starts. For Grove only.
   * @default - `dynamo`, where the platform uses the KAI scheduler
   * @throws InvalidValueError without Grove
   */
  readonly queue?: string;
  /**
   * Name of the PriorityClass of all pods. For Grove only, in release 1.3 and newer. Without Grove, give it in pod templates.
   * @default - the cluster's own
   * @throws InvalidValueError without Grove, and in older releases. Source: ai-dynamo/dynamo#10217, 2026-06.
   */
  readonly priorityClassName?: string;
  /**
   * Where in the network the pods have to be. It cannot change once the graph is made.
   * @default - anywhere
   * @throws InvalidValueError without Grove
   */
  readonly topology?: GraphTopology;
  /**
   * Within what domain of the network KV cache travels between prefill and decode workers.
   * @default - anywhere
   * @throws InvalidValueError in releases before 1.3, and for a cluster topology without Grove
   */
  readonly kvTransfer?: KvTransferPolicy;
  /**
   * A restart of the graph that is running.
   * @default - none
   */
  readonly restart?: GraphRestart;
  /**
   * How Grove brings in a change: replica by replica, or only where a pod is deleted. For Grove only.
   * @default 'RollingRecreate'
   * @throws InvalidValueError without Grove
   */
  readonly groveUpdates?: 'RollingRecreate' | 'OnDelete';
  /**
   * What starts the processes of a vLLM worker over several nodes.
   * @default 'mp' for graphs that an operator of release 1.0 or newer has made
   * @throws InvalidValueError for another engine
   */
  readonly multinodeExecutor?: 'mp' | 'ray';
}

/** A node label: a name of at most 63 characters, behind a DNS subdomain. Source: Kubernetes, labels and selectors. */
const LABEL_KEY =
  /^(?:[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** Throws `InvalidValueError` for what release, engine or orchestrator of the graph do not have. */
export function requireGraphOptions<K extends EngineKind>(graph: InferenceGraph<K>): void {
  const { queue, priorityClassName, topology, kvTransfer, restart, multinodeExecutor } = graph.options;
  for (const prop of ['queue', 'priorityClassName', 'topology', 'groveUpdates'] as const) {
    if (graph.options[prop] !== undefined) {
      requireGrove(prop, graph);
    }
  }
  if (queue !== undefined) {
    requireDnsSubdomain('queue', queue);
  }
  if (priorityClassName !== undefined) {
    requireRelease('priorityClassName', graph.release, '1.3');
    requireDnsSubdomain('priorityClassName', priorityClassName);
  }
  if (topology !== undefined) {
    requireDnsSubdomain('topology.cluster', topology.cluster);
  }
  if (kvTransfer !== undefined) {
    requireKvTransfer(graph, kvTransfer);
  }
  if (restart !== undefined) {
    requireRestart(restart);
  }
  if (multinodeExecutor !== undefined && graph.engine.kind !== 'vllm') {
    throw new InvalidValueError('multinodeExecutor', multinodeExecutor, `left out for ${graph.engine.kind}`);
  }
}

/** Throws unless Grove starts the pods of the graph. */
export function requireGrove<K extends EngineKind>(prop: string, graph: InferenceGraph<K>): void {
  if (graph.orchestrator !== 'grove') {
    const found = `given with orchestrator '${graph.orchestrator}'`;
    throw new InvalidValueError(prop, found, 'left out without Grove', 'take Orchestrator.GROVE, or leave it out');
  }
}

function requireKvTransfer<K extends EngineKind>(graph: InferenceGraph<K>, policy: KvTransferPolicy): void {
  requireRelease('kvTransfer', graph.release, '1.3');
  if (policy.clusterTopology !== undefined) {
    requireGrove('kvTransfer.clusterTopology', graph);
    requireDnsSubdomain('kvTransfer.clusterTopology', policy.clusterTopology);
  } else if (!LABEL_KEY.test(policy.nodeLabel) || policy.nodeLabel.length > 317) {
    throw new InvalidValueError('kvTransfer.nodeLabel', policy.nodeLabel, 'the key of a node label');
  }
  if (policy.weight !== undefined && !(policy.weight >= 0 && policy.weight <= 1)) {
    throw new InvalidValueError('kvTransfer.weight', policy.weight, 'a number from 0 to 1');
  }
}

function requireRestart(restart: GraphRestart): void {
  if (restart.id === '') {
    throw new InvalidValueError('restart.id', restart.id, 'a text that is not empty');
  }
  const order = 'order' in restart ? (restart.order ?? []) : [];
  const twice = order.find((name, index) => order.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new InvalidValueError('restart.order', order.join(', '), `an order with '${twice}' once`);
  }
}

/** Annotations of the DynamoGraphDeployment, from which the operator takes settings of its own. */
export function graphAnnotations<K extends EngineKind>(graph: InferenceGraph<K>): Record<string, string> {
  const { queue, groveUpdates, multinodeExecutor, annotations } = graph.options;
  return {
    ...(graph.orchestrator === 'grove' ? {} : { 'nvidia.com/enable-grove': 'false' }),
    ...graph.planes?.annotations,
    ...(queue === undefined ? {} : { 'nvidia.com/kai-scheduler-queue': queue }),
    ...(groveUpdates === undefined ? {} : { 'nvidia.com/grove-update-strategy': groveUpdates }),
    ...(multinodeExecutor === undefined ? {} : { 'nvidia.com/vllm-distributed-executor-backend': multinodeExecutor }),
    ...annotations,
  };
}

/** What options and groups add to the spec of the DynamoGraphDeployment. */
export function graphFields<K extends EngineKind>(
  graph: InferenceGraph<K>,
): Omit<DynamoGraphDeploymentSpec, 'components' | 'backendFramework'> {
  const { podAnnotations, podLabels, priorityClassName, topology, restart } = graph.options;
  const experimental = experimentalFields(graph);
  return {
    ...(podAnnotations === undefined ? {} : { annotations: podAnnotations }),
    ...(podLabels === undefined ? {} : { labels: podLabels }),
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
    ...(topology === undefined
      ? {}
      : {
          topologyConstraint: {
            clusterTopologyName: topology.cluster,
            ...(topology.packDomain === undefined ? {} : { packDomain: topology.packDomain }),
          },
        }),
    ...(restart === undefined ? {} : { restart: restartFields(restart) }),
    ...(Object.keys(experimental).length === 0 ? {} : { experimental }),
  };
}

function restartFields(restart: GraphRestart): NonNullable<DynamoGraphDeploymentSpec['restart']> {
  if (restart.strategy === 'parallel') {
    return { id: restart.id, strategy: { type: 'Parallel' } };
  }
  const order = restart.order;
  return {
    id: restart.id,
    strategy: { type: 'Sequential', ...(order === undefined ? {} : { order }) },
  };
}

function experimentalFields<K extends EngineKind>(graph: InferenceGraph<K>): GraphExperimentalSpec {
  const policy = graph.options.kvTransfer;
  const groups = componentGroups(graph);
  return {
    ...(policy === undefined
      ? {}
      : {
          kvTransferPolicy: {
            ...(policy.clusterTopology === undefined
              ? { labelKey: policy.nodeLabel }
              : { clusterTopologyName: policy.clusterTopology }),
            domain: policy.domain,
            enforcement: policy.enforcement ?? 'required',
            ...(policy.weight === undefined ? {} : { preferredWeight: policy.weight }),
          },
        }),
    ...(groups.length === 0 ? {} : { componentGroups: groups.map((group) => group.spec()) }),
  };
}
