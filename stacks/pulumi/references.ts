import type { ManifestDocument } from '../../constructs/manifests';
import { at, kindOf, nameOf, namespaceOf, text } from '../../constructs/observed';
import { places } from '../../constructs/rules/walk';

/** An object that another one names, and that should be there first. */
export interface Reference {
  readonly kind: string;
  readonly name: string;
  /** Absent in a chart that leaves the namespace to the deployer. */
  readonly namespace: string | undefined;
}

/** Whether a document is what a reference means, or makes it. Objects without a namespace are seen from all namespaces. */
export function satisfies(document: ManifestDocument, { kind, name, namespace }: Reference): boolean {
  const own = namespaceOf(document);
  if (own !== undefined && own !== namespace) {
    return false;
  }
  if (kind === 'ResourceClaimTemplate' && kindOf(document) === 'ComputeDomain') {
    return at(document.value, 'spec', 'channel', 'resourceClaimTemplate', 'name') === name;
  }
  return kindOf(document) === kind && nameOf(document) === name;
}

/** Whether a document defines the kind of another. */
export function defines(definition: ManifestDocument, { value }: ManifestDocument): boolean {
  return (
    kindOf(definition) === 'CustomResourceDefinition' &&
    at(definition.value, 'spec', 'names', 'kind') === value.kind &&
    value.apiVersion.startsWith(`${text(at(definition.value, 'spec', 'group'))}/`)
  );
}

/** What a document names. What nothing in the app has is no mistake: it may have been in the cluster before. */
export function references(document: ManifestDocument): readonly Reference[] {
  const namespace = namespaceOf(document);
  const found: Reference[] = namespace === undefined ? [] : [{ kind: 'Namespace', name: namespace, namespace }];
  for (const { field, value } of places(document)) {
    const kind = KINDS_OF_NAMED[field] ?? (TYPED.has(field) ? text(value['kind']) : undefined);
    const name = text(value['name']);
    if (kind !== undefined && name !== undefined) {
      found.push({ kind, name, namespace: text(value['namespace']) ?? namespace });
    }
    for (const [key, item] of Object.entries(value)) {
      const named = KINDS_OF_NAMES[key];
      if (named !== undefined && typeof item === 'string') {
        found.push({ kind: named, name: item, namespace });
      }
    }
  }
  return found;
}

/** Fields that hold the name of an object, wherever they stand. Source: Kubernetes API reference, core/v1 PodSpec and volumes. */
const KINDS_OF_NAMES: Readonly<Record<string, string>> = {
  claimName: 'PersistentVolumeClaim',
  deviceClassName: 'DeviceClass',
  envFromSecret: 'Secret',
  priorityClassName: 'PriorityClass',
  resourceClaimName: 'ResourceClaim',
  resourceClaimTemplateName: 'ResourceClaimTemplate',
  runtimeClassName: 'RuntimeClass',
  secretName: 'Secret',
  serviceAccountName: 'ServiceAccount',
  storageClassName: 'StorageClass',
  volumeName: 'PersistentVolume',
};

/** Fields whose `name` is that of an object; `pvcs` is how v1alpha1 graphs name claims. */
const KINDS_OF_NAMED: Readonly<Record<string, string>> = {
  configMap: 'ConfigMap',
  configMapKeyRef: 'ConfigMap',
  configMapRef: 'ConfigMap',
  imagePullSecrets: 'Secret',
  pvcs: 'PersistentVolumeClaim',
  secret: 'Secret',
  secretKeyRef: 'Secret',
  secretRef: 'Secret',
};

/** Fields that say kind and name. */
const TYPED: ReadonlySet<string> = new Set(['roleRef', 'scaleTargetRef', 'subjects']);
