import { podTemplateViolations, type SemanticViolation } from '../admission/semantics';
import { Severity } from '../findings';
import { type Observation, type ObservedComponent, type ObservedGraph, roleTemplate } from '../observed';
import { alphaPath, distinctPods, type OperatorPod } from '../operator';
import { isPlaceholderName } from './placeholder-text';
import type { Rule, Violation } from './rule';

/** Stands in where the manifest leaves the namespace to kubectl. */
const DEFAULT_NAMESPACE = 'default';
const LABEL = 'nvidia.com/';

export const acceptedPods: Rule = {
  code: 'DYN117',
  title: 'Kubernetes accepts the pods that the operator makes of a graph',
  severity: Severity.ERROR,
  rationale:
    'The API server takes a graph whose pods it will refuse: that a mount names a volume, that a request is no more than its limit or that a probe has one handler is checked only when a pod is created. The operator then tries again for ever, the graph stays pending, and nothing but an event says why.',
  fix: 'write the field as the API server accepts it in a pod',
  source:
    'kubernetes/kubernetes v1.36.3 pkg/apis/core/validation; ai-dynamo/dynamo deploy/operator/internal/dynamo/graph.go',
  *checkDocuments(observation, { releaseOf }) {
    for (const graph of observation.graphs) {
      const pods = distinctPods(graph, { namespace: DEFAULT_NAMESPACE, release: releaseOf(graph) });
      for (const component of graph.components) {
        const own = pods.filter((pod) => pod.component === component.name);
        yield* refusedPods(graph, component, own, (name) => hasClaim(observation, graph, name));
      }
    }
  },
};

/** Leader and workers mostly have the same defect, which counts once. */
function* refusedPods(
  graph: ObservedGraph,
  component: ObservedComponent,
  pods: readonly OperatorPod[],
  isClaim: (name: string) => boolean,
): Generator<Violation> {
  const seen = new Set<string>();
  for (const { labels, annotations, spec, part } of pods) {
    for (const violation of podTemplateViolations({ metadata: { labels, annotations }, spec })) {
      const { path, message, fix } = violation;
      const key = `${path} ${message}`;
      if (!seen.has(key) && !isReportedElsewhere(violation, component) && !isClaim(mountedName(path))) {
        yield {
          path: placeOf(path, graph, component, part),
          message: `the API server refuses the pods of '${component.name}' for ${path}: ${message}`,
          fix,
        };
      }
      seen.add(key);
    }
  }
}

/** What the main container mounts without a volume, newer operators take for a claim of that name. */
function mountedName(path: string): string {
  return /^spec\.containers\[main\]\.volumeMounts\[([^\]]+)\]\.name$/.exec(path)?.[1] ?? '';
}

function hasClaim(observation: Observation, { namespace, document }: ObservedGraph, name: string): boolean {
  return name !== '' && observation.find('PersistentVolumeClaim', namespace, name, document) !== undefined;
}

/** DYN004 tells about the main container and its image, DYN044 about what is left to fill in. */
function isReportedElsewhere({ path, message }: SemanticViolation, { hasMain, image }: ObservedComponent): boolean {
  const [, found = ''] = /^found "([^"]*)"/.exec(message) ?? [];
  return (
    (path === 'spec.containers' && !hasMain) ||
    (path === 'spec.containers[main].image' && (image ?? '').trim() === '') ||
    isPlaceholderName(found)
  );
}

/** Where the user wrote what stands at this path of the pod. */
function placeOf(
  path: string,
  { apiVersion, path: graphPath }: ObservedGraph,
  component: ObservedComponent,
  part: OperatorPod['part'],
): string {
  const [, name = '', rest = ''] = /^spec\.containers\[main\]\.env\[([^\]]*)\](.*)$/.exec(path) ?? [];
  const variable = component.env.get(name);
  if (variable !== undefined) return `${variable.path}${rest}`;
  if (path.startsWith(`metadata.labels[${LABEL}`)) return graphPath;
  const alpha = apiVersion === 'v1alpha1';
  const hasRoles = part !== 'single' && roleTemplate(component.written, part) !== undefined;
  const template = hasRoles ? `roles[${part}].podTemplate` : 'podTemplate';
  return `${component.path}.${alpha ? alphaPath(path, component) : `${template}.${path}`}`;
}
