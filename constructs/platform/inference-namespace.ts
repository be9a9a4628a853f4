import { ApiObject, Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { Namespace, Role, RoleBinding } from '../api';
import { InvalidValueError, requireDnsLabel } from '../findings';
import { InferenceGraph, validateApp } from '../graph';
import { isPodSecurityLevel, PodSecurityLevel, weakest } from '../pod-security';
import { DEPLOYER_RULES } from './deployer-rules';
import type { Subject } from './subject';

export interface InferenceNamespaceProps {
  /**
   * Name of the namespace: graphs of the app belong to it whose chart has this namespace.
   * @default - the namespace of the chart
   */
  readonly name?: string;
  /**
   * Pod Security level that the namespace enforces. Pods that do not pass it are refused.
   * @default - the strictest level that the pods of all graphs in the namespace pass
   */
  readonly enforce?: PodSecurityLevel;
  /**
   * Who may deploy graphs into the namespace. Whoever may do that can run pods there, and pods can read every Secret of the namespace.
   * @default [] nobody but those who may already
   */
  readonly deployers?: readonly Subject[];
}

const LABEL = 'pod-security.kubernetes.io';
const ROLE = 'graph-deployer';

/**
 * A namespace for graphs: it enforces a Pod Security level, warns about all that is not `restricted`, and says who may deploy.
 *
 * Everything of the app that stands in the namespace is applied after it. Making namespaces and roles takes rights of its own, which
 * deployers do not get; where they are to apply graphs themselves, give the namespace a chart, and so a file, of its own.
 *
 * ```ts
 * const chart = new Chart(app, 'inference', { namespace: 'inference' });
 * new InferenceNamespace(chart, 'namespace', { deployers: [Subject.group('inference-team')] });
 * ```
 */
export class InferenceNamespace extends Construct {
  public readonly name: string;
  /** The namespace as an API object. */
  public readonly namespace: ApiObject;
  private readonly ownLevel: PodSecurityLevel | undefined;

  /** @throws InvalidValueError for a name that is taken, or that Kubernetes keeps for itself */
  public constructor(scope: Construct, id: string, props: InferenceNamespaceProps = {}) {
    super(scope, id);
    this.name = props.name ?? this.nameOfChart();
    requireDnsLabel('name', this.name);
    if (this.name === 'default' || this.name.startsWith('kube-')) {
      const why = 'deleting what was applied would take everything in the namespace along';
      throw new InvalidValueError('name', this.name, 'a namespace that Kubernetes does not make itself', why);
    }
    if (this.others().some((other) => other.name === this.name)) {
      throw new InvalidValueError('name', this.name, 'the name of one InferenceNamespace of the app');
    }
    if (props.enforce !== undefined && !isPodSecurityLevel(props.enforce)) {
      throw new InvalidValueError('enforce', props.enforce, 'privileged, baseline or restricted');
    }
    validateApp(this.node.root);
    this.ownLevel = props.enforce;
    this.namespace = new Namespace(this, 'namespace', {
      metadata: {
        name: this.name,
        labels: {
          [`${LABEL}/enforce`]: Lazy.any({ produce: () => this.enforce }),
          [`${LABEL}/enforce-version`]: 'latest',
          [`${LABEL}/warn`]: PodSecurityLevel.RESTRICTED,
          [`${LABEL}/audit`]: PodSecurityLevel.RESTRICTED,
        },
      },
    });
    if (Chart.of(this).namespace === this.name) {
      // Counts for objects of the chart that come later, too.
      Chart.of(this).node.addDependency(this.namespace);
    }
    this.addDeployers(props.deployers ?? []);
    this.node.addValidation({
      validate: () => {
        this.comeFirst();
        return this.strayGraphs();
      },
    });
  }

  /** The Pod Security level that the namespace enforces. It follows from graphs that may be added later. */
  public get enforce(): PodSecurityLevel {
    const graphs = this.graphs().filter(({ namespace }) => namespace === this.name);
    return this.ownLevel ?? weakest(graphs.map((graph) => graph.describe().podSecurity));
  }

  private nameOfChart(): string {
    const { namespace } = Chart.of(this);
    if (namespace === undefined) {
      throw new InvalidValueError('name', undefined, 'given where the chart has no namespace');
    }
    return namespace;
  }

  private addDeployers(deployers: readonly Subject[]): void {
    if (deployers.length === 0) {
      return;
    }
    const metadata = { name: ROLE, namespace: this.name };
    const role = new Role(this, 'role', { metadata, rules: DEPLOYER_RULES });
    const binding = new RoleBinding(this, 'role-binding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: ROLE },
      subjects: deployers.map(({ spec }) => spec),
    });
    role.addDependency(this.namespace);
    binding.addDependency(role);
  }

  /** Objects and charts that came after this construct are only known once the app is complete. */
  private comeFirst(): void {
    const own = Chart.of(this);
    for (const object of this.node.root.node.findAll().filter((construct) => ApiObject.isApiObject(construct))) {
      const chart = Chart.of(object);
      // cdk8s applies a chart inside of another one before it.
      const before = chart !== own && chart.node.scopes.includes(own);
      if (object.metadata.namespace === this.name && object.kind !== 'Namespace' && !before) {
        object.addDependency(this.namespace);
        if (chart !== own) {
          chart.addDependency(own);
        }
      }
    }
  }

  /** A graph without a namespace goes wherever kubectl points to, and not here. */
  private strayGraphs(): string[] {
    return this.graphs()
      .filter((graph) => graph.namespace === undefined && Chart.of(graph) === Chart.of(this))
      .map(
        ({ name }) =>
          `graph '${name}' has no namespace, though its chart makes '${this.name}'; give the chart namespace: '${this.name}'`,
      );
  }

  private graphs(): readonly InferenceGraph[] {
    return this.node.root.node.findAll().filter((construct) => construct instanceof InferenceGraph);
  }

  private others(): readonly InferenceNamespace[] {
    return this.node.root.node
      .findAll()
      .filter((construct) => construct instanceof InferenceNamespace)
      .filter((construct) => construct !== this);
  }
}
