import type { Size } from 'cdk8s';
import { InvalidValueError, requireDnsLabel, requireDnsSubdomain } from '../findings';

/** Sizes of a cluster that can lose servers and still have a majority: 1 none, 3 one, 5 two. */
export type ClusterSize = 1 | 3 | 5;

export interface ServerProps {
  /**
   * Name of the StatefulSet and its Service, and the start of the names of all that belongs to it.
   * @default - the construct id
   */
  readonly name?: string;
  /**
   * Number of servers. An even number would survive no more losses than the next lower one.
   * @default 3
   */
  readonly servers?: ClusterSize;
  /**
   * Image of the server.
   * @default - the image of the version that Stator is tested with
   */
  readonly image?: string;
  /**
   * Size of each server's claim. A claim cannot be changed through its StatefulSet.
   * @default Size.gibibytes(10)
   */
  readonly storage?: Size;
  /**
   * Class of the claims: block storage, ReadWriteOnce.
   * @default - the cluster's default class
   */
  readonly storageClassName?: string;
  /**
   * CPU cores of each server, requested and limited.
   * @default 1
   */
  readonly cpu?: number;
  /**
   * Memory of each server, requested and limited.
   * @default Size.gibibytes(2)
   */
  readonly memory?: Size;
  /**
   * Labels of the nodes that servers run on. They tolerate no taint, so that they stay away from GPU nodes that have one.
   * @default {} any
   */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /**
   * Namespaces whose graphs may connect, besides that of the server and of the app's graphs that use it.
   * @default []
   */
  readonly clientNamespaces?: readonly string[];
  /**
   * Namespaces whose pods may read metrics, for example that of Prometheus.
   * @default [] nobody but the kubelet
   */
  readonly monitoringNamespaces?: readonly string[];
}

/** Room for the number of the pod and of a revision in a label: `-<revision of ten>`. */
const MAX_NAME = 63 - 11;
const SIZES: readonly number[] = [1, 3, 5];

/** @throws InvalidValueError for what Kubernetes or the servers refuse */
export function requireServerProps(name: string, props: ServerProps): void {
  requireDnsLabel('name', name, MAX_NAME);
  if (/^\d/.test(name)) {
    throw new InvalidValueError('name', name, 'a name that begins with a letter, as Services have');
  }
  if (props.servers !== undefined && !SIZES.includes(props.servers)) {
    const fix = 'a cluster needs a majority: of 3 servers one may be lost, of 5 two';
    throw new InvalidValueError('servers', props.servers, '1, 3 or 5', fix);
  }
  if (props.cpu !== undefined && !(props.cpu > 0)) {
    throw new InvalidValueError('cpu', props.cpu, 'a number of cores above 0');
  }
  for (const size of ['storage', 'memory'] as const) {
    const value = props[size];
    if (value !== undefined && !(value.toMebibytes({ rounding: 0 }) >= 256)) {
      throw new InvalidValueError(size, value.asString(), 'at least 256 MiB');
    }
  }
  if (props.storageClassName !== undefined) {
    requireDnsSubdomain('storageClassName', props.storageClassName);
  }
  for (const list of ['clientNamespaces', 'monitoringNamespaces'] as const) {
    for (const namespace of props[list] ?? []) {
      requireDnsLabel(list, namespace);
    }
  }
}
