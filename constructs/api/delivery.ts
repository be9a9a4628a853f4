import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

export interface HelmRepositorySpec {
  /** Go duration. */
  readonly interval: string;
  readonly url: string;
}

export interface HelmRepositoryProps {
  readonly metadata: ApiObjectMetadata;
  readonly spec: HelmRepositorySpec;
}

/** A repository of charts, for Flux. Source: fluxcd.io/flux/components/source/helmrepositories, `source.toolkit.fluxcd.io/v1`. */
export class HelmRepository extends ApiObject {
  public constructor(scope: Construct, id: string, props: HelmRepositoryProps) {
    super(scope, id, { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'HelmRepository', ...props });
  }
}

export interface OciRepositorySpec {
  /** Go duration. */
  readonly interval: string;
  /** `oci://`, registry, folder and name of the chart. */
  readonly url: string;
  readonly ref: { readonly tag: string };
  /** Makes Flux take the chart out of the image as Helm made it. */
  readonly layerSelector: { readonly mediaType: string; readonly operation: 'copy' };
}

export interface OciRepositoryProps {
  readonly metadata: ApiObjectMetadata;
  readonly spec: OciRepositorySpec;
}

/** A chart in a registry, for Flux. Source: fluxcd.io/flux/components/source/ocirepositories, `source.toolkit.fluxcd.io/v1`. */
export class OciRepository extends ApiObject {
  public constructor(scope: Construct, id: string, props: OciRepositoryProps) {
    super(scope, id, { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'OCIRepository', ...props });
  }
}

/** A chart that is found in a HelmRepository. */
export interface ChartOfRepository {
  readonly chart: {
    readonly spec: {
      readonly chart: string;
      readonly version: string;
      readonly sourceRef: { readonly kind: 'HelmRepository'; readonly name: string };
    };
  };
}

/** A chart that is an OCIRepository. */
export interface ChartOfRegistry {
  readonly chartRef: { readonly kind: 'OCIRepository'; readonly name: string };
}

export type HelmReleaseSpec = (ChartOfRepository | ChartOfRegistry) & {
  readonly interval: string;
  readonly timeout: string;
  readonly releaseName: string;
  readonly targetNamespace: string;
  readonly storageNamespace: string;
  readonly dependsOn?: readonly { readonly name: string }[];
  readonly install: CrdPolicy & { readonly createNamespace: boolean };
  readonly upgrade: CrdPolicy;
  readonly values: Readonly<Record<string, unknown>>;
};

/** What Flux does with the CRDs of a chart, and how often it tries. */
export interface CrdPolicy {
  readonly crds: 'Create' | 'CreateReplace' | 'Skip';
  readonly remediation: { readonly retries: number };
}

export interface HelmReleaseProps {
  readonly metadata: ApiObjectMetadata;
  readonly spec: HelmReleaseSpec;
}

/** A chart that Flux installs. Source: fluxcd.io/flux/components/helm/helmreleases, `helm.toolkit.fluxcd.io/v2`. */
export class HelmRelease extends ApiObject {
  public constructor(scope: Construct, id: string, props: HelmReleaseProps) {
    super(scope, id, { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', ...props });
  }
}

export interface ArgoApplicationSpec {
  readonly project: string;
  readonly source: {
    /** Without `oci://` for a registry. */
    readonly repoURL: string;
    readonly chart: string;
    readonly targetRevision: string;
    readonly helm: { readonly releaseName: string; readonly valuesObject: Readonly<Record<string, unknown>> };
  };
  readonly destination: { readonly server: string; readonly namespace: string };
  readonly syncPolicy: {
    readonly automated?: { readonly prune: boolean; readonly selfHeal: boolean };
    readonly syncOptions: readonly string[];
  };
}

export interface ArgoApplicationProps {
  readonly metadata: ApiObjectMetadata;
  readonly spec: ArgoApplicationSpec;
}

/** A chart that Argo CD installs. Source: argo-cd.readthedocs.io Application specification, `argoproj.io/v1alpha1`. */
export class ArgoApplication extends ApiObject {
  public constructor(scope: Construct, id: string, props: ArgoApplicationProps) {
    super(scope, id, { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', ...props });
  }
}
