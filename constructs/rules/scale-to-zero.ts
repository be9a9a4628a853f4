import { Severity } from '../findings';
import { at, namespaceOf, type Observation, type ObservedGraph, whole } from '../observed';
import type { Rule, Violation } from './rule';
import { type Worker, workersOf } from './workers';

/**
 * Fewest replicas that an autoscaler may leave, by kind: the field that says it, and what holds without it.
 * Source: kubernetes.io HorizontalPodAutoscaler v2; keda.sh ScaledObject specification.
 */
const LOWEST: Readonly<Record<string, { readonly field: string; readonly fallback: number }>> = {
  HorizontalPodAutoscaler: { field: 'minReplicas', fallback: 1 },
  ScaledObject: { field: 'minReplicaCount', fallback: 0 },
};

/** How many pods a worker may be left with, and who says so. */
interface Lowest {
  readonly worker: Worker;
  readonly replicas: number;
  /** For messages: `ScaledObject without minReplicaCount`. */
  readonly because: string;
}

export const scaleToZero: Rule = {
  code: 'DYN015',
  title: 'a model keeps a worker',
  severity: Severity.WARNING,
  rationale:
    'The frontend lists a model as long as a worker serves it. Once the last worker is gone, the model is gone too: requests are answered with 404 instead of waiting, nothing measures them, and so no autoscaler brings a worker back.',
  fix: 'keep at least one worker of each model: replicas, minReplicas of an HPA, or minReplicaCount of a ScaledObject, which is 0 unless it is set',
  source: 'ai-dynamo/dynamo docs/kubernetes/autoscaling.md',
  *checkDocuments(observation) {
    for (const graph of observation.graphs) {
      yield* abandoned(graph, observation);
    }
  },
};

function* abandoned(graph: ObservedGraph, observation: Observation): Generator<Violation> {
  const lowest = workersOf(graph).map((worker) => lowestOf(worker, graph, observation));
  for (const model of new Set(lowest.map(({ worker }) => modelOf(worker)))) {
    const own = lowest.filter(({ worker }) => modelOf(worker) === model);
    const [first] = own;
    if (first !== undefined && own.every(({ replicas }) => replicas === 0)) {
      yield {
        path: first.worker.path,
        message: `no worker of ${model === '' ? 'the model' : `'${model}'`} has to stay: ${own
          .map(({ worker, because }) => `'${worker.name}' may have 0 (${because})`)
          .join(', ')}`,
      };
    }
  }
}

function modelOf({ engine }: Worker): string {
  return engine.servedModelName ?? engine.modelPath ?? '';
}

function lowestOf(worker: Worker, graph: ObservedGraph, observation: Observation): Lowest {
  const adapter = `${graph.name}-${worker.name.toLowerCase()}`;
  for (const [kind, { field, fallback }] of Object.entries(LOWEST)) {
    const scaler = observation
      .ofKind(kind)
      .find(
        (document) =>
          namespaceOf(document) === graph.namespace && at(document.value, 'spec', 'scaleTargetRef', 'name') === adapter,
      );
    if (scaler !== undefined) {
      const stated = whole(at(scaler.value, 'spec', field));
      const because = stated === undefined ? `${kind} without ${field}` : `${field} ${stated} of its ${kind}`;
      return { worker, replicas: stated ?? fallback, because };
    }
  }
  return { worker, replicas: worker.replicas, because: `replicas ${worker.replicas}` };
}
