/** What decides which containers are added to the pods of a worker over several nodes. */
export interface SpanningWorker {
  /** As in `backendFramework`. */
  readonly engine: string | undefined;
  /** Pods of one worker. */
  readonly nodes: number;
  /** GPUs of one pod. */
  readonly gpusPerNode: number;
  readonly tensor: number | undefined;
  readonly pipeline: number | undefined;
  /** Whether Grove starts the pods, and not LeaderWorkerSet. */
  readonly grove: boolean;
  /** How vLLM joins its processes, where that is said. */
  readonly executor?: string | undefined;
  /** Whether every follower of vLLM waits for its leader, whatever the parallelism: up to release 1.2. */
  readonly followersAlwaysWait: boolean;
}

/** A container that the manifest does not name. It has no security context, and nobody can give it one. */
export interface InjectedContainer {
  readonly name: string;
  readonly list: 'initContainers' | 'containers';
  /** Who adds it to which pods, for messages. */
  readonly origin: string;
}

/**
 * The init containers that stand in pods of a worker besides those of its manifest.
 *
 * Followers of vLLM wait for their leader when one copy of the model spans nodes by processes (`mp`); the leader of TensorRT-LLM, which
 * reaches its followers by SSH, is started after them, for which Grove adds a container. SGLang and data-parallel vLLM get none.
 * Source: ai-dynamo/dynamo deploy/operator/internal/dynamo backend_vllm.go (shouldInjectVLLMMpWaitLeaderInit) and graph.go
 * (applyCliqueStartupDependencies); ai-dynamo/grove operator/internal/controller/podclique/components/pod/initcontainer.go.
 */
export function injectedContainers(worker: SpanningWorker): readonly InjectedContainer[] {
  if (worker.nodes < 2) {
    return [];
  }
  if (worker.engine === 'trtllm' && worker.grove) {
    return [{ name: 'grove-initc', list: 'initContainers', origin: 'Grove adds it to the leader' }];
  }
  if (worker.engine === 'vllm' && followersWait(worker)) {
    return [{ name: 'wait-for-leader-mp', list: 'initContainers', origin: 'the operator adds it to the followers' }];
  }
  return [];
}

function followersWait(worker: SpanningWorker): boolean {
  const { executor, tensor = 1, pipeline = 1, gpusPerNode, followersAlwaysWait } = worker;
  return executor !== 'ray' && (executor === 'mp' || followersAlwaysWait || tensor * pipeline > gpusPerNode);
}
