import * as pulumi from '@pulumi/pulumi';
import type { ApiObject, App, Chart } from 'cdk8s';
import { formatFinding, InvalidValueError, nearest } from '../../constructs/findings';
import { validateApp } from '../../constructs/graph';
import { checkedOutputs, requireSound } from './checks';
import { graphAccess } from './graph-access';
import { GraphWait } from './graph-wait';
import { KubernetesResource } from './kubernetes-resource';
import { inOrder, type OrderedObject } from './ordering';
import { whileDeploying } from './outputs';
import { whenReady } from './when-ready';

/** Options of a `GraphDeployment` beside those that every Pulumi component has. */
export interface GraphDeploymentOptions extends pulumi.ComponentResourceOptions {
  /**
   * Whether to wait for the graphs to be Ready.
   * @default - `GraphWait.untilReady()` with the default provider; `GraphWait.none()` with a provider of your own, as the cluster behind
   * it is not known
   */
  readonly wait?: GraphWait;
  /**
   * Earlier construct paths of objects, so that Pulumi takes an object with a new path for the one it knows: `{ 'r1/cache/claim':
   * 'r1/weights/claim' }`. Paths start below the app or chart that is deployed.
   * @default {}
   */
  readonly previousPaths?: Readonly<Record<string, string>>;
}

/**
 * Deploys a cdk8s app or chart with Pulumi: the very objects that `cdk8s synth` would write, each as a resource of the Kubernetes provider.
 *
 * ```ts
 * const app = new App();
 * const chart = new Chart(app, 'r1', { namespace: 'inference' });
 * // ... graph
 * const deployment = new GraphDeployment('r1', chart, { provider });
 * export const url = deployment.frontendUrl;
 * ```
 *
 * Every rule runs over the whole app first, and again over the finished objects once the outputs in it (`asString`) are known. Objects are
 * made in the order that the construct tree asks for, and behind what they name: claim, ConfigMap and namespace before the graph.
 *
 * A resource is named `<name>/<construct path>`. Renaming the deployment needs `aliases` on it, which its objects inherit.
 */
export class GraphDeployment extends pulumi.ComponentResource {
  /** The resources by the objects they were made from. */
  public readonly resources: ReadonlyMap<ApiObject, KubernetesResource>;
  /** Address of each graph's frontend inside the cluster, by the name of the graph. There once the graph is Ready, if that is waited for. */
  public readonly frontendUrls: pulumi.Output<Readonly<Record<string, string>>>;
  /** Address of the first graph's frontend inside the cluster, for example `http://r1-frontend.inference.svc.cluster.local:8000`. */
  public readonly frontendUrl: pulumi.Output<string>;
  /** Names of the Services that the operator makes: graph to component to Service. */
  public readonly services: pulumi.Output<Readonly<Record<string, Readonly<Record<string, string>>>>>;

  /**
   * @param name of the component; resources have names that start with it
   * @param source app or chart with at least one object. Rules see its whole app
   * @throws GraphRefusedError with every error of the app
   * @throws InvalidValueError when there is no object, or a previous path belongs to none
   */
  public constructor(name: string, source: App | Chart, options: GraphDeploymentOptions = {}) {
    const { wait, previousPaths = {}, ...componentOptions } = options;
    super('stator:pulumi:GraphDeployment', name, {}, componentOptions);
    const { root } = source.node;
    validateApp(root);
    for (const warning of requireSound(root)) {
      // A log that cannot be written is no reason to stop.
      void pulumi.log.warn(formatFinding(warning), this);
    }
    const objects = whileDeploying(root, () => inOrder(source));
    if (objects.length === 0) {
      throw new InvalidValueError('source', source.node.path, 'an app or chart with objects');
    }
    const pathOf = ({ object }: OrderedObject) => relativePath(source, object);
    requireKnownPaths(previousPaths, objects.map(pathOf));
    const { outputs, gated } = checkedOutputs(root);
    const resources = new Map<ApiObject, KubernetesResource>();
    for (const ordered of objects) {
      const path = pathOf(ordered);
      const previous = previousPaths[path];
      const resource = new KubernetesResource(`${name}/${path}`, ordered.document.value, outputs, {
        parent: this,
        dependsOn: gated(ordered.after.flatMap((object) => resources.get(object) ?? [])),
        ...(previous === undefined ? {} : { aliases: [{ name: `${name}/${previous}` }] }),
      });
      resources.set(ordered.object, resource);
    }
    this.resources = resources;
    const graphs = objects.flatMap(({ object, document }) => {
      const resource = resources.get(object);
      return resource === undefined ? [] : graphAccess(document, resource);
    });
    const settled = whenReady(this, graphs, wait ?? defaultWait(this), root);
    this.frontendUrls = settled.apply((all) =>
      Object.fromEntries(all.flatMap(({ graph, url }) => (url === undefined ? [] : [[graph, url] as const]))),
    );
    this.frontendUrl = settled.apply((all) => all.find(({ url }) => url !== undefined)?.url ?? '');
    this.services = settled.apply((all) =>
      Object.fromEntries(all.map(({ graph, services }) => [graph, services] as const)),
    );
    this.registerOutputs({ frontendUrls: this.frontendUrls, services: this.services });
  }
}

/** Anything but the default provider may lead to a cluster that the environment's kubeconfig does not. */
function defaultWait(component: pulumi.Resource): GraphWait {
  return component.getProvider('kubernetes::') === undefined ? GraphWait.untilReady() : GraphWait.none();
}

function relativePath(source: App | Chart, object: ApiObject): string {
  return object.node.path.slice(source.node.path === '' ? 0 : source.node.path.length + 1);
}

function requireKnownPaths(previous: Readonly<Record<string, string>>, paths: readonly string[]): void {
  for (const path of Object.keys(previous).filter((key) => !paths.includes(key))) {
    const near = nearest(path, paths);
    throw new InvalidValueError(
      'previousPaths',
      path,
      'the path of an object by its present name',
      near === undefined ? `the paths are ${paths.join(', ')}` : `did you mean '${near}'?`,
    );
  }
}
