import { Severity } from '../findings';
import { mappings, type ObservedComponent, type ObservedGraph, text } from '../observed';
import type { Rule } from './rule';

export const mainContainer: Rule = {
  code: 'DYN004',
  title: 'every component has a main container with an image',
  severity: Severity.ERROR,
  rationale:
    "The operator runs a component in the container that is called 'main' and treats all others as sidecars. Without it, or without its image, the graph is refused from release 1.5 on; older operators create pods that the API server refuses.",
  fix: "add a container 'main' with an image",
  source: 'ai-dynamo/dynamo deploy/operator/internal/webhook/validation/shared_v1beta1.go',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      for (const component of graph.components) {
        const image = component.image?.trim() ?? '';
        if (!component.hasMain) {
          yield {
            path: component.path,
            message: `'${component.name}' has no container 'main'${others(component)}`,
            fix: "name the container of the component 'main' in podTemplate.spec.containers",
          };
        } else if (image === '') {
          const field = imageField(graph);
          yield {
            path: component.path,
            message: `the main container of '${component.name}' has no image (${field})`,
            fix: `set ${field}`,
          };
        }
      }
    }
  },
};

function others({ pod }: ObservedComponent): string {
  const names = mappings(pod['containers']).flatMap((container) => text(container['name']) ?? []);
  return names.length === 0 ? '' : `, only ${names.map((name) => `'${name}'`).join(', ')}`;
}

function imageField({ apiVersion }: ObservedGraph): string {
  return apiVersion === 'v1alpha1' ? 'extraPodSpec.mainContainer.image' : 'podTemplate.spec.containers[main].image';
}
