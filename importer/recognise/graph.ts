import { Precision, type Release } from '../../constructs';
import type { ManifestDocument } from '../../constructs/manifests';
import {
  at,
  isMapping,
  mapping,
  type Observation,
  type ObservedComponent,
  type ObservedGraph,
  textMap,
} from '../../constructs/observed';
import { type Code, type CodeObject, given, Snippet, toCode } from '../code';
import { printCode } from '../print/literal';
import type { ComponentProgram, GraphProgram, NodesProgram } from '../program';
import { type TargetComponent, targetOf } from '../target';
import { recogniseCache } from './cache';
import { isFrontend, isPicker, recogniseFrontend, recognisePicker } from './frontend';
import { engineOf, labelsOf } from './hints';
import { type Machine, machineOfLabels } from './machines';
import { recogniseModel } from './model';
import { recogniseNodes } from './nodes';
import { kvPrecisionOf, poolConstruct, recognisePool } from './pool';
import { domainOf, replacedConfigMaps } from './replaced';

/** A graph as constructs, before anything is compared. */
export interface RecognisedGraph {
  readonly program: GraphProgram;
  readonly nodes: readonly NodesProgram[];
  readonly targets: ReadonlyMap<string, TargetComponent>;
  /** Objects that constructs of the graph make in their own way. */
  readonly replaced: ReadonlySet<ManifestDocument>;
  /** ConfigMap that the engine configuration of a pool came from, by pool. */
  readonly configMaps: ReadonlyMap<string, string>;
  /** The compute domain that the graph makes. */
  readonly domain: { readonly name: string; readonly spec: unknown } | undefined;
  /** What has no place in the program. */
  readonly notes: readonly string[];
}

export interface GraphInput {
  readonly graph: ObservedGraph;
  readonly observation: Observation;
  readonly machine: Machine;
  readonly because: string;
  /** Whether the user chose the machine for all pools. */
  readonly fixed: boolean;
  /** Starts names of constants, where there are several graphs. */
  readonly prefix: string;
  readonly release: Release;
}

const SHARED_FIELDS: readonly string[] = ['components', 'services', 'env', 'envs', 'pvcs', 'backendFramework'];

export function recogniseGraph({
  graph,
  observation,
  machine,
  because,
  fixed,
  prefix,
  release,
}: GraphInput): RecognisedGraph {
  const targets = new Map(graph.components.map((component) => [component.name, targetOf(component, graph)]));
  const engine = engineOf(graph);
  const pools = graph.components.filter(
    (component) => component.engine?.kind === engine && component.role !== 'encode' && !hasRoles(component),
  );
  const poolTargets = pools.flatMap(({ name }) => targets.get(name) ?? []);
  const frontends = [...targets.values()].filter(isFrontend);
  const pickers = frontends.length > 0 ? [] : [...targets.values()].filter(isPicker).slice(0, 1);
  const typed = new Set([...frontends, ...pickers, ...poolTargets].map(({ name }) => name));
  const model = recogniseModel(pools);
  const image = usualImage([...pools, ...frontends.map(({ component }) => component)]);
  const domain = domainOf(graph, pools, observation);
  const channels = domain === undefined ? [] : [domain.claimTemplate];
  const nodes = recogniseNodes({
    pools,
    machineOf: (pool) => (fixed ? undefined : machineOfLabels(labelsOf(pool))) ?? machine,
    because,
    channels,
    prefix,
  });
  const linked = nodes.groups.some(isLinked) ? domain : undefined;
  const configMaps = replacedConfigMaps(graph, pools, observation);
  const components: readonly ComponentProgram[] = [
    ...frontends.map((target) => recogniseFrontend(target, image)),
    ...pickers.map((target) => recognisePicker(target, release)),
    ...poolTargets.map((target) =>
      recognisePool({
        target,
        construct: poolConstruct(target.component, pools),
        engine,
        nodes: nodes.variableOf.get(target.name) ?? 'nodes',
        perNode: nodes.perNode.get(target.name) ?? machine.group.gpusPerNode,
        graphImage: image,
        maxContext: model.checkpoint.model.maxContext,
      }),
    ),
  ];
  const served = pools.map(({ engine: facts }) => facts?.servedModelName).find((name) => name !== undefined);
  const spec = mapping(graph.document.value['spec']) ?? {};
  const usual = model.checkpoint.precision === Precision.NVFP4 ? 'fp8' : 'bf16';
  const cache = recogniseCache(poolTargets);
  return {
    program: {
      name: graph.name,
      namespace: graph.namespace,
      model: model.code,
      engine: new Snippet(`Engine.${engine}()`, ['Engine']),
      props: given({
        image,
        servedName: served === model.checkpoint.servedName ? undefined : served,
        cache,
        kvPrecision: kvPrecisionOf(pools, usual),
        kvBlockTokens: blockTokens(pools),
        computeDomain:
          linked === undefined ? undefined : { domain: linked.domain, claimTemplate: linked.claimTemplate },
        orchestrator: orchestratorOf(graph),
        podAnnotations: toObject(textMap(spec['annotations'])),
        podLabels: toObject(textMap(spec['labels'])),
        networkPolicy: false,
      }),
      env: {},
      podTemplate: {},
      components,
      order: [],
      raw: [...targets.values()].filter(({ name }) => !typed.has(name)).map(rawComponent),
      labels: textMap(at(graph.document.value, 'metadata', 'labels')),
      annotations: annotationsOf(graph),
      fields: specFields(spec),
      acknowledged: {},
      domainFields: {},
      comments: model.comment === undefined ? [] : [model.comment],
    },
    nodes: nodes.groups,
    targets,
    replaced: new Set([...configMaps.documents, ...(linked === undefined ? [] : [linked.document])]),
    configMaps: configMaps.byPool,
    domain: linked === undefined ? undefined : { name: linked.domain, spec: linked.document.value['spec'] },
    notes: [...targets.values()].flatMap(lostFields),
  };
}

