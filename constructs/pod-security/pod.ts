import { childPath, indexPath, isJsonObject } from '../manifests';

/** A part of a pod and where it stands in the pod spec. */
export interface Part {
  readonly value: unknown;
  readonly path: string;
}

/** What the controls look at. */
export interface Pod {
  readonly spec: Part;
  /** Init, ordinary and ephemeral containers. */
  readonly containers: readonly Part[];
  readonly annotations: Readonly<Record<string, string>>;
  /** Whether the pod lives in a user namespace, where its root is nobody on the node. */
  readonly ownUsers: boolean;
  /** Whether the pod runs on Windows, which has no such thing as capabilities, seccomp or set-user-ID. */
  readonly windows: boolean;
}

/** The order in which the admission plugin visits them. */
const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

export function readPod(spec: object, annotations: Readonly<Record<string, string>>): Pod {
  const part = { value: spec, path: '' };
  return {
    spec: part,
    containers: CONTAINER_LISTS.flatMap((list) => items(part, list)),
    annotations,
    ownUsers: inside(part, 'hostUsers').value === false,
    windows: inside(part, 'os', 'name').value === 'windows',
  };
}

/** The security context of the pod and those of its containers. */
export function securityContexts(pod: Pod): readonly Part[] {
  return [pod.spec, ...pod.containers].map((part) => inside(part, 'securityContext'));
}

/** The part at a path of keys; its value is undefined where a step is missing or null. */
export function inside(part: Part, ...keys: readonly string[]): Part {
  return keys.reduce<Part>(
    ({ value, path }, key) => ({
      value: isJsonObject(value) && Object.hasOwn(value, key) ? (value[key] ?? undefined) : undefined,
      path: childPath(path, key),
    }),
    part,
  );
}

/** The items of the list at a key, told by their names. */
export function items(part: Part, key: string): readonly Part[] {
  const { value, path } = inside(part, key);
  return list(value).map((item, index) => {
    const name = isJsonObject(item) ? item['name'] : undefined;
    return { value: item, path: typeof name === 'string' ? `${path}[${name}]` : indexPath(path, index) };
  });
}

/** The keys of a part that have a value. */
export function keys({ value }: Part): readonly string[] {
  return isJsonObject(value) ? Object.keys(value).filter((key) => value[key] !== null) : [];
}

/** The texts of the list at a key. */
export function texts(part: Part, key: string): readonly string[] {
  return list(inside(part, key).value).map(String);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
