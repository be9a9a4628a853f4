import { betaComponent } from '../constructs/comparison/beta-component';
import {
  at,
  isMapping,
  type Mapping,
  mapping,
  mappings,
  type ObservedComponent,
  type ObservedGraph,
  parseQuantity,
  text,
  textMap,
} from '../constructs/observed';

/** A component as it has to come out, in the form of `v1beta1`. */
export interface TargetComponent {
  readonly component: ObservedComponent;
  readonly name: string;
  /** Its own fields, without name and pod template. */
  readonly fields: Mapping;
  /** Its pod template, without variables of the main container and what is empty. */
  readonly template: Mapping;
  /** Variables of the main container, those of the graph included, without their names. */
  readonly env: ReadonlyMap<string, Mapping>;
  /** Fields of `v1alpha1` that `v1beta1` has no place for. */
  readonly lost: Mapping;
}

/** What `v1beta1` has no field for. */
const LOST: readonly string[] = ['ingress', 'serviceName', 'autoscaling', 'pvc'];
/** Stand in the pod template in `v1beta1`. */
const METADATA = ['annotations', 'labels'] as const;
/** Mappings that say nothing when they are empty. */
const SAY_NOTHING = [
  'limits',
  'requests',
  'resources',
  'labels',
  'annotations',
  'metadata',
  'nodeSelector',
  'affinity',
];
const AMOUNTS = ['limits', 'requests'];

/** A component of either API version. */
export function targetOf(component: ObservedComponent, graph: ObservedGraph): TargetComponent {
  const { name: _, podTemplate, ...written } = betaComponent(component, graph);
  const alpha = graph.apiVersion === 'v1alpha1';
  const fields = alpha ? without(written, [...LOST, ...METADATA]) : written;
  const template = mapping(podTemplate) ?? {};
  const metadata = alpha ? ownMetadata(component.written, mapping(template['metadata']) ?? {}) : template['metadata'];
  const spec = mapping(template['spec']) ?? {};
  const containers = mappings(spec['containers']);
  const main = containers.find(isMain) ?? { name: 'main' };
  const graphEnv = alpha ? [] : mappings(at(graph.document.value, 'spec', 'env'));
  const { env, ...rest } = main;
  return {
    component,
    name: component.name,
    fields: clean(fields),
    template: cleanTemplate({
      ...template,
      metadata,
      spec: { ...spec, containers: [rest, ...containers.filter((container) => !isMain(container))] },
    }),
    env: envOf([...graphEnv, ...mappings(env)]),
    lost: alpha ? pick(component.written, LOST) : {},
  };
}

function isMain(container: Mapping): boolean {
  return container['name'] === 'main';
}

function ownMetadata(written: Mapping, metadata: Mapping): Mapping {
  const merged = METADATA.map((key) => [key, { ...textMap(written[key]), ...textMap(metadata[key]) }] as const);
  return { ...metadata, ...Object.fromEntries(merged) };
}

/** The last entry of a name counts. A value that is no text is written as one. */
function envOf(entries: readonly Mapping[]): ReadonlyMap<string, Mapping> {
  const env = new Map<string, Mapping>();
  for (const { name, ...entry } of entries) {
    const key = text(name) ?? '';
    env.delete(key);
    env.set(key, entry['valueFrom'] === undefined ? { value: String(entry['value'] ?? '') } : entry);
  }
  return env;
}

/** A pod template with amounts as texts, and without what says nothing. */
function cleanTemplate(template: Mapping): Mapping {
  const { restartPolicy, ...spec } = mapping(template['spec']) ?? {};
  // What the operator sets anyway.
  const kept = restartPolicy === undefined || restartPolicy === 'Always' ? spec : { ...spec, restartPolicy };
  return clean({ ...template, spec: kept });
}

/** Without empty lists, empty mappings that say nothing, and `null`. */
function clean(value: Mapping): Mapping {
  const entries = Object.entries(value).flatMap(([key, entry]): readonly (readonly [string, unknown])[] => {
    if (entry === null || entry === undefined || (Array.isArray(entry) && entry.length === 0)) {
      return [];
    }
    if (!isMapping(entry)) {
      return [[key, Array.isArray(entry) ? entry.map((item) => (isMapping(item) ? clean(item) : item)) : entry]];
    }
    const cleaned = AMOUNTS.includes(key) ? amounts(entry) : clean(entry);
    return SAY_NOTHING.includes(key) && Object.keys(cleaned).length === 0 ? [] : [[key, cleaned]];
  });
  return Object.fromEntries(entries);
}

/** Amounts are texts or numbers: `1` and `"1"` are the same. */
function amounts(value: Mapping): Mapping {
  return Object.fromEntries(
    Object.entries(value).map(([key, amount]) => [key, typeof amount === 'number' ? String(amount) : amount]),
  );
}

/** Whether two amounts are the same number: `64Gi` and `65536Mi`. */
export function sameAmount(one: unknown, other: unknown): boolean {
  const number = parseQuantity(one);
  return number !== undefined && number === parseQuantity(other);
}

export function mainOf(template: Mapping): Mapping {
  return mappings(at(template, 'spec', 'containers')).find(isMain) ?? {};
}

export function without(value: Mapping, keys: readonly string[]): Mapping {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

function pick(value: Mapping, keys: readonly string[]): Mapping {
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)));
}
