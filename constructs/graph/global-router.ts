import { type ApiObject, Chart, type Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { type ComponentSpec, ConfigMap, DynamoGraphDeployment } from '../api';
import { InvalidValueError, requireDnsLabel, requireWhole } from '../findings';
import type { Release } from '../releases';
import { quantity, runtimeVersion } from './component-parts';
import { contentHash } from './content-hash';
import { dynamoNamespace } from './dynamo-namespace';
import { requireCores } from './graph-component';
import { containerSecurity, podSecurity } from './pod-security';
import type { RouterPools } from './router-pools';
import { standaloneRouterOf } from './standalone-router';
import { validateApp } from './validation';

export interface GlobalRouterProps {
  /** The graphs behind it, and which of them takes a request. */
  readonly pools: RouterPools;
  /**
   * Name of the graph that is made for it.
   * @default - the construct id
   */
  readonly name?: string;
  /**
   * @default - that of the graphs
   * @throws InvalidValueError for another one: processes of several releases do not find each other
   */
  readonly release?: Release;
  /**
   * TTFT that a request without a wish of its own counts as asking for.
   * @default - the middle of the grid
   */
  readonly defaultTtft?: Duration;
  /**
   * ITL that a request without a wish of its own counts as asking for.
   * @default - the middle of the grid
   */
  readonly defaultItl?: Duration;
  /**
   * Number of frontend pods before it.
   * @default 1
   */
  readonly frontends?: number;
  /**
   * Image of frontend and router.
   * @default - the release's runtime image of vLLM, which holds both
   */
  readonly image?: string;
  /**
   * CPU cores of each pod, requested and limited.
   * @default 4
   */
  readonly cpu?: number;
  /**
   * Memory of each pod, requested and limited.
   * @default Size.gibibytes(8)
   */
  readonly memory?: Size;
}

const COMPONENT = 'global-router';
const CONFIG = { folder: '/etc/dynamo/global-router', name: 'pools.json', volume: 'global-router-config' } as const;

/**
 * One entry for several graphs of the same model, which picks the graph by the length of a request and by how fast it wants to be served.
 * It stands in a DynamoGraphDeployment of its own with a frontend; the graphs have a `StandaloneRouter` and no frontend. vLLM only.
 *
 * ```ts
 * new GlobalRouter(chart, 'entry', {
 *   pools: RouterPools.aggregated({ graphs: [fast, cheap], ttft: { from: Duration.millis(100), to: Duration.seconds(4) }, ... }),
 * });
 * ```
 *
 * Source: ai-dynamo/dynamo docs/fern/pages/reference/components/global-router-configuration.mdx, examples/global_planner, read 2026-11.
 */
export class GlobalRouter extends Construct {
  public readonly name: string;
  /** The graph that it stands in as an API object, for `addJsonPatch`. */
  public readonly deployment: ApiObject;
  /** Its configuration as an API object, for `addJsonPatch`. */
  public readonly configMap: ApiObject;
  private readonly release: Release;
  private readonly image: string;

  /** @throws InvalidValueError for graphs of several models, releases or namespaces, and for one without a StandaloneRouter */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: GlobalRouterProps,
  ) {
    super(scope, id);
    this.name = props.name ?? id;
    requireDnsLabel('name', this.name);
    requireWhole('frontends', props.frontends ?? 1, 1);
    requireCores(props.cpu ?? 1);
    this.release = props.release ?? props.pools.release;
    this.image = props.image ?? this.release.image('vllm-runtime');
    this.requireGraphs();
    const content = JSON.stringify(props.pools.config(this.release), null, 2);
    const configMapName = `${this.name}-${COMPONENT}-${contentHash(content)}`;
    this.configMap = new ConfigMap(this, 'config', {
      metadata: { name: configMapName },
      data: { [CONFIG.name]: content },
    });
    this.deployment = new DynamoGraphDeployment(this, 'deployment', {
      metadata: { name: this.name },
      spec: { components: [this.frontend(), this.router(configMapName)] },
    });
    this.deployment.node.addDependency(this.configMap);
    validateApp(this.node.root);
  }

  private get modelName(): string {
    return this.props.pools.graphs[0]?.servedName ?? '';
  }

  private requireGraphs(): void {
    const { namespace } = Chart.of(this);
    for (const graph of this.props.pools.graphs) {
      if (graph.servedName !== this.modelName) {
        throw new InvalidValueError(
          'graphs',
          graph.servedName,
          `graphs that serve '${this.modelName}', as the first does`,
        );
      }
      if (graph.namespace !== namespace) {
        throw new InvalidValueError(
          'graphs',
          graph.name,
          `graphs in the namespace of the router ('${namespace ?? 'none'}')`,
        );
      }
      if (graph.release.compareTo(this.release) !== 0) {
        throw new InvalidValueError(
          'graphs',
          `${graph.name} of release ${graph.release.version}`,
          `graphs of release ${this.release.version}, as the router`,
        );
      }
      if (standaloneRouterOf(graph) === undefined) {
        const fix = `add one to '${graph.name}' before the GlobalRouter is made`;
        throw new InvalidValueError('graphs', graph.name, 'graphs with a StandaloneRouter', fix);
      }
    }
  }

  private frontend(): ComponentSpec {
    const args = ['--http-port', '8000', '--router-mode', 'round-robin', '--model-name', this.modelName];
    return {
      ...this.component('frontend', 'dynamo.frontend', args),
      type: 'frontend',
      replicas: this.props.frontends ?? 1,
    };
  }

  private router(configMapName: string): ComponentSpec {
    const { defaultTtft, defaultItl } = this.props;
    const unit = this.release.atLeast('1.6') ? '-ms' : '';
    const target = (name: string, time: Duration | undefined) =>
      time === undefined ? [] : [`--default-${name}-target${unit}`, String(time.toMilliseconds({ integral: false }))];
    const args = [
      ...['--config', `${CONFIG.folder}/${CONFIG.name}`, '--model-name', this.modelName],
      ...['--namespace', dynamoNamespace(Chart.of(this).namespace, this.name)],
      ...target('ttft', defaultTtft),
      ...target('itl', defaultItl),
    ];
    return this.component(COMPONENT, 'dynamo.global_router', args, configMapName);
  }

  private component(name: string, module: string, args: readonly string[], configMapName?: string): ComponentSpec {
    const memory = this.props.memory ?? Size.gibibytes(8);
    const amounts = { cpu: String(this.props.cpu ?? 4), memory: quantity(memory.toKibibytes() * 1024) };
    const mounted = configMapName !== undefined;
    return {
      name,
      replicas: 1,
      ...runtimeVersion(this.image, this.release),
      podTemplate: {
        spec: {
          securityContext: podSecurity(undefined),
          ...(mounted ? { volumes: [{ name: CONFIG.volume, configMap: { name: configMapName } }] } : {}),
          containers: [
            {
              name: 'main',
              image: this.image,
              command: ['python3', '-m', module],
              args,
              resources: { limits: amounts, requests: amounts },
              securityContext: containerSecurity(undefined),
              ...(mounted ? { volumeMounts: [{ name: CONFIG.volume, mountPath: CONFIG.folder, readOnly: true }] } : {}),
            },
          ],
        },
      },
    };
  }
}
