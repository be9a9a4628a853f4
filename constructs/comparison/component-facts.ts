import {
  at,
  list,
  type Mapping,
  mapping,
  mappings,
  type ObservedComponent,
  type ObservedGraph,
  text,
} from '../observed';
import { betaComponent } from './beta-component';
import { commandFacts } from './command-facts';
import { Topic } from './comparison';
import { FactSheet, type Facts } from './fact';

/** Pod fields of a topic of their own. */
const POD_TOPICS: Readonly<Record<string, Topic>> = {
  affinity: Topic.PLACEMENT,
  nodeName: Topic.PLACEMENT,
  nodeSelector: Topic.PLACEMENT,
  priorityClassName: Topic.PLACEMENT,
  schedulerName: Topic.PLACEMENT,
  tolerations: Topic.PLACEMENT,
  topologySpreadConstraints: Topic.PLACEMENT,
  resourceClaims: Topic.RESOURCES,
  securityContext: Topic.SECURITY,
  serviceAccountName: Topic.SECURITY,
};

/** Fields of the main container of a topic of their own. */
const MAIN_TOPICS: Readonly<Record<string, Topic>> = {
  resources: Topic.RESOURCES,
  securityContext: Topic.SECURITY,
  livenessProbe: Topic.PROBES,
  readinessProbe: Topic.PROBES,
  startupProbe: Topic.PROBES,
  envFrom: Topic.ENV,
};

/** Everything that a component says, in one form for both API versions. What a field says by default is left out. */
export function componentFacts(component: ObservedComponent, graph: ObservedGraph): Facts {
  const facts = new FactSheet();
  const { name, type, replicas, multinode, podTemplate, sharedMemorySize, scalingAdapter, env, ...rest } =
    betaComponent(component, graph);
  facts.put('name', component.name, Topic.IDENTITY);
  facts.put('type', type, Topic.IDENTITY);
  // A replica count that an autoscaler owns is left out.
  if (!component.scalingAdapter || component.replicasWritten !== undefined) {
    facts.put('replicas', component.replicas, Topic.REPLICAS);
  }
  if (component.scalingAdapter) {
    facts.put('scalingAdapter', {}, Topic.REPLICAS);
  }
  if (component.multinode) {
    facts.put('multinode.nodeCount', component.nodeCount, Topic.NODES);
  }
  facts.put('sharedMemorySize', sharedMemorySize ?? '8Gi', Topic.RESOURCES, String(component.sharedMemoryBytes));
  facts.spread('', rest, Topic.OTHER);
  podFacts(mapping(podTemplate) ?? {}, facts);
  envFacts(component, graph, facts);
  commandFacts(component, facts);
  facts.spread('engine', component.engine?.config?.values, Topic.ENGINE);
  return facts.all;
}

function podFacts(template: Mapping, facts: FactSheet): void {
  const { spec, metadata, ...further } = template;
  facts.spread('', pick(metadata, 'labels', 'annotations'), Topic.METADATA);
  facts.spread('podTemplate', further, Topic.OTHER);
  const pod = mapping(spec) ?? {};
  const { containers, initContainers, volumes, restartPolicy, terminationGracePeriodSeconds, ...fields } = pod;
  for (const [key, value] of Object.entries(fields)) {
    facts.spread(key === 'nodeSelector' ? key : `pod.${key}`, value, POD_TOPICS[key] ?? Topic.POD);
  }
  // What the operator sets where nothing is said.
  facts.put('pod.terminationGracePeriodSeconds', terminationGracePeriodSeconds ?? 60, Topic.POD);
  facts.put('pod.restartPolicy', restartPolicy ?? 'Always', Topic.POD);
  const all = mappings(containers);
  mainFacts(all.find((container) => container['name'] === 'main') ?? {}, pod, facts);
  const others = all.filter((container) => container['name'] !== 'main');
  facts.spread(
    'containers',
    others.map((container) => withSources(container, pod)),
    Topic.POD,
  );
  const init = mappings(initContainers);
  facts.spread(
    'initContainers',
    init.map((container) => withSources(container, pod)),
    Topic.POD,
  );
  if (init.length > 1) {
    facts.put(
      'initContainers.order',
      init.map((container) => container['name'] ?? null),
      Topic.POD,
    );
  }
  const used = new Set([...all, ...init].flatMap((container) => mountedVolumes(container)));
  const idle = mappings(volumes).filter((volume) => !used.has(text(volume['name']) ?? ''));
  facts.spread('volumes', idle, Topic.VOLUMES);
}

function mainFacts(main: Mapping, pod: Mapping, facts: FactSheet): void {
  const { name, image, command, args, env, volumeMounts, ...fields } = main;
  facts.put('image', image, Topic.IMAGE);
  for (const [key, value] of Object.entries(fields)) {
    facts.spread(key === 'resources' ? key : `main.${key}`, value, MAIN_TOPICS[key] ?? Topic.POD);
  }
  facts.spread('mounts', sources(main, pod), Topic.VOLUMES);
}

/** Variables as the process sees them: of the graph and of the component, the last entry of a name counts. */
function envFacts(component: ObservedComponent, graph: ObservedGraph, facts: FactSheet): void {
  const ofGraph = at(graph.document.value, 'spec', graph.apiVersion === 'v1alpha1' ? 'envs' : 'env');
  const ofComponent = graph.apiVersion === 'v1alpha1' ? component.written['envs'] : undefined;
  const entries = new Map<string, Mapping>();
  for (const entry of [ofGraph, ofComponent, component.main?.['env']].flatMap(mappings)) {
    entries.set(text(entry['name']) ?? '', entry);
  }
  for (const [name, { name: _, value, ...from }] of entries) {
    if (Object.keys(from).length === 0) {
      facts.put(`env.${name}`, value ?? '', Topic.ENV);
    } else {
      facts.spread(`env.${name}`, from, Topic.ENV);
    }
  }
}

/** A container whose mounts say what they mount: names of volumes are nobody's business. */
function withSources(container: Mapping, pod: Mapping): Mapping {
  const { volumeMounts: _, ...rest } = container;
  const mounts = sources(container, pod);
  return Object.keys(mounts).length === 0 ? rest : { ...rest, mounts };
}

function sources(container: Mapping, pod: Mapping): Mapping {
  const volumes = mappings(pod['volumes']);
  const entries = mappings(container['volumeMounts']).map(({ name, mountPath, readOnly, ...mount }) => {
    const { name: _, ...source } = volumes.find((volume) => volume['name'] === name) ?? { volume: name };
    return [String(mountPath ?? ''), { ...source, ...mount, ...(readOnly === true ? { readOnly } : {}) }] as const;
  });
  return Object.fromEntries(entries);
}

function mountedVolumes(container: Mapping): readonly string[] {
  return list(container['volumeMounts']).flatMap((mount) => text(at(mount, 'name')) ?? []);
}

function pick(value: unknown, ...keys: readonly string[]): Mapping {
  return Object.fromEntries(Object.entries(mapping(value) ?? {}).filter(([key]) => keys.includes(key)));
}
