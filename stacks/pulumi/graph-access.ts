import type * as pulumi from '@pulumi/pulumi';
import type { ManifestDocument } from '../../constructs/manifests';
import { Observation } from '../../constructs/observed';
import type { KubernetesResource } from './kubernetes-resource';

/** A graph that is being deployed. */
export interface DeployedGraph {
  readonly apiVersion: string;
  readonly resource: KubernetesResource;
  readonly access: pulumi.Output<GraphAccess>;
}

/** How a graph is reached inside its cluster. */
export interface GraphAccess {
  readonly graph: string;
  readonly namespace: string;
  /** Services that the operator makes, by component. */
  readonly services: Readonly<Record<string, string>>;
  /** Absent when the graph has no frontend. */
  readonly url: string | undefined;
}

/** Port of the frontend. Source: ai-dynamo/dynamo deploy/operator/internal/dynamo (component defaults of the frontend). */
const FRONTEND_PORT = 8000;

/** The graph that a document is, if it is one. */
export function graphAccess(document: ManifestDocument, resource: KubernetesResource): readonly DeployedGraph[] {
  return Observation.of([document]).graphs.map((graph) => {
    const services = Object.fromEntries(
      graph.components.map(({ name }) => [name, `${graph.name}-${name.toLowerCase()}`] as const),
    );
    const frontend = graph.components.find(({ type }) => type === 'frontend');
    const access = resource.metadata.apply((metadata): GraphAccess => {
      const namespace = metadata?.namespace ?? 'default';
      const service = frontend === undefined ? undefined : services[frontend.name];
      return {
        graph: graph.name,
        namespace,
        services,
        url: service === undefined ? undefined : `http://${service}.${namespace}.svc.cluster.local:${FRONTEND_PORT}`,
      };
    });
    return { apiVersion: document.value.apiVersion, resource, access };
  });
}
