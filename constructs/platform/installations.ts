import { InvalidValueError } from '../findings';
import type { JsonObject } from '../manifests';
import type { Release } from '../releases';
import { CHARTS, type ChartedPart, type ChartRow } from './chart-table';
import { KAI_BESIDE_GROVE, platformHelmValues } from './helm-values';
import type { Installation } from './installation';
import { mergeValues, valuesAt } from './merge-values';
import type { PlatformValues } from './platform-values';
import type { InstallOptions, PlatformParts } from './prerequisite';

export interface InstallationsProps {
  readonly release: Release;
  readonly parts: PlatformParts;
  readonly values: PlatformValues;
  /** Namespace of Dynamo's operator. */
  readonly namespace: string;
  /** Labels of the nodes that system pods run on. */
  readonly systemNodes: Readonly<Record<string, string>>;
}

/** In this order, each after those before it that it stands on. */
const ORDER: readonly Exclude<ChartedPart, 'dynamo'>[] = [
  'certManager',
  'prometheus',
  'gpuOperator',
  'networkOperator',
  'efaPlugin',
  'draDriver',
  'kai',
  'volcano',
  'lws',
  'grove',
];

/** What has to be there first: kinds that a chart makes objects of, and nodes that it reads the labels of. */
const AFTER: Readonly<Partial<Record<ChartedPart, readonly ChartedPart[]>>> = {
  gpuOperator: ['prometheus'],
  draDriver: ['gpuOperator'],
  grove: ['kai', 'volcano'],
};

/** The label that the GPU operator sets on nodes with GPUs. Source: NVIDIA gpu-operator, gpu-feature-discovery. */
const GPU_LABEL = 'nvidia.com/gpu.present';

/** Keeps pods that need no GPU off the nodes that have some, on which they would be in the way of a worker. */
const OFF_GPU_NODES: JsonObject = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: GPU_LABEL, operator: 'DoesNotExist' }] }],
    },
  },
};

/** Fields of Dynamo's chart that place what it bundles. Source: ai-dynamo/dynamo deploy/helm/charts/platform/values.yaml, 2026-11. */
const BUNDLED_AFFINITIES: Readonly<Partial<Record<keyof PlatformParts, string>>> = {
  grove: 'grove.affinity',
  kai: 'kai-scheduler.global.affinity',
  lws: 'lws.affinity',
  etcd: 'etcd.affinity',
  nats: 'nats.podTemplate.merge.spec.affinity',
};

/** Every chart that Stator installs, Dynamo's last. */
export function installationsOf(props: InstallationsProps): readonly Installation[] {
  const { parts, release } = props;
  const installed = ORDER.filter((part) => parts[part]?.way === 'install');
  const charts = installed.map((part) => {
    const options = parts[part]?.options ?? {};
    const after = (AFTER[part] ?? []).filter((other) => installed.some((name) => name === other));
    return installation(part, options, after, props);
  });
  const values = platformHelmValues({
    release,
    parts,
    values: props.values,
    ...(installed.includes('prometheus') ? { prometheusUrl: prometheusUrl(parts) } : {}),
  });
  return [
    ...charts,
    installation(
      'dynamo',
      { namespace: props.namespace, values: mergeValues(bundledPlaces(parts), values) },
      installed,
      props,
    ),
  ];
}

function installation(
  part: ChartedPart,
  options: InstallOptions,
  after: readonly ChartedPart[],
  { release, parts, systemNodes }: InstallationsProps,
): Installation {
  const row: ChartRow<string | undefined> = CHARTS[part];
  const { chart, repository, version: known, namespace, affinities, nodeSelectors } = row;
  const version = options.version ?? known(release);
  if (version === undefined) {
    const fix = `give one: Prerequisite.install({ version: '...' })`;
    throw new InvalidValueError(
      `parts.${part}.version`,
      version,
      'a version of the chart, as none is known to work',
      fix,
    );
  }
  const places = [
    ...affinities.map((path) => valuesAt(path, OFF_GPU_NODES)),
    ...(Object.keys(systemNodes).length === 0 ? [] : nodeSelectors.map((path) => valuesAt(path, systemNodes))),
  ];
  return {
    name: chart,
    repository: repository(release),
    version,
    namespace: options.namespace ?? namespace,
    values: mergeValues(...places, ownValues(part, parts, release), options.values ?? {}),
    after: after.map((other) => CHARTS[other].chart),
  };
}

/** What a chart needs to be told so that Dynamo's graphs run beside it. */
function ownValues(part: ChartedPart, parts: PlatformParts, release: Release): JsonObject {
  switch (part) {
    case 'prometheus':
      // Monitors of other charts, Dynamo's among them, are looked at, too.
      return {
        prometheus: {
          prometheusSpec: {
            podMonitorSelectorNilUsesHelmValues: false,
            serviceMonitorSelectorNilUsesHelmValues: false,
            probeSelectorNilUsesHelmValues: false,
            ruleSelectorNilUsesHelmValues: false,
          },
        },
      };
    case 'gpuOperator':
      return { dcgmExporter: { serviceMonitor: { enabled: parts.prometheus !== undefined } } };
    case 'certManager':
      return { crds: { enabled: true } };
    case 'draDriver':
      // GPUs are those of the device plugin: on one node only one of the two may offer them.
      return { resources: { gpus: { enabled: false }, computeDomains: { enabled: true } } };
    case 'kai':
      return parts.grove !== undefined && release.atLeast('1.5') ? KAI_BESIDE_GROVE : {};
    case 'grove':
      // Rendered again and again, the empty Secret of the chart would overwrite the certificate in it.
      return {
        webhookServerSecret: { enabled: false },
        ...(release.atLeast('1.5') ? { crdInstaller: { enabled: true } } : {}),
      };
    default:
      return {};
  }
}

function bundledPlaces(parts: PlatformParts): JsonObject {
  return mergeValues(
    ...Object.entries(BUNDLED_AFFINITIES)
      .filter(([part]) => Object.entries(parts).some(([key, value]) => key === part && value?.way === 'bundled'))
      .map(([, path]) => valuesAt(path, OFF_GPU_NODES)),
  );
}

function prometheusUrl({ prometheus }: PlatformParts): string {
  const { chart, namespace } = CHARTS.prometheus;
  return `http://${chart}-prometheus.${prometheus?.options.namespace ?? namespace}.svc.cluster.local:9090`;
}
