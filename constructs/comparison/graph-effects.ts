import { Effect } from './comparison';

/** What a change of some places does. */
export interface EffectRow {
  readonly place: RegExp;
  readonly effect: Effect;
  readonly reason?: string;
}

/*
 * Source of both tables: ai-dynamo/dynamo deploy/operator/internal/webhook/validation/dynamographdeployment.go and
 * deploy/operator/internal/dynamo/graph.go. Rows count from the top.
 */

const IMMUTABLE = 'the operator refuses the change';
const CONVERTED = 'the API server keeps one object and converts it';

/** Fields of a graph, outside its components. */
export const GRAPH_EFFECTS: readonly EffectRow[] = [
  { place: /^apiVersion$/, effect: Effect.NOTHING, reason: CONVERTED },
  { place: /^metadata\.name$/, effect: Effect.REPLACES, reason: 'another name is another graph; the old one runs on' },
  {
    place: /^metadata\.namespace$/,
    effect: Effect.REPLACES,
    reason: 'another namespace holds another graph; the old one runs on',
  },
  {
    place: /^metadata\.annotations\[dynamo\.nvidia\.com\/gpu-power-limit\]/,
    effect: Effect.REPLACES,
    reason: IMMUTABLE,
  },
  {
    place: /^metadata\.annotations\[nvidia\.com\/(?:enable-grove|enable-disaggregatedset|workload-provider)\]/,
    effect: Effect.REPLACES,
    reason: 'other workloads run the graph, and the operator fixes which when the graph is made',
  },
  {
    place:
      /^metadata\.annotations\[nvidia\.com\/(?:kai-scheduler-queue|volcano-queue|vllm-distributed-executor-backend|dynamo-discovery-backend|dynamo-kube-discovery-mode|enable-metrics|disable-image-pull-secret-discovery)\]/,
    effect: Effect.ROLLS,
    reason: 'the operator writes it into the pods',
  },
  { place: /^metadata\./, effect: Effect.NOTHING },
  {
    place: /^(?:backendFramework|topologyConstraint|providerOverride|experimental\.kvTransferPolicy)(?:$|[.[])/,
    effect: Effect.REPLACES,
    reason: IMMUTABLE,
  },
  { place: /^experimental\.componentGroups\[[^\]]+\]\.replicas$/, effect: Effect.SCALES },
  { place: /^experimental\.componentGroups\[[^\]]+\]\.scalingAdapter$/, effect: Effect.NOTHING },
  { place: /^experimental\.componentGroups/, effect: Effect.REPLACES, reason: IMMUTABLE },
  { place: /^restart\.id$/, effect: Effect.ROLLS, reason: 'a new id restarts every component' },
  { place: /^restart/, effect: Effect.NOTHING },
  { place: /^(?:annotations|labels)(?:$|[.[])/, effect: Effect.ROLLS, reason: 'the operator writes it into the pods' },
  { place: /^priorityClassName$/, effect: Effect.ROLLS, reason: 'the operator writes it into the pods' },
  { place: /^pvcs/, effect: Effect.NOTHING, reason: 'the operator makes claims, and never changes them' },
  { place: /./, effect: Effect.NOTHING },
];

/** Fields of a component. */
export const COMPONENT_EFFECTS: readonly EffectRow[] = [
  { place: /^name$/, effect: Effect.REPLACES, reason: 'components cannot be added, removed or renamed' },
  {
    place: /^(?:type|multinode|minAvailable|topologyConstraint|providerOverride|experimental\.grove)(?:$|[.[])/,
    effect: Effect.REPLACES,
    reason: IMMUTABLE,
  },
  {
    place: /^experimental\.(?:gpuMemoryService|failover)\.(?:mode|numShadows)$/,
    effect: Effect.REPLACES,
    reason: IMMUTABLE,
  },
  { place: /^annotations\[dynamo\.nvidia\.com\/gpu-power-limit\]/, effect: Effect.REPLACES, reason: IMMUTABLE },
  { place: /^replicas$/, effect: Effect.SCALES },
  { place: /^scalingAdapter$/, effect: Effect.NOTHING, reason: 'the operator makes or deletes the adapter' },
  { place: /^ingress/, effect: Effect.NOTHING },
  { place: /./, effect: Effect.ROLLS },
];

/** What a change of a place does; the tables end with a row for all other places. */
export function effectAt(table: readonly EffectRow[], place: string): Omit<EffectRow, 'place'> {
  const { effect, reason } = table.find((row) => row.place.test(place)) ?? { effect: Effect.NOTHING };
  return reason === undefined ? { effect } : { effect, reason };
}
