import { Severity } from '../findings';
import type { ObservedComponent, ObservedGraph } from '../observed';
import { type ImageVersion, imageName, runtimeVersionOf } from './image-version';
import { disagreements, EVENT_PLANE, planeUses, RESPONSE_PLANE } from './planes';
import type { Rule, Violation } from './rule';

/** Images whose tag is the version of Dynamo; the tag of another image may count something else. */
const IMAGES: ReadonlySet<string> = new Set([
  'vllm-runtime',
  'sglang-runtime',
  'tensorrtllm-runtime',
  'dynamo-frontend',
  'frontend',
  'dynamo-planner',
]);

export const componentAgreement: Rule = {
  code: 'DYN031',
  title: 'all components speak the same language: response plane, event plane, version of Dynamo',
  severity: Severity.ERROR,
  rationale:
    'Responses come back over the response plane, and KV events, load and planner metrics travel over the event plane; a component on another plane is not heard, without an error. Wire formats and event subjects change between minor releases (1.4 scoped them to endpoints), so components of different versions miss each other too.',
  fix: 'set the plane once for the whole graph or leave it out everywhere, and use images of one release',
  source: 'ai-dynamo/dynamo deprecations ledger 1.4',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      for (const plane of [RESPONSE_PLANE, EVENT_PLANE]) {
        for (const [use, reference] of disagreements(planeUses(graph, plane))) {
          yield {
            path: use.path,
            message: `'${use.component.name}' uses the ${plane.name} ${use.value} (${use.because}), but '${reference.component.name}' uses ${reference.value} (${reference.because}); all components must use the same`,
            fix: `set ${plane.variable} once for the whole graph, or leave it out everywhere`,
          };
        }
      }
      yield* checkVersions(graph);
    }
  },
};

function* checkVersions(graph: ObservedGraph): Generator<Violation> {
  const known = graph.components.flatMap((component) => {
    const version = dynamoVersionOf(component);
    return version === undefined ? [] : [{ component, version }];
  });
  const reference = known.find(({ component }) => component.role === 'frontend') ?? known[0];
  for (const { component, version } of known) {
    if (reference !== undefined && version.text !== reference.version.text) {
      const sameMinor = version.major === reference.version.major && version.minor === reference.version.minor;
      yield {
        path: component.path,
        severity: sameMinor ? Severity.WARNING : Severity.ERROR,
        message: `'${component.name}' runs Dynamo ${version.text}, but '${reference.component.name}' runs ${reference.version.text}; all components of a graph need the same ${sameMinor ? 'version' : 'release'}`,
        fix: 'use images of one version in the whole graph',
      };
    }
  }
}

function dynamoVersionOf(component: ObservedComponent): ImageVersion | undefined {
  const { image, runtimeVersionOverride } = component;
  const telling = runtimeVersionOverride !== undefined || (image !== undefined && IMAGES.has(imageName(image)));
  return telling ? runtimeVersionOf(component) : undefined;
}
