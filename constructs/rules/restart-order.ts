import { Severity } from '../findings';
import { at, list, type ObservedGraph, text } from '../observed';
import type { Rule, Violation } from './rule';

export const restartOrder: Rule = {
  code: 'DYN011',
  title: 'a restart names every component once, and only when it goes in order',
  severity: Severity.ERROR,
  rationale:
    'The operator refuses a restart whose order leaves a component out, names one twice or one that does not exist, and an order beside the strategy Parallel. Newer releases refuse spec.restart altogether when a graph is created, so a manifest that keeps it installs in no other cluster.',
  fix: 'list every component once in restart.strategy.order, or leave the order out',
  source: 'ai-dynamo/dynamo deploy/operator/internal/webhook/validation/dynamographdeployment.go',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      if (graph.restart !== undefined) {
        yield* checkOrder(graph);
        yield {
          path: `${graph.path}: spec.restart`,
          severity: Severity.WARNING,
          message: `spec.restart stands in the manifest of '${graph.name}', with which newer releases do not create a graph`,
          fix: 'take spec.restart out, and set its id in the cluster when you want a restart',
        };
      }
    }
  },
};

function* checkOrder(graph: ObservedGraph): Generator<Violation> {
  const order = list(at(graph.restart, 'strategy', 'order')).flatMap((name) => text(name) ?? []);
  const path = `${graph.path}: spec.restart.strategy.order`;
  if (order.length === 0) {
    return;
  }
  if (at(graph.restart, 'strategy', 'type') === 'Parallel') {
    yield {
      path,
      message: 'restart.strategy.order is given with the strategy Parallel, which has no order',
      fix: 'leave restart.strategy.order out, or set restart.strategy.type to Sequential',
    };
    return;
  }
  const names = graph.components.map(({ name }) => name);
  const problems = [
    ['names a component twice', order.filter((name, index) => order.indexOf(name) !== index)],
    ['names what is no component', order.filter((name) => !names.includes(name))],
    ['leaves a component out', names.filter((name) => !order.includes(name))],
  ] as const;
  for (const [problem, found] of problems) {
    if (found.length > 0) {
      yield { path, message: `restart.strategy.order ${problem}: ${found.map((name) => `'${name}'`).join(', ')}` };
    }
  }
}