/** Pods of several templates (release 1.6) are kept as they are. */
function hasRoles({ written }: ObservedComponent): boolean {
  return written['roles'] !== undefined;
}

function isLinked({ code }: NodesProgram): boolean {
  return printCode(code, 0, 0).includes('Fabric.mnnvl');
}

function usualImage(components: readonly ObservedComponent[]): string | undefined {
  const images = components.flatMap(({ image }) => image ?? []);
  const count = (image: string) => images.filter((other) => other === image).length;
  return [...new Set(images)].sort((a, b) => count(b) - count(a))[0];
}

function blockTokens(pools: readonly ObservedComponent[]): number | undefined {
  const sizes = new Set(pools.map(({ engine }) => engine?.kvBlockTokens));
  const [size] = sizes;
  return sizes.size === 1 ? size : undefined;
}

function orchestratorOf({ annotations, components }: ObservedGraph): Snippet | undefined {
  if (annotations['nvidia.com/enable-grove'] !== 'false') {
    return undefined;
  }
  const name = components.some(({ multinode }) => multinode) ? 'LWS' : 'DEPLOYMENT';
  return new Snippet(`Orchestrator.${name}`, ['Orchestrator']);
}

function annotationsOf({ annotations, document }: ObservedGraph): Readonly<Record<string, string>> {
  const kept = Object.entries(textMap(at(document.value, 'metadata', 'annotations')));
  return Object.fromEntries(kept.filter(([key]) => key !== 'nvidia.com/enable-grove' || annotations[key] !== 'false'));
}

function specFields(spec: Readonly<Record<string, unknown>>): CodeObject {
  const rest = Object.entries(spec).filter(([key]) => ![...SHARED_FIELDS, 'annotations', 'labels'].includes(key));
  return Object.fromEntries(rest.map(([key, value]) => [key, toCode(value)]));
}

function toObject(map: Readonly<Record<string, string>>): CodeObject | undefined {
  return Object.keys(map).length === 0 ? undefined : { ...map };
}

/** A component as `v1beta1` has it, for what no construct stands for. */
function rawComponent({ name, fields, template, env }: TargetComponent): CodeObject {
  if (fields['roles'] !== undefined) {
    const roles = toCode({ name, ...fields });
    return isMapping(roles) ? roles : {};
  }
  const spec = isMapping(template['spec']) ? template['spec'] : {};
  const containers = Array.isArray(spec['containers']) ? spec['containers'] : [];
  const variables = [...env].map(([key, entry]) => ({ name: key, ...entry }));
  const withEnv = containers.map((container: unknown) =>
    isMapping(container) && container['name'] === 'main' && variables.length > 0
      ? { ...container, env: variables }
      : container,
  );
  const code: Code = toCode({ name, ...fields, podTemplate: { ...template, spec: { ...spec, containers: withEnv } } });
  return isMapping(code) ? code : {};
}

/** Fields of `v1alpha1` that nothing stands for in `v1beta1`. */
function lostFields({ name, lost }: TargetComponent): readonly string[] {
  return Object.entries(lost).map(
    ([field, value]) => `${name}: '${field}' has no place in v1beta1, and is left out: ${JSON.stringify(value)}.`,
  );
}
