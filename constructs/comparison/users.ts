import { isMapping, type ObservedComponent, type ObservedGraph, text } from '../observed';
import { betaComponent } from './beta-component';

/** Fields of a pod that name another object, by its kind, and the field that holds the name. */
const REFERENCES: Readonly<Record<string, readonly [kind: string, field: string]>> = {
  configMap: ['ConfigMap', 'name'],
  configMapRef: ['ConfigMap', 'name'],
  configMapKeyRef: ['ConfigMap', 'name'],
  secret: ['Secret', 'secretName'],
  secretRef: ['Secret', 'name'],
  secretKeyRef: ['Secret', 'name'],
  persistentVolumeClaim: ['PersistentVolumeClaim', 'claimName'],
};

/** The components whose pods read an object: `<kind>\n<name>` to `graph/component`. */
export function usersByObject(graphs: readonly ObservedGraph[]): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, Set<string>>();
  for (const graph of graphs) {
    for (const component of graph.components) {
      for (const key of referencesOf(component, graph)) {
        const known = users.get(key) ?? new Set<string>();
        known.add(`${graph.name}/${component.name}`);
        users.set(key, known);
      }
    }
  }
  return new Map([...users].map(([key, names]) => [key, [...names]] as const));
}

function referencesOf(component: ObservedComponent, graph: ObservedGraph): ReadonlySet<string> {
  const found = new Set<string>();
  collect(betaComponent(component, graph)['podTemplate'], found);
  collect(graph.document.value['spec'] === undefined ? undefined : graphEnv(graph), found);
  return found;
}

function graphEnv({ document }: ObservedGraph): unknown {
  const { spec } = document.value;
  return isMapping(spec) ? [spec['env'], spec['envs']] : undefined;
}

function collect(value: unknown, into: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) {
      collect(item, into);
    }
  } else if (isMapping(value)) {
    for (const [key, entry] of Object.entries(value)) {
      const reference = Object.hasOwn(REFERENCES, key) ? REFERENCES[key] : undefined;
      const name = reference === undefined || !isMapping(entry) ? undefined : text(entry[reference[1]]);
      if (reference !== undefined && name !== undefined) {
        into.add(`${reference[0]}\n${name}`);
      }
      collect(entry, into);
    }
  }
}
