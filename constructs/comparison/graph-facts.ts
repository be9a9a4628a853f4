import { at, mapping, mappings, type ObservedGraph } from '../observed';
import { Topic } from './comparison';
import { FactSheet, type Facts } from './fact';

/** Everything that a graph says beside its components, in one form for both API versions. */
export function graphFacts(graph: ObservedGraph): Facts {
  const facts = new FactSheet();
  const { value } = graph.document;
  facts.put('apiVersion', value.apiVersion, Topic.IDENTITY);
  facts.put('metadata.name', graph.name, Topic.IDENTITY);
  facts.put('metadata.namespace', graph.namespace, Topic.IDENTITY);
  facts.spread('metadata.labels', at(value, 'metadata', 'labels'), Topic.METADATA);
  facts.spread('metadata.annotations', at(value, 'metadata', 'annotations'), Topic.METADATA);
  const { components, services, env, envs, pvcs, ...spec } = mapping(value['spec']) ?? {};
  facts.spread('', spec, Topic.OTHER);
  // A claim that the operator does not make is only a reference.
  const made = mappings(pvcs).filter((claim) => claim['create'] === true);
  facts.spread('pvcs', made, Topic.VOLUMES);
  return facts.all;
}
