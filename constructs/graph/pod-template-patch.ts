import type { PodTemplate } from '../api';
import { isMapping, type Mapping } from '../observed';

/** A part of a Kubernetes object that is laid over what Stator computed. Fields that are not known here pass as they are. */
export type PatchOf<T> = T extends string | number | boolean
  ? T
  : T extends readonly (infer Item)[]
    ? readonly PatchOf<Item>[]
    : { readonly [Field in keyof T]?: PatchOf<T[Field]> | null } & { readonly [field: string]: unknown };

/**
 * What a pod template has otherwise than Stator computed it, in the words of Kubernetes. It is laid over the template last:
 *
 * - Mappings are merged, and `null` takes a field out.
 * - Containers and init containers are merged by name; the engine, the frontend or the planner is the container `main`.
 * - An item of `env`, `volumes`, `imagePullSecrets`, `resourceClaims` and a container's `resources.claims` takes the place of the
 *   one with its name, as one of `volumeMounts` does by `mountPath`, `volumeDevices` by `devicePath`, `ports` by port and protocol, and
 *   `hostAliases` by `ip`. New ones are added at the end.
 * - An item `{ name: 'scratch', $patch: 'delete' }` takes that item out.
 * - Any other list replaces the one that was there.
 *
 * Rules see the result: a field that Kubernetes does not have is found by DYN116, a value that it does not take by DYN117.
 *
 * ```ts
 * new Frontend(graph, 'frontend', {
 *   podTemplate: { spec: { nodeSelector: { pool: 'system' }, containers: [{ name: 'main', livenessProbe: null }] } },
 * });
 * ```
 */
export type PodTemplatePatch = PatchOf<PodTemplate>;

/** A pod template with a patch laid over it. */
export type PatchedPodTemplate = Mapping;

/** Lists whose items are told apart, and by what. Source: Kubernetes API, `x-kubernetes-patch-merge-key` of PodSpec and Container. */
const ITEM_KEYS: Readonly<Record<string, (item: Mapping) => unknown>> = {
  containers: ({ name }) => name,
  initContainers: ({ name }) => name,
  env: ({ name }) => name,
  volumes: ({ name }) => name,
  imagePullSecrets: ({ name }) => name,
  resourceClaims: ({ name }) => name,
  claims: ({ name }) => name,
  volumeMounts: ({ mountPath }) => mountPath,
  volumeDevices: ({ devicePath }) => devicePath,
  ports: ({ containerPort, protocol }) => `${containerPort}/${protocol ?? 'TCP'}`,
  hostAliases: ({ ip }) => ip,
};
/** An item of another list is one thing: half of an old volume and half of a new one make none. */
const MERGED_ITEMS = ['containers', 'initContainers'];

/** Lays a patch over a pod template. */
export function patchPodTemplate(
  template: PodTemplate | PatchedPodTemplate,
  ...patches: readonly (PodTemplatePatch | undefined)[]
): PodTemplate | PatchedPodTemplate {
  let result = template;
  for (const patch of patches) {
    result = patch === undefined ? result : mergeMappings({ ...result }, patch);
  }
  return result;
}

function mergeMappings(target: Mapping, patch: Mapping): Mapping {
  const result: Record<string, unknown> = { ...target };
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[field];
    } else if (value !== undefined) {
      result[field] = merge(field, result[field], value);
    }
  }
  return result;
}

function merge(field: string, target: unknown, patch: unknown): unknown {
  if (isMapping(patch)) {
    return mergeMappings(isMapping(target) ? target : {}, patch);
  }
  const keyOf = ITEM_KEYS[field];
  return keyOf !== undefined && isListOfMappings(patch)
    ? mergeItems(field, keyOf, isListOfMappings(target) ? target : [], patch)
    : patch;
}

function mergeItems(
  field: string,
  keyOf: (item: Mapping) => unknown,
  target: readonly Mapping[],
  patch: readonly Mapping[],
): readonly Mapping[] {
  const items = new Map(target.map((item) => [keyOf(item), item]));
  for (const { $patch, ...item } of patch) {
    if ($patch === 'delete') {
      items.delete(keyOf(item));
    } else {
      const old = MERGED_ITEMS.includes(field) ? items.get(keyOf(item)) : undefined;
      items.set(keyOf(item), mergeMappings(old ?? {}, item));
    }
  }
  return [...items.values()];
}

function isListOfMappings(value: unknown): value is readonly Mapping[] {
  return Array.isArray(value) && value.every(isMapping);
}
