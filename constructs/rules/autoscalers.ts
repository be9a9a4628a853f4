import { Severity } from '../findings';
import { documentName, documentPath, type ManifestDocument } from '../manifests';
import {
  at,
  isWorkerRole,
  kindOf,
  namespaceOf,
  type Observation,
  type ObservedComponent,
  type ObservedGraph,
} from '../observed';
import { componentsFor, readPlannersOf } from './planners';
import type { DocumentContext, Rule, Violation } from './rule';

const ADAPTER = 'DynamoGraphDeploymentScalingAdapter';
const AUTOSCALERS: readonly string[] = ['HorizontalPodAutoscaler', 'ScaledObject'];

export const autoscalers: Rule = {
  code: 'DYN014',
  title: 'a scaling adapter exists and listens to one autoscaler',
  severity: Severity.ERROR,
  rationale:
    'Autoscalers set the replicas of a component through its scaling adapter, which the operator makes only where the component asks for it. Two of them on one adapter each undo what the other did, and pods with loaded weights come and go; one whose adapter does not exist scales nothing.',
  fix: 'keep one autoscaler for each component: an HPA, a ScaledObject of KEDA, or the planner',
  source: 'ai-dynamo/dynamo docs/kubernetes/autoscaling.md',
  *checkDocuments(observation, context) {
    const first = new Map<string, ManifestDocument>();
    for (const document of AUTOSCALERS.flatMap((kind) => observation.ofKind(kind))) {
      const adapter = at(document.value, 'spec', 'scaleTargetRef', 'name');
      if (at(document.value, 'spec', 'scaleTargetRef', 'kind') !== ADAPTER || typeof adapter !== 'string') {
        continue;
      }
      const key = JSON.stringify([namespaceOf(document), adapter]);
      const earlier = first.get(key);
      if (earlier === undefined) {
        first.set(key, document);
      } else {
        yield {
          path: documentPath(document, 'spec.scaleTargetRef'),
          message: `${nameIn(document)} scales '${adapter}', which ${nameIn(earlier)} scales already`,
        };
      }
      yield* checkTarget(observation, context, document, adapter);
    }
  },
};

function* checkTarget(
  observation: Observation,
  context: DocumentContext,
  document: ManifestDocument,
  adapter: string,
): Generator<Violation> {
  const path = documentPath(document, 'spec.scaleTargetRef');
  for (const [graph, component] of targets(observation, document, adapter)) {
    if (!component.scalingAdapter) {
      const field = graph.apiVersion === 'v1alpha1' ? 'scalingAdapter: { enabled: true }' : 'scalingAdapter: {}';
      yield {
        path,
        message: `${nameIn(document)} scales '${adapter}', but '${component.name}' has no scaling adapter`,
        fix: `add ${field} to '${component.name}'`,
      };
    }
    yield* besidePlanner(graph, component, context, { path, name: nameIn(document) });
  }
}

function* besidePlanner(
  graph: ObservedGraph,
  component: ObservedComponent,
  context: DocumentContext,
  scaler: { readonly path: string; readonly name: string },
): Generator<Violation> {
  const { path, name } = scaler;
  const read = readPlannersOf(graph, context);
  const planner = read.find(({ settings }) =>
    settings.roles.some((role) => !settings.advisory && componentsFor(graph, role).includes(component)),
  );
  if (planner !== undefined) {
    yield {
      path,
      message: `${name} scales '${component.name}', which the planner '${planner.component.name}' scales too`,
    };
    return;
  }
  const unread = graph.components.find(
    (other) => other.role === 'planner' && !read.some((each) => each.component === other) && !runsElsewhere(other),
  );
  if (unread !== undefined && isWorkerRole(component.role)) {
    yield {
      path,
      // A planner may be set up for one of two pools.
      severity: Severity.WARNING,
      message: `${name} scales '${component.name}', which the planner '${unread.name}' may scale too`,
    };
  }
}

/** A global planner scales what planners of other graphs ask it to. */
function runsElsewhere({ commandLine }: ObservedComponent): boolean {
  return commandLine.module === 'dynamo.global_planner';
}

/** The operator calls an adapter `<graph>-<component>`. */
function targets(
  { graphs }: Observation,
  document: ManifestDocument,
  adapter: string,
): readonly (readonly [ObservedGraph, ObservedComponent])[] {
  return graphs
    .filter(({ namespace }) => namespace === namespaceOf(document))
    .flatMap((graph) =>
      graph.components
        .filter(({ name }) => `${graph.name}-${name.toLowerCase()}` === adapter)
        .map((component) => [graph, component] as const),
    );
}

function nameIn(document: ManifestDocument): string {
  return `${kindOf(document)} '${documentName(document)}'`;
}
