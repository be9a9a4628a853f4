import { type ApiObject, Chart, type Duration, Lazy, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { type ComponentSpec, DynamoGraphDeployment, NetworkPolicy } from '../api';
import { InvalidValueError, requireDnsLabel, requireWhole } from '../findings';
import { Release } from '../releases';
import { quantity, runtimeVersion } from './component-parts';
import { dynamoNamespace } from './dynamo-namespace';
import { plannerNetworkPolicy } from './network-policy';
import type { Planner } from './planner';
import { containerSecurity, podSecurity } from './pod-security';
import { validateApp } from './validation';

export interface GlobalPlannerProps {
  /**
   * Name of the graph that is made for it.
   * @default - the construct id
   */
  readonly name?: string;
  /** @default Release.latest */
  readonly release?: Release;
  /**
   * GPUs that all its graphs may take together.
   * @default - no limit
   */
  readonly maxGpus?: number;
  /**
   * GPUs that they keep together: with the same number as `maxGpus` they only pass them on to each other.
   * @default - no limit
   */
  readonly minGpus?: number;
  /**
   * How long a wish of a planner counts, to be paired with the opposite wish of another: at least two of their intervals.
   * @default Duration.seconds(360)
   */
  readonly wishLifetime?: Duration;
  /**
   * Log what planners ask for, but change nothing.
   * @default false
   */
  readonly advisory?: boolean;
  /**
   * Image of the pod.
   * @default - the release's planner image
   */
  readonly image?: string;
  /**
   * CPU cores of the pod, requested and limited.
   * @default 2
   */
  readonly cpu?: number;
  /**
   * Memory of the pod, requested and limited.
   * @default Size.gibibytes(4)
   */
  readonly memory?: Size;
}

const COMPONENT = 'global-planner';

/**
 * Carries out what the planners of several graphs decide, within one budget of GPUs. It stands in a DynamoGraphDeployment of its own and
 * only listens to the planners that name it.
 *
 * ```ts
 * const budget = new GlobalPlanner(chart, 'budget', { maxGpus: 64 });
 * new Planner(graph, 'planner', { slo, maxGpus: 48, globalPlanner: budget });
 * ```
 *
 * Source: ai-dynamo 1.2.1 to 1.6.1 on PyPI, dynamo/global_planner, read 2026-11.
 */
export class GlobalPlanner extends Construct {
  public readonly name: string;
  /** The graph that it stands in as an API object, for `addJsonPatch`. */
  public readonly deployment: ApiObject;
  private readonly planners: Planner[] = [];

  /** @throws InvalidValueError in a chart without a namespace, which its address is made from */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: GlobalPlannerProps = {},
  ) {
    super(scope, id);
    this.name = props.name ?? id;
    requireDnsLabel('name', this.name);
    requireWhole('maxGpus', props.maxGpus ?? 0, 0);
    requireWhole('minGpus', props.minGpus ?? 0, 0, props.maxGpus);
    if (props.wishLifetime !== undefined && !(props.wishLifetime.toSeconds({ integral: false }) > 0)) {
      throw new InvalidValueError('wishLifetime', props.wishLifetime.toHumanString(), 'a duration above 0');
    }
    if (props.cpu !== undefined && !(props.cpu > 0)) {
      throw new InvalidValueError('cpu', props.cpu, 'a number of cores above 0');
    }
    if (this.namespace === undefined) {
      throw new InvalidValueError(
        'namespace',
        undefined,
        'given on the chart of a GlobalPlanner',
        'planners find it by its namespace',
      );
    }
    this.deployment = new DynamoGraphDeployment(this, 'deployment', {
      metadata: { name: this.name },
      spec: Lazy.any({ produce: () => ({ components: [this.component()] }) }),
    });
    new NetworkPolicy(this, 'network-policy', plannerNetworkPolicy(this.name, COMPONENT));
    validateApp(this.node.root);
  }

  /** Where planners find it: the Dynamo namespace of its graph. */
  public get dynamoNamespace(): string {
    return dynamoNamespace(this.namespace, this.name);
  }

  /** @internal */
  public manage(planner: Planner): void {
    if (planner.graph.namespace !== this.namespace) {
      throw new InvalidValueError(
        'globalPlanner',
        this.node.path,
        `one in the namespace of the graph '${planner.graph.name}' (${planner.graph.namespace ?? 'none'})`,
        `it has no rights outside of its own ('${this.namespace ?? ''}')`,
      );
    }
    this.planners.push(planner);
  }

  private get namespace(): string | undefined {
    return Chart.of(this).namespace;
  }

  private component(): ComponentSpec {
    const release = this.props.release ?? Release.latest;
    const image = this.props.image ?? release.image('dynamo-planner');
    const memory = this.props.memory ?? Size.gibibytes(4);
    const amounts = { cpu: String(this.props.cpu ?? 2), memory: quantity(memory.toKibibytes() * 1024) };
    return {
      name: COMPONENT,
      type: 'planner',
      replicas: 1,
      ...runtimeVersion(image, release),
      podTemplate: {
        spec: {
          serviceAccountName: 'planner-serviceaccount',
          securityContext: podSecurity(undefined),
          containers: [
            {
              name: 'main',
              image,
              command: ['python3', '-m', 'dynamo.global_planner'],
              args: this.args(),
              resources: { limits: amounts, requests: amounts },
              securityContext: containerSecurity(undefined),
            },
          ],
        },
      },
    };
  }

  private args(): readonly string[] {
    const { maxGpus, minGpus, wishLifetime, advisory } = this.props;
    const flag = (name: string, value: number | undefined) => (value === undefined ? [] : [name, String(value)]);
    const managed = this.planners.map(({ graph }) => dynamoNamespace(graph.namespace, graph.name)).sort();
    return [
      ...flag('--max-total-gpus', maxGpus),
      ...flag('--min-total-gpus', minGpus),
      ...flag('--intent-cache-ttl-seconds', wishLifetime?.toSeconds({ integral: false })),
      ...(advisory === true ? ['--no-operation'] : []),
      // Takes all words behind it, so it stands last; without planners it would take them from anyone.
      ...['--managed-namespaces', ...(managed.length === 0 ? [this.dynamoNamespace] : managed)],
    ];
  }
}
