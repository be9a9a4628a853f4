import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ArgoApplication, HelmRelease, HelmRepository, OciRepository } from '../api';
import type { DeliverySettings } from './delivery';
import { goDuration } from './go-duration';
import type { Installation } from './installation';

const REGISTRY = 'oci://';
/** Source: fluxcd.io/flux/components/source/ocirepositories (layer selector). */
const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const RETRIES = 3;

/** The objects that install charts, by name of the chart; none for Helm and for a platform that is there already. */
export function deliver(
  scope: Construct,
  installations: readonly Installation[],
  settings: DeliverySettings,
): ReadonlyMap<string, ApiObject> {
  const objects = new Map<string, ApiObject>();
  for (const [index, installation] of installations.entries()) {
    if (settings.kind === 'flux') {
      objects.set(installation.name, addFlux(scope, installation, settings));
    } else if (settings.kind === 'argo-cd') {
      objects.set(installation.name, addArgo(scope, installation, index, settings));
    }
  }
  return objects;
}

type FluxSettings = Extract<DeliverySettings, { readonly kind: 'flux' }>;
type ArgoSettings = Extract<DeliverySettings, { readonly kind: 'argo-cd' }>;

function addFlux(scope: Construct, installation: Installation, settings: FluxSettings): ApiObject {
  const { name, repository, version, namespace, values, after } = installation;
  const metadata = { name, namespace: settings.namespace };
  const interval = goDuration(settings.interval);
  const registry = repository.startsWith(REGISTRY);
  const source = registry
    ? new OciRepository(scope, `${name}-source`, {
        metadata,
        spec: {
          interval,
          url: `${repository}/${name}`,
          ref: { tag: version },
          layerSelector: { mediaType: CHART_LAYER, operation: 'copy' },
        },
      })
    : new HelmRepository(scope, `${name}-source`, { metadata, spec: { interval, url: repository } });
  const crds = { crds: 'CreateReplace', remediation: { retries: RETRIES } } as const;
  const release = new HelmRelease(scope, name, {
    metadata,
    spec: {
      ...(registry
        ? { chartRef: { kind: 'OCIRepository', name } }
        : { chart: { spec: { chart: name, version, sourceRef: { kind: 'HelmRepository', name } } } }),
      interval,
      timeout: goDuration(settings.timeout),
      releaseName: name,
      targetNamespace: namespace,
      // Where `helm list` looks for it.
      storageNamespace: namespace,
      ...(after.length === 0 ? {} : { dependsOn: after.map((other) => ({ name: other })) }),
      install: { createNamespace: true, ...crds },
      upgrade: crds,
      values,
    },
  });
  release.addDependency(source);
  return release;
}

function addArgo(scope: Construct, installation: Installation, wave: number, settings: ArgoSettings): ApiObject {
  const { name, repository, version, namespace, values } = installation;
  return new ArgoApplication(scope, name, {
    metadata: {
      name,
      namespace: settings.namespace,
      annotations: { 'argocd.argoproj.io/sync-wave': String(wave) },
    },
    spec: {
      project: settings.project,
      source: {
        repoURL: repository.startsWith(REGISTRY) ? repository.slice(REGISTRY.length) : repository,
        chart: name,
        targetRevision: version,
        helm: { releaseName: name, valuesObject: values },
      },
      destination: { server: settings.server, namespace },
      syncPolicy: {
        ...(settings.automated ? { automated: { prune: true, selfHeal: true } } : {}),
        // Kinds of Dynamo and Prometheus are larger than what client-side apply can keep in an annotation.
        syncOptions: ['CreateNamespace=true', 'ServerSideApply=true'],
      },
    },
  });
}

/** The command that installs or upgrades a chart, with its values in a file. */
export function helmCommand({ name, repository, version, namespace }: Installation): string {
  const chart = repository.startsWith(REGISTRY) ? `${repository}/${name}` : `${name} --repo ${repository}`;
  return [
    `helm upgrade --install ${name} ${chart}`,
    `--version ${version}`,
    `--namespace ${namespace} --create-namespace`,
    `--values ${valuesFile(name)}`,
    '--wait --timeout 20m',
  ].join(' ');
}

/** Name of the file with the values of a chart. */
export function valuesFile(name: string): string {
  return `${name}.values.yaml`;
}
