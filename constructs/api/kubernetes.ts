import { ApiObject, type ApiObjectMetadata, JsonPatch } from 'cdk8s';
// Types only: loading this module takes as long as loading half of cdk8s.
import type {
  IntOrString,
  JobSpec,
  NetworkPolicySpec,
  PersistentVolumeClaimSpec,
  PodDisruptionBudgetSpec,
  PolicyRule,
  Quantity,
  RoleRef,
  ServiceSpec,
  StatefulSetSpec,
  Subject,
} from 'cdk8s-plus-28/lib/imports/k8s';
import type { Construct } from 'constructs';

/** A generated Kubernetes type in the form that stands in a manifest: quantities and ports are texts or numbers. */
export type Plain<T> = T extends Quantity | IntOrString
  ? string | number
  : { readonly [Key in keyof T]: Plain<T[Key]> };

/** What an object of a built-in kind is made from. */
export interface KubernetesProps<Spec> {
  readonly metadata: ApiObjectMetadata;
  readonly spec: Plain<Spec>;
}

/** A `v1` PersistentVolumeClaim. */
export class PersistentVolumeClaim extends ApiObject {
  public constructor(scope: Construct, id: string, props: KubernetesProps<PersistentVolumeClaimSpec>) {
    super(scope, id, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', ...props });
  }
}

/** A `batch/v1` Job. */
export class Job extends ApiObject {
  public constructor(scope: Construct, id: string, props: KubernetesProps<JobSpec>) {
    super(scope, id, { apiVersion: 'batch/v1', kind: 'Job', ...props });
  }
}

export type StatefulSetProps = KubernetesProps<StatefulSetSpec>;

/** An `apps/v1` StatefulSet. */
export class StatefulSet extends ApiObject {
  public constructor(scope: Construct, id: string, props: StatefulSetProps) {
    super(scope, id, { apiVersion: 'apps/v1', kind: 'StatefulSet', ...props });
  }
}

export interface ServiceProps {
  readonly metadata: ApiObjectMetadata;
  /** The generated type spells one field as no manifest does. */
  readonly spec: Plain<Omit<ServiceSpec, 'clusterIp'>> & { readonly clusterIP?: string };
}

/** A `v1` Service. */
export class Service extends ApiObject {
  public constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id, { apiVersion: 'v1', kind: 'Service', ...props });
  }
}

/** A `policy/v1` PodDisruptionBudget. */
export class PodDisruptionBudget extends ApiObject {
  public constructor(scope: Construct, id: string, props: KubernetesProps<PodDisruptionBudgetSpec>) {
    super(scope, id, { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', ...props });
  }
}

export type NetworkPolicyProps = KubernetesProps<NetworkPolicySpec>;

/** A `networking.k8s.io/v1` NetworkPolicy. */
export class NetworkPolicy extends ApiObject {
  public constructor(scope: Construct, id: string, props: NetworkPolicyProps) {
    super(scope, id, { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', ...props });
  }
}

export interface ConfigMapProps {
  readonly metadata: ApiObjectMetadata;
  readonly data: Readonly<Record<string, string>>;
}

/** A `v1` ConfigMap. */
export class ConfigMap extends ApiObject {
  public constructor(scope: Construct, id: string, props: ConfigMapProps) {
    super(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', ...props });
  }
}

export interface NamespaceProps {
  readonly metadata: ApiObjectMetadata;
}

/** A `v1` Namespace. */
export class Namespace extends ApiObject {
  public constructor(scope: Construct, id: string, props: NamespaceProps) {
    super(scope, id, { apiVersion: 'v1', kind: 'Namespace', ...props });
    if (this.metadata.namespace !== undefined) {
      // cdk8s writes the namespace of the chart onto every object; this one stands in none.
      this.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    }
  }
}

export interface RoleProps {
  readonly metadata: ApiObjectMetadata;
  readonly rules: readonly Plain<PolicyRule>[];
}

/** A `rbac.authorization.k8s.io/v1` Role. */
export class Role extends ApiObject {
  public constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', ...props });
  }
}

export interface RoleBindingProps {
  readonly metadata: ApiObjectMetadata;
  readonly roleRef: Plain<RoleRef>;
  readonly subjects: readonly Plain<Subject>[];
}

/** A `rbac.authorization.k8s.io/v1` RoleBinding. */
export class RoleBinding extends ApiObject {
  public constructor(scope: Construct, id: string, props: RoleBindingProps) {
    super(scope, id, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', ...props });
  }
}
