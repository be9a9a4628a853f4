import { isJsonObject, type JsonObject } from '../../../constructs/manifests';
import { mappings, Observation, type ObservedComponent, text } from '../../../constructs/observed';

/** What a graph asks for, one entry for each component. */
export interface ExpectedComponent {
  readonly name: string;
  /** Pods, all nodes of all replicas. */
  readonly pods: number;
  readonly claimNames: readonly string[];
  /** Images of all its containers. */
  readonly images: readonly string[];
}

export function expectedComponents(graph: JsonObject): readonly ExpectedComponent[] {
  const metadata = isJsonObject(graph['metadata']) ? graph['metadata'] : {};
  const value = { ...graph, apiVersion: text(graph['apiVersion']) ?? '', kind: 'DynamoGraphDeployment', metadata };
  const [observed] = Observation.of([{ source: 'cluster', value }]).graphs;
  return (observed?.components ?? []).map((component) => ({
    name: component.name,
    pods: Math.max(0, component.replicas) * Math.max(1, component.nodeCount),
    claimNames: component.claimNames,
    images: imagesOf(component),
  }));
}

function imagesOf({ image, pod }: ObservedComponent): readonly string[] {
  const containers = [...mappings(pod['initContainers']), ...mappings(pod['containers'])];
  return [image, ...containers.map((container) => text(container['image']))].filter((each) => each !== undefined);
}
