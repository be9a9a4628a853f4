import { Severity } from '../findings';
import type { Mapping } from '../observed';
import { at, list, mapping, mappings, parseJson, text } from '../observed';
import { podsOf } from './pods';
import type { Rule } from './rule';

const ANNOTATION = 'networking.gke.io/interfaces';
const RESOURCE = 'networking.gke.io.networks/';
const ADDRESS = '.IP';

export const gkeNetworks: Rule = {
  code: 'DYN036',
  title: 'networks of GKE stand in annotation and resources alike',
  severity: Severity.ERROR,
  rationale:
    'GKE attaches the networks that the annotation lists, and hands out devices and addresses for those that the container asks for. Where the two lists differ, the pod is refused, or starts without an adapter and moves KV cache over TCP.',
  fix: `name the same networks in the annotation ${ANNOTATION} and in the limits, each with its ${ADDRESS}`,
  source: 'ai-dynamo/dynamo recipes/addons/providers/gke-roce.yaml',
  *checkDocuments(observation, context) {
    const limits = new Map(
      observation.graphs.flatMap(({ components }) => components).map((each) => [each.path, each.extendedResources]),
    );
    for (const pod of podsOf(observation, context)) {
      const names = Object.keys(limits.get(pod.path) ?? containerLimits(pod.spec)).filter((name) =>
        name.startsWith(RESOURCE),
      );
      const asked = names.map((name) => name.slice(RESOURCE.length));
      const devices = asked.filter((name) => !name.endsWith(ADDRESS) && isRdma(name));
      const written = pod.annotations[ANNOTATION];
      const interfaces = written === undefined ? [] : parseJson(written);
      if ((devices.length === 0 && written === undefined) || interfaces === undefined) {
        continue;
      }
      const attached = list(interfaces)
        .flatMap((each) => text(at(each, 'network')) ?? [])
        .filter(isRdma);
      const unattached = devices.filter((name) => !attached.includes(name));
      const unasked = attached.filter((name) => !devices.includes(name));
      const unaddressed = devices.filter((name) => !asked.includes(`${name}${ADDRESS}`));
      if (unattached.length > 0) {
        yield {
          path: pod.path,
          message: `${pod.owner} asks for the networks ${unattached.join(', ')}, which its annotation ${ANNOTATION} does not list`,
        };
      }
      if (unasked.length > 0) {
        yield {
          path: pod.path,
          message: `the annotation ${ANNOTATION} of ${pod.owner} lists ${unasked.join(', ')}, but its container does not ask for them`,
        };
      }
      if (unaddressed.length > 0) {
        yield {
          path: pod.path,
          message: `${pod.owner} asks for the networks ${unaddressed.join(', ')} without their addresses`,
          fix: `ask for ${unaddressed.map((name) => `${RESOURCE}${name}${ADDRESS}: 1`).join(', ')} too`,
        };
      }
    }
  },
};

/** Networks for RDMA; others carry ordinary traffic, for which no device is asked. */
function isRdma(network: string): boolean {
  return /^rdma-/.test(network);
}

function containerLimits(spec: Mapping): Mapping {
  return Object.assign(
    {},
    ...mappings(spec['containers']).map((each) => mapping(at(each, 'resources', 'limits')) ?? {}),
  );
}
