import { at, type Mapping, mapping, mappings, type ObservedComponent, type ObservedGraph, text } from '../observed';
import { inBeta } from '../operator/alpha-component';

/** Fields of `v1alpha1` that stand elsewhere in `v1beta1`, or that have no effect. */
const MOVED: readonly string[] = [
  'autoscaling',
  'componentType',
  'dynamoNamespace',
  'envFromSecret',
  'envs',
  'extraPodMetadata',
  'extraPodSpec',
  'failover',
  'frontendSidecar',
  'gpuMemoryService',
  'livenessProbe',
  'readinessProbe',
  'resources',
  'scalingAdapter',
  'sharedMemory',
  'subComponentType',
  'topologyConstraint',
  'volumeMounts',
];

/** Modes were written in another case. */
const MODES: Readonly<Record<string, string>> = { intraPod: 'IntraPod', interPod: 'InterPod' };

/**
 * A component as `v1beta1` has it, whichever version it is written in.
 *
 * Source: ai-dynamo/dynamo deploy/operator/api/v1alpha1 conversion to v1beta1.
 */
export function betaComponent(component: ObservedComponent, graph: ObservedGraph): Mapping {
  return graph.apiVersion === 'v1beta1' ? component.written : fromAlpha(component, graph);
}

function fromAlpha(component: ObservedComponent, graph: ObservedGraph): Mapping {
  const { written } = component;
  const converted = inBeta(component, graph).written;
  const kept = Object.fromEntries(Object.entries(converted).filter(([key]) => !MOVED.includes(key)));
  const sidecar = frontendSidecar(written);
  const cache = mappings(written['volumeMounts']).find((mount) => mount['useAsCompilationCache'] === true);
  return {
    ...kept,
    ...given('name', component.name),
    ...given('type', typeOf(written)),
    ...given('sharedMemorySize', sharedMemory(written)),
    ...(component.scalingAdapter ? { scalingAdapter: {} } : {}),
    ...given('topologyConstraint', topology(written)),
    ...given('compilationCache', cache && { pvcName: cache['name'], ...given('mountPath', cache['mountPoint']) }),
    ...given('experimental', experimental(written)),
    ...(sidecar === undefined ? {} : { frontendSidecar: sidecar['name'], podTemplate: withContainer(kept, sidecar) }),
  };
}

function typeOf(written: Mapping): unknown {
  const sub = text(written['subComponentType']);
  return sub === 'prefill' || sub === 'decode' ? sub : written['componentType'];
}

/** Containers of their own in `v1beta1`, which names them. */
function frontendSidecar(written: Mapping): Mapping | undefined {
  const sidecar = mapping(written['frontendSidecar']);
  const secret = sidecar?.['envFromSecret'];
  return sidecar === undefined
    ? undefined
    : {
        name: 'sidecar-frontend',
        ...given('image', sidecar['image']),
        ...given('args', sidecar['args']),
        ...given('env', sidecar['envs']),
        ...given('envFrom', secret === undefined ? undefined : [{ secretRef: { name: secret } }]),
      };
}

function withContainer({ podTemplate }: Mapping, container: Mapping): Mapping {
  const spec = mapping(at(podTemplate, 'spec')) ?? {};
  return { ...mapping(podTemplate), spec: { ...spec, containers: [...mappings(spec['containers']), container] } };
}

function sharedMemory(written: Mapping): unknown {
  return at(written, 'sharedMemory', 'disabled') === true ? '0' : at(written, 'sharedMemory', 'size');
}

function topology(written: Mapping): Mapping | undefined {
  const constraint = mapping(written['topologyConstraint']);
  if (constraint === undefined) {
    return undefined;
  }
  const { topologyProfile, ...rest } = constraint;
  return { ...rest, ...given('clusterTopologyName', topologyProfile) };
}

function experimental(written: Mapping): Mapping | undefined {
  const entries = ['gpuMemoryService', 'failover'].flatMap((name) => {
    const { enabled, mode, ...rest } = mapping(written[name]) ?? {};
    return enabled === true ? [[name, { ...rest, ...given('mode', MODES[text(mode) ?? ''] ?? mode) }] as const] : [];
  });
  const merged = { ...mapping(written['experimental']), ...Object.fromEntries(entries) };
  return Object.keys(merged).length === 0 ? undefined : merged;
}

function given(key: string, value: unknown): Mapping {
  return value === undefined ? {} : { [key]: value };
}
