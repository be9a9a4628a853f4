import { Severity } from '../findings';
import { at, isWorkerRole, type Mapping, mapping, type ObservedComponent, type ObservedGraph } from '../observed';
import type { Rule, Violation } from './rule';

const DISCOVERY_MODE = 'nvidia.com/dynamo-kube-discovery-mode';

export const gpuMemoryService: Rule = {
  code: 'DYN019',
  title: 'a GPU memory service belongs to an engine with GPUs, and a shadow engine to a service of its own mode',
  severity: Severity.ERROR,
  rationale:
    'The operator refuses a GPU memory service on a component without an engine or without a GPU limit, service pods of their own without Grove, a shadow engine (failover) without a service or with one of another mode, and more than one shadow. Service pods and shadows are there for vLLM only; the two engines of a pod are found only with discovery by container. The service needs dynamic resource allocation of Kubernetes.',
  fix: 'set experimental.gpuMemoryService on a worker with GPUs, and experimental.failover with the same mode',
  source:
    'ai-dynamo/dynamo deploy/operator/internal/webhook/validation/shared_v1beta1.go, docs/kubernetes/shadow-engine-failover.md',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      for (const component of graph.components) {
        const service = block(graph, component, 'gpuMemoryService');
        const failover = block(graph, component, 'failover');
        if (service !== undefined) {
          yield* checkService(graph, component, service);
        }
        if (failover !== undefined) {
          yield* checkFailover(graph, component, service, failover);
        }
      }
    }
  },
};

/** A block of a component, where it is turned on: v1alpha1 has it at the top with a switch, v1beta1 by its being there. */
function block({ apiVersion }: ObservedGraph, { written }: ObservedComponent, field: string): Mapping | undefined {
  const found = mapping(apiVersion === 'v1alpha1' ? written[field] : at(written, 'experimental', field));
  return apiVersion === 'v1alpha1' && found?.['enabled'] !== true ? undefined : found;
}

/** v1alpha1 writes `intraPod`, v1beta1 `IntraPod`. */
function isInterPod({ mode }: Mapping): boolean {
  return String(mode).toLowerCase() === 'interpod';
}

function* checkService(graph: ObservedGraph, component: ObservedComponent, service: Mapping): Generator<Violation> {
  const { name, gpus, gpuLimitSet } = component;
  const path = placeOf(graph, component, 'gpuMemoryService');
  if (!isWorkerRole(component.role)) {
    yield { path, message: `'${name}' has a GPU memory service and runs no engine` };
  } else if (gpus < 1 || !gpuLimitSet) {
    yield {
      path,
      message: `'${name}' has a GPU memory service and no limit of nvidia.com/gpu`,
      fix: 'set resources.limits of nvidia.com/gpu on its main container',
    };
  }
  if (isInterPod(service)) {
    yield* checkInterPod(graph, component, path);
  }
}

function* checkInterPod(graph: ObservedGraph, { name, engine }: ObservedComponent, path: string): Generator<Violation> {
  if (graph.annotations['nvidia.com/enable-grove'] === 'false') {
    yield {
      path,
      message: `'${name}' has its GPU memory service in pods of its own, and the graph turns Grove off`,
      fix: 'set mode to IntraPod, or let Grove start the graph',
    };
  }
  if (engine !== undefined && engine.kind !== 'vllm') {
    yield {
      path,
      message: `'${name}' has its GPU memory service in pods of its own, which only vLLM can use, and runs ${engine.kind}`,
      fix: 'set mode to IntraPod, or run vLLM',
    };
  }
}

function* checkFailover(
  graph: ObservedGraph,
  component: ObservedComponent,
  service: Mapping | undefined,
  failover: Mapping,
): Generator<Violation> {
  const { name, engine } = component;
  const path = placeOf(graph, component, 'failover');
  if (service === undefined) {
    yield {
      path,
      message: `'${name}' has failover without a GPU memory service, which holds the weights for the shadow`,
      fix: 'set gpuMemoryService beside failover, with the same mode',
    };
  } else if (isInterPod(service) !== isInterPod(failover)) {
    yield {
      path,
      message: `failover of '${name}' has another mode than its gpuMemoryService`,
      fix: 'give both the same mode',
    };
  }
  if ((failover['numShadows'] ?? 1) !== 1) {
    yield {
      path,
      message: `'${name}' asks for ${failover['numShadows']} shadows`,
      fix: 'leave numShadows out: it is 1',
    };
  }
  if (engine !== undefined && engine.kind !== 'vllm') {
    yield {
      path,
      message: `'${name}' has failover, which is there for vLLM only, and runs ${engine.kind}`,
      fix: 'leave failover out',
    };
  }
  if (!isInterPod(failover) && graph.annotations[DISCOVERY_MODE] !== 'container') {
    yield {
      path,
      message: `'${name}' has two engines in a pod, and the graph is discovered pod by pod`,
      fix: `annotate the graph with ${DISCOVERY_MODE}: container`,
    };
  }
}

function placeOf({ apiVersion }: ObservedGraph, { path }: ObservedComponent, field: string): string {
  return apiVersion === 'v1alpha1' ? `${path}.${field}` : `${path}.experimental.${field}`;
}
