import { Severity } from '../findings';
import { mappings, type ObservedComponent, text } from '../observed';
import { imageTag, parseVersion } from './image-version';
import type { Rule } from './rule';

export const runtimeVersion: Rule = {
  code: 'DYN005',
  title: 'the operator can tell which version of Dynamo an image holds',
  severity: Severity.ERROR,
  rationale:
    'Probes, health checks and the contract of the endpoint picker depend on the version of the runtime, which the operator takes from the image tag. From release 1.5 on it refuses a graph whose tag is no version (my-tag, latest, or a digest alone) unless runtimeVersionOverride says it; older operators take the oldest behaviour.',
  fix: 'use an image with a version tag such as 1.6.1 or 1.6.1-my-build, or set runtimeVersionOverride to the version of Dynamo in the image, for example 1.6.1',
  source: 'ai-dynamo/dynamo deploy/operator/internal/runtimeversion/runtimeversion.go',
  *checkDocuments({ graphs }, { releaseOf }) {
    for (const graph of graphs) {
      const required = releaseOf(graph).atLeast('1.5');
      for (const component of graph.components) {
        const image = runtimeImage(component);
        const tag = image === undefined ? undefined : imageTag(image);
        if (image === undefined || declaresVersion(component) || parseVersion(tag) !== undefined) {
          continue;
        }
        yield {
          path: component.path,
          severity: required ? Severity.ERROR : Severity.WARNING,
          message: `the image '${image}' of '${component.name}' ${
            tag === undefined ? 'has no tag' : `has the tag '${tag}', which is no version`
          }, and runtimeVersionOverride is not set${required ? '' : '; operators from release 1.5 on refuse this'}`,
        };
      }
    }
  },
};

function declaresVersion({ runtimeVersionOverride }: ObservedComponent): boolean {
  return runtimeVersionOverride !== undefined && runtimeVersionOverride !== '';
}

/** The image that holds the runtime: that of `main`, unless a sidecar runs it. A missing image is another rule's matter. */
function runtimeImage({ written, pod, image }: ObservedComponent): string | undefined {
  const name = text(written['dynamoSidecar']);
  const sidecar = mappings(pod['initContainers']).find((container) => name !== undefined && container['name'] === name);
  const found = sidecar === undefined ? image : text(sidecar['image']);
  return found === undefined || found.trim() === '' ? undefined : found;
}
