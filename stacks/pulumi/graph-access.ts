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

/** The graph that a document is, if it is one. Names are those in the cluster: in the document, an output may stand in their place. */
export function graphAccess(document: ManifestDocument, resource: KubernetesResource): readonly DeployedGraph[] {
  return Observation.of([document]).graphs.map(({ name, components }) => {
    const access = resource.metadata.apply((metadata): GraphAccess => {
      const graph = metadata?.name ?? name;
      const namespace = metadata?.namespace ?? 'default';
      const services = Object.fromEntries(
        components.map((component) => [component.name, `${graph}-${component.name.toLowerCase()}`] as const),
      );
      const frontend = components.find(({ type }) => type === 'frontend');
      const service = frontend === undefined ? undefined : services[frontend.name];
      const url = service && `http://${service}.${namespace}.svc.cluster.local:${FRONTEND_PORT}`;
      return { graph, namespace, services, url };
    });
    return { apiVersion: document.value.apiVersion, resource, access };
  });
}
