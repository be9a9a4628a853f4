import { Severity } from '../findings';
import { type ObservedComponent, type ObservedGraph, whole } from '../observed';
import type { Rule, Violation } from './rule';

export const gangSize: Rule = {
  code: 'DYN017',
  title: 'a gang is no larger than its component, and Grove forms it',
  severity: Severity.ERROR,
  rationale:
    'Grove starts minAvailable replicas of a component together or not at all. The operator refuses a number above the replicas, which could never be reached, and the field itself where Grove does not start the pods. With a scaling adapter the replicas may fall below it, and then all are stopped.',
  fix: 'give minAvailable from 1 to the number of replicas, or leave it out',
  source:
    'ai-dynamo/dynamo deploy/operator/api/v1beta1, deploy/operator/internal/webhook/validation/shared_v1beta1.go; ai-dynamo/grove#490',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      for (const component of graph.components) {
        const least = component.written['minAvailable'];
        if (least !== undefined) {
          yield* checkComponent(graph, component, least);
        }
      }
    }
  },
};

function* checkComponent(
  graph: ObservedGraph,
  { name, path, replicas, scalingAdapter }: ObservedComponent,
  written: unknown,
): Generator<Violation> {
  const least = whole(written);
  const place = `${path}.minAvailable`;
  if (graph.annotations['nvidia.com/enable-grove'] === 'false') {
    yield {
      path: place,
      message: `'${name}' has minAvailable, and the graph turns Grove off`,
      fix: 'leave minAvailable out, or let Grove start the graph',
    };
  }
  if (least === undefined || least < 1) {
    yield {
      path: place,
      message: `minAvailable of '${name}' is ${written}, and has to be a whole number of at least 1`,
    };
  } else if (!scalingAdapter && replicas > 0 && least > replicas) {
    yield {
      path: place,
      message: `minAvailable of '${name}' is ${least}, above its ${replicas} replica${replicas === 1 ? '' : 's'}`,
      fix: `set minAvailable to ${replicas} or less, or replicas to ${least} or more`,
    };
  }
}
