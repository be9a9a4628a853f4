import { Severity } from '../findings';
import type { ManifestDocument } from '../manifests';
import { at, nameOf, type ObservedGraph } from '../observed';
import type { Rule, Violation } from './rule';

const KAI = 'nvidia.com/kai-scheduler-queue';
const VOLCANO = 'nvidia.com/volcano-queue';

export const schedulingQueue: Rule = {
  code: 'DYN059',
  title: 'a graph waits in one queue, which is there and which its scheduler reads',
  severity: Severity.ERROR,
  rationale:
    'Pods of a queue that does not exist stay gated for ever, and no event says why. The operator reads the annotation of the KAI scheduler only where Grove starts the graph, and refuses to serve KAI and Volcano at once.',
  fix: 'name one queue that exists, for the scheduler that the cluster has',
  source:
    'ai-dynamo/dynamo docs/kubernetes/deployment/multinode-deployment.md; ai-dynamo/grove#490, ai-dynamo/grove#511, ai-dynamo/dynamo#4625',
  *checkDocuments({ graphs, documents }, { platform, complete }) {
    const limits = new Map(documents.filter(isQueue).map((document) => [nameOf(document), gpuLimit(document)]));
    for (const graph of graphs) {
      yield* checkGraph(graph);
      yield* checkLimit(graph, limits);
      const asked = graph.annotations[KAI];
      // A declared platform says which queues there are, and DYN191 compares.
      if (asked !== undefined && platform === undefined && complete && !limits.has(asked)) {
        yield {
          path: placeOf(graph, KAI),
          // Whoever makes queues here makes all of them; else they come from elsewhere.
          severity: limits.size > 0 ? Severity.ERROR : Severity.WARNING,
          message: `nothing here makes the queue '${asked}' of '${graph.name}'`,
          fix: `make it with new KaiQueue(chart, '${asked}'), or name it in the queues of a DynamoPlatform`,
        };
      }
    }
  },
};

function* checkGraph(graph: ObservedGraph): Generator<Violation> {
  const { annotations, name } = graph;
  const asked = annotations[KAI];
  if (asked === undefined) {
    return;
  }
  const path = placeOf(graph, KAI);
  if (asked.trim() === '') {
    yield { path, message: `the queue of '${name}' is empty`, fix: `set ${KAI} to the name of a queue, or remove it` };
  }
  if (annotations[VOLCANO] !== undefined) {
    yield {
      path,
      message: `'${name}' names a queue of KAI and one of Volcano, and one scheduler places its pods`,
      fix: `remove ${KAI} or ${VOLCANO}`,
    };
  }
  if (annotations['nvidia.com/enable-grove'] === 'false') {
    yield {
      path,
      severity: Severity.WARNING,
      message: `'${name}' names a queue of KAI and turns Grove off, without which nothing reads it`,
      fix: `remove ${KAI}, or let Grove start the graph`,
    };
  }
}

function isQueue({ value }: ManifestDocument): boolean {
  return value.kind === 'Queue' && value.apiVersion.startsWith('scheduling.run.ai/');
}

/** GPUs that pods of a queue may use together; a negative limit is none. */
function gpuLimit({ value }: ManifestDocument): number {
  const limit = at(value, 'spec', 'resources', 'gpu', 'limit');
  return typeof limit === 'number' && limit >= 0 ? limit : Number.POSITIVE_INFINITY;
}

function* checkLimit(graph: ObservedGraph, limits: ReadonlyMap<string, number>): Generator<Violation> {
  const asked = graph.annotations[KAI] ?? '';
  const limit = limits.get(asked) ?? Number.POSITIVE_INFINITY;
  const gpus = graph.components.reduce((sum, each) => sum + each.replicas * each.nodeCount * each.gpus, 0);
  if (gpus > limit) {
    yield {
      path: placeOf(graph, KAI),
      message: `'${graph.name}' asks for ${gpus} GPUs, but its queue '${asked}' may use ${limit} at most`,
      fix: `raise maxGpus of '${asked}' (spec.resources.gpu.limit), or take workers out of the graph`,
    };
  }
}

function placeOf({ path }: ObservedGraph, annotation: string): string {
  return `${path}: metadata.annotations[${annotation}]`;
}
