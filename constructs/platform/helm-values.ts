import { InvalidValueError, requireWhole } from '../findings';
import type { Json, JsonObject } from '../manifests';
import type { Release } from '../releases';
import { goDuration } from './go-duration';
import { mergeValues } from './merge-values';
import type { PlatformValues } from './platform-values';
import type { PlatformParts, Prerequisite } from './prerequisite';

export interface HelmValuesProps {
  readonly release: Release;
  readonly parts: PlatformParts;
  readonly values: PlatformValues;
  /** Address of the Prometheus that Stator installs, if it does. */
  readonly prometheusUrl?: string;
}

/** The values of the chart `dynamo-platform`: only what differs from its defaults, and what the defaults of a release leave open. */
export function platformHelmValues(props: HelmValuesProps): JsonObject {
  return mergeValues(
    { global: globalValues(props), 'dynamo-operator': operatorValues(props) },
    bundledKai(props),
    props.values.extra ?? {},
  );
}

/** `install` of the chart means bundled; what stands beside Dynamo is only `enabled`. */
function globalValues({ release, parts, values: { disaggregatedSets } }: HelmValuesProps): JsonObject {
  const { nats, etcd, grove, kai, lws, volcano, snapshot } = parts;
  return {
    // Whether NATS is bundled depends on the release, so that it is always said.
    nats: { install: bundled(nats) },
    ...(etcd === undefined ? {} : { etcd: { install: bundled(etcd) } }),
    ...integrated('grove', grove),
    ...integrated('kai-scheduler', kai),
    ...integrated('lws', lws),
    ...(disaggregatedSets === true ? { disaggregatedset: { install: bundled(lws), enabled: true } } : {}),
    // With LeaderWorkerSet the operator finds Volcano itself; the value is Grove's, and KAI stands in its place.
    ...(volcano !== undefined && kai === undefined && grove !== undefined && release.atLeast('1.6')
      ? { 'volcano-scheduler': { enabled: true } }
      : {}),
    ...(bundled(snapshot) ? { snapshot: { install: true } } : {}),
  };
}

function integrated(key: string, part: Prerequisite | undefined): JsonObject {
  return part === undefined ? {} : { [key]: { install: bundled(part), enabled: true } };
}

function bundled(part: Prerequisite | undefined): boolean {
  return part?.way === 'bundled';
}

/**
 * Grove decides when a gang ends; KAI must not take the rest of one away. The chart refuses both without this.
 * Source: ai-dynamo/dynamo deploy/helm/charts/platform README 1.5.0, 2026-10.
 */
export const KAI_BESIDE_GROVE: JsonObject = { scheduler: { args: { 'default-staleness-grace-period': '-1s' } } };

function bundledKai({ release, parts: { kai, grove } }: HelmValuesProps): JsonObject {
  return bundled(kai) && grove !== undefined && release.atLeast('1.5') ? { 'kai-scheduler': KAI_BESIDE_GROVE } : {};
}

function operatorValues({ parts, values, prometheusUrl }: HelmValuesProps): JsonObject {
  const { namespaceRestriction: restriction, operatorTag, operatorArgs, leaseNamespace, checkpoints } = values;
  const manager = {
    ...some('image', operatorTag === undefined ? undefined : { tag: operatorTag }),
    ...some('args', operatorArgs),
  };
  return {
    ...some('upgradeCRD', values.upgradeCrds ?? (restriction === undefined ? undefined : false)),
    ...some('natsAddr', address('natsAddress', values.natsAddress, ['nats:', 'tls:'])),
    ...some('etcdAddr', address('etcdAddress', values.etcdAddress, ['http:', 'https:'])),
    ...some('discoveryBackend', values.discoveryBackend),
    ...some('modelExpressURL', values.modelExpressUrl),
    ...some(
      'imagePullSecrets',
      values.imagePullSecrets?.map((name) => ({ name })),
    ),
    ...some('env', values.operatorEnv && Object.entries(values.operatorEnv).map(([name, value]) => ({ name, value }))),
    ...(restriction === undefined
      ? {}
      : {
          namespaceRestriction: {
            enabled: true,
            ...some('targetNamespace', restriction.targetNamespace),
            lease: {
              ...some('duration', restriction.leaseDuration && goDuration(restriction.leaseDuration)),
              ...some('renewInterval', restriction.leaseRenewal && goDuration(restriction.leaseRenewal)),
            },
          },
          gpuDiscovery: { enabled: restriction.gpuDiscovery ?? true },
        }),
    ...mapping('controllerManager', {
      ...mapping('leaderElection', some('namespace', leaseNamespace)),
      ...mapping('manager', manager),
    }),
    ...mapping('dynamo', graphValues(parts, values, prometheusUrl)),
    ...mapping('webhook', webhookValues(values)),
    ...mapping('checkpoint', some('enabled', checkpoints)),
  };
}

function graphValues(parts: PlatformParts, values: PlatformValues, prometheusUrl: string | undefined): JsonObject {
  const { registry, ingress, istio, serviceMesh, groveTerminationDelay, mpiSecretName } = values;
  const hostSuffix = ingress?.hostSuffix ?? istio?.hostSuffix;
  const endpoint = address('prometheusUrl', values.prometheusUrl, ['http:', 'https:']) ?? prometheusUrl;
  return {
    ...some('groveTerminationDelay', groveTerminationDelay && goDuration(groveTerminationDelay)),
    ...(registry === undefined
      ? {}
      : {
          dockerRegistry: {
            useKubernetesSecret: true,
            server: registry.server,
            existingSecretName: registry.secretName,
          },
        }),
    ...(ingress === undefined
      ? {}
      : {
          ingress: {
            enabled: true,
            className: ingress.className,
            ...some('tlsSecretName', ingress.tlsSecretName),
          },
        }),
    ...(istio === undefined ? {} : { istio: { enabled: true, gateway: istio.gateway } }),
    ...some('ingressHostSuffix', hostSuffix),
    ...some('virtualServiceSupportsHTTPS', istio?.https),
    ...some('serviceMesh', serviceMesh?.values),
    metrics: {
      ...some('prometheusEndpoint', endpoint),
      podMonitors: { enabled: values.podMonitors ?? parts.prometheus !== undefined },
    },
    ...mapping('mpiRun', some('secretName', mpiSecretName)),
  };
}

function webhookValues({ webhookCertificate, webhookTimeout }: PlatformValues): JsonObject {
  const seconds = webhookTimeout?.toSeconds();
  if (seconds !== undefined) {
    requireWhole('webhookTimeout', seconds, 1, 30);
  }
  return { ...webhookCertificate?.values, ...some('timeoutSeconds', seconds) };
}

function some(key: string, value: Json | undefined): JsonObject {
  return value === undefined ? {} : { [key]: value };
}

function mapping(key: string, value: JsonObject): JsonObject {
  return Object.keys(value).length === 0 ? {} : { [key]: value };
}

function address(prop: string, url: string | undefined, schemes: readonly string[]): string | undefined {
  const parsed = url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
  if (url !== undefined && (parsed === undefined || !schemes.includes(parsed.protocol) || parsed.password !== '')) {
    throw new InvalidValueError(prop, url, `an address that begins with ${schemes.join('// or ')}//, without password`);
  }
  return url;
}
