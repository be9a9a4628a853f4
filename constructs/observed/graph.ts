import type { ManifestDocument } from '../manifests';
import type { Mapping } from './access';
import type { ObservedComponent, ObservedEnv } from './component';

/** A DynamoGraphDeployment of either API version, in one shape. */
export interface ObservedGraph {
  readonly document: ManifestDocument;
  readonly name: string;
  /** `undefined` when the manifest leaves the namespace to kubectl. */
  readonly namespace: string | undefined;
  readonly apiVersion: 'v1alpha1' | 'v1beta1';
  /** File and document: where findings about the whole graph point to. */
  readonly path: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly backendFramework: string | undefined;
  readonly env: readonly ObservedEnv[];
  /** `spec.restart` as written. */
  readonly restart: Mapping | undefined;
  readonly components: readonly ObservedComponent[];
}
