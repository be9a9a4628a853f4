import { type ApiObject, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import type { PlatformDescription, PlatformPartDescription } from '../description';
import { InvalidValueError, requireDnsLabel } from '../findings';
import { validateApp } from '../graph';
import { declaredPlatform, declarePlatform, type IPlatform } from '../graph/declared-platform';
import type { JsonObject } from '../manifests';
import { Release } from '../releases';
import { CHARTS } from './chart-table';
import { deliver, helmCommand, valuesFile } from './deliver';
import type { Delivery } from './delivery';
import type { Installation } from './installation';
import { installationsOf } from './installations';
import { KaiQueue } from './kai-queue';
import type { PlatformValues } from './platform-values';
import type { PlatformParts } from './prerequisite';
import { requirePlatform } from './require-platform';

export interface DynamoPlatformProps {
  /** How the charts get into the cluster. */
  readonly delivery: Delivery;
  /**
   * Release of Dynamo's operator.
   * @default Release.latest
   */
  readonly release?: Release;
  /**
   * Version of Kubernetes, for example `1.34`.
   * @default - not said, and not checked
   */
  readonly kubernetes?: string;
  /**
   * Driver of the GPU nodes, for example `580.95.05`.
   * @default - not said, and not checked
   */
  readonly gpuDriver?: string;
  /**
   * What is there besides the operator. Graphs of the app that need more are refused.
   * @default {} nothing
   */
  readonly parts?: PlatformParts;
  /**
   * What the operator is told.
   * @default {}
   */
  readonly values?: PlatformValues;
  /**
   * Namespace of the operator.
   * @default 'dynamo-system'
   */
  readonly namespace?: string;
  /**
   * Labels of the nodes that system pods run on.
   * @default {} any node without GPUs
   */
  readonly systemNodes?: Readonly<Record<string, string>>;
  /**
   * Queues of the KAI scheduler that somebody else makes, besides the `KaiQueue`s of the app.
   * @default []
   */
  readonly queues?: readonly string[];
}

/** Queues that are there with KAI and Dynamo. Source: NVIDIA/aicr recipes/registry.yaml, 2026-09; ai-dynamo/dynamo platform README, 2026-11. */
const DEFAULT_QUEUES = ['default-parent-queue', 'default-queue', 'dynamo'];

/**
 * What a cluster needs once: Dynamo's operator, and what graphs stand on. It is the platform of all graphs of its app: rules compare
 * what they need with what is there, and the versions with each other.
 *
 * ```ts
 * new DynamoPlatform(chart, 'dynamo', {
 *   delivery: Delivery.flux(),
 *   kubernetes: '1.34',
 *   parts: { gpuOperator: Prerequisite.install(), grove: Prerequisite.install(), kai: Prerequisite.install() },
 * });
 * ```
 */
export class DynamoPlatform extends Construct implements IPlatform {
  public readonly release: Release;
  public readonly parts: PlatformParts;
  /** Namespace of the operator. */
  public readonly namespace: string;
  /** Every chart that is installed, in the order in which that has to happen. */
  public readonly installations: readonly Installation[];
  /** What installs each chart, by its name, for `addJsonPatch`: HelmReleases or Applications. */
  public readonly objects: ReadonlyMap<string, ApiObject>;

  /** @throws InvalidValueError for values that contradict parts or release, and for a second operator of the cluster in one app */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: DynamoPlatformProps,
  ) {
    super(scope, id);
    this.release = props.release ?? Release.latest;
    this.parts = props.parts ?? {};
    this.namespace = props.namespace ?? CHARTS.dynamo.namespace;
    requireDnsLabel('namespace', this.namespace);
    requirePlatform({ ...props, release: this.release, namespace: this.namespace });
    const { root } = this.node;
    if (props.values?.namespaceRestriction === undefined) {
      if (declaredPlatform(root) !== undefined) {
        const fix = 'a cluster has one operator; put the platform of another cluster into an app of its own';
        throw new InvalidValueError('id', id, 'the only DynamoPlatform of its app', fix);
      }
      declarePlatform(root, this);
    }
    validateApp(root);
    this.installations =
      props.delivery.settings.kind === 'existing'
        ? []
        : installationsOf({
            release: this.release,
            parts: this.parts,
            values: props.values ?? {},
            namespace: this.namespace,
            systemNodes: props.systemNodes ?? {},
          });
    this.objects = deliver(this, this.installations, props.delivery.settings);
  }

  /**
   * Values of Dynamo's chart, as YAML.
   *
   * @throws InvalidValueError if the platform is there already, so that nothing is installed
   */
  public helmValues(): string {
    return Yaml.stringify(this.dynamo().values);
  }

  /** A file with values for each chart, by its name. */
  public helmFiles(): ReadonlyMap<string, string> {
    return new Map(this.installations.map(({ name, values }) => [valuesFile(name), Yaml.stringify(values)]));
  }

  /** The command that installs Dynamo's chart; `helmFiles` are in the folder that it runs in. */
  public helmCommand(): string {
    return helmCommand(this.dynamo());
  }

  /** The commands that install all charts, in their order. */
  public helmCommands(): readonly string[] {
    return this.installations.map(helmCommand);
  }

  public describe(): PlatformDescription {
    const { kubernetes, gpuDriver, queues = [], delivery } = this.props;
    const own = this.node.root.node.findAll().filter((construct) => construct instanceof KaiQueue);
    const parts = Object.entries(this.parts).flatMap(([part, prerequisite]): [string, PlatformPartDescription][] => {
      const version = prerequisite?.version ?? this.installedVersion(part);
      return prerequisite === undefined
        ? []
        : [[part, { way: prerequisite.way, ...(version === undefined ? {} : { version }) }]];
    });
    return {
      path: this.node.path,
      release: this.release.version,
      ...(kubernetes === undefined ? {} : { kubernetes }),
      ...(gpuDriver === undefined ? {} : { gpuDriver }),
      parts: Object.fromEntries(parts),
      queues: [...(this.parts.kai === undefined ? [] : DEFAULT_QUEUES), ...queues, ...own.map(({ name }) => name)],
      ...(delivery.settings.kind === 'helm' ? { values: this.dynamo().values } : {}),
    };
  }

  private installedVersion(part: string): string | undefined {
    const row = Object.entries(CHARTS).find(([key]) => key === part)?.[1];
    return this.installations.find(({ name }) => name === row?.chart)?.version;
  }

  private dynamo(): Installation & { readonly values: JsonObject } {
    const dynamo = this.installations.find(({ name }) => name === CHARTS.dynamo.chart);
    if (dynamo === undefined) {
      throw new InvalidValueError('delivery', 'existing', 'one that installs: Delivery.flux, argoCd or helm');
    }
    return dynamo;
  }
}
