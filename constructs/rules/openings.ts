import { documentName, documentPath, type ManifestDocument } from '../manifests';
import {
  at,
  kindOf,
  type Mapping,
  mapping,
  mappings,
  nameOf,
  namespaceOf,
  type Observation,
  type ObservedComponent,
  type ObservedGraph,
  text,
  textMap,
} from '../observed';
import { places } from './walk';

/** Something that lets clients outside the cluster reach a frontend. */
export interface Opening {
  readonly path: string;
  /** For messages: `Ingress 'chat'`. */
  readonly by: string;
  /** Whether it asks clients who they are, or keeps strangers away. */
  readonly guarded: boolean;
}

const ROUTES: readonly string[] = ['HTTPRoute', 'GRPCRoute'];
/** Annotations by which controllers of Ingresses authenticate. Source: ingress-nginx, AWS Load Balancer Controller, Traefik. */
const INGRESS_AUTHENTICATION =
  /\/(?:auth-url|auth-type|auth-signin|auth-tls-secret|router\.middlewares)$|^haproxy\.org\/auth-type$/;
/** Annotations that keep a load balancer inside the network. Source: documentation of AWS, Azure and GKE load balancers. */
const INTERNAL: Readonly<Record<string, string>> = {
  'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
  'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
  'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
  'networking.gke.io/load-balancer-type': 'internal',
};
const GRAPH_LABEL = 'nvidia.com/dynamo-graph-deployment-name';
const TYPE_LABELS = ['nvidia.com/dynamo-component-type', 'nvidia.com/dynamo-component'] as const;

/** What opens a frontend to clients outside the cluster. */
export function openingsOf(
  frontend: ObservedComponent,
  graph: ObservedGraph,
  observation: Observation,
): readonly Opening[] {
  const service = `${graph.name}-${frontend.name.toLowerCase()}`;
  const beside = (kind: string) =>
    observation.ofKind(kind).filter((document) => {
      const namespace = namespaceOf(document);
      return namespace === undefined || graph.namespace === undefined || namespace === graph.namespace;
    });
  return [
    ...ownIngress(frontend),
    ...beside('Service').flatMap((document) => (opensPods(document, graph, frontend) ? serviceOpening(document) : [])),
    ...beside('Ingress').flatMap((document) =>
      mentionsService(document, 'service', service)
        ? { ...opening(document), guarded: Object.keys(annotationsOf(document)).some(isIngressAuthentication) }
        : [],
    ),
    ...ROUTES.flatMap(beside).flatMap((document) =>
      mentionsService(document, 'backendRefs', service)
        ? { ...opening(document), guarded: routeIsGuarded(document, observation) }
        : [],
    ),
  ];
}

function opening(document: ManifestDocument): Omit<Opening, 'guarded'> {
  return { path: documentPath(document), by: `${kindOf(document)} '${documentName(document)}'` };
}

/** Of v1alpha1: the operator makes the Ingress. */
function ownIngress({ written, path }: ObservedComponent): readonly Opening[] {
  const ingress = mapping(written['ingress']);
  return ingress?.['enabled'] === true
    ? [
        {
          path: `${path}.ingress`,
          by: 'its ingress',
          guarded: Object.keys(textMap(ingress['annotations'])).some(isIngressAuthentication),
        },
      ]
    : [];
}

function opensPods({ value }: ManifestDocument, graph: ObservedGraph, { name, role }: ObservedComponent): boolean {
  const selector = textMap(at(value, 'spec', 'selector'));
  return (
    /^(?:LoadBalancer|NodePort)$/.test(text(at(value, 'spec', 'type')) ?? '') &&
    selector[GRAPH_LABEL] === graph.name &&
    TYPE_LABELS.every((label) => [undefined, name, role].includes(selector[label]))
  );
}

function serviceOpening(document: ManifestDocument): Opening {
  const annotations = annotationsOf(document);
  const internal = Object.entries(INTERNAL).some(([key, value]) => annotations[key]?.toLowerCase() === value);
  const sources = at(document.value, 'spec', 'loadBalancerSourceRanges');
  const { path, by } = opening(document);
  return {
    path,
    by: `${by} of type ${text(at(document.value, 'spec', 'type'))}`,
    guarded: internal || (Array.isArray(sources) && sources.length > 0),
  };
}

/** Whether a field of this name somewhere in the document refers to a Service. */
function mentionsService(document: ManifestDocument, field: string, service: string): boolean {
  return places(document).some(
    ({ field: own, value }) =>
      own === field && value['name'] === service && [undefined, 'Service'].includes(text(value['kind'])),
  );
}

/** A filter of the gateway, or a policy that is attached to the route or to its gateway. */
function routeIsGuarded(document: ManifestDocument, { documents }: Observation): boolean {
  const filters = mappings(at(document.value, 'spec', 'rules')).flatMap((rule) => mappings(rule['filters']));
  const gateways = mappings(at(document.value, 'spec', 'parentRefs')).map((parent) => text(parent['name']));
  const targets = new Set([nameOf(document), ...gateways]);
  return (
    filters.some(({ type }) => type === 'ExtensionRef' || type === 'ExternalAuth') ||
    documents.some((other) => isPolicy(other) && targetsOf(other).some((target) => targets.has(text(target['name']))))
  );
}

function isPolicy(document: ManifestDocument): boolean {
  return /(?:Policy|RequestAuthentication)$/.test(kindOf(document)) && kindOf(document) !== 'NetworkPolicy';
}

function targetsOf({ value }: ManifestDocument): readonly Mapping[] {
  const single = mapping(at(value, 'spec', 'targetRef'));
  return [...mappings(at(value, 'spec', 'targetRefs')), ...(single === undefined ? [] : [single])];
}

function annotationsOf({ value }: ManifestDocument): Readonly<Record<string, string>> {
  return textMap(at(value, 'metadata', 'annotations'));
}

function isIngressAuthentication(annotation: string): boolean {
  return INGRESS_AUTHENTICATION.test(annotation);
}
