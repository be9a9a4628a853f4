/**
 * What pods are kept together in, from the widest on. Which of them a cluster has stands in its topology object.
 * Source: ai-dynamo/grove operator/api/core/v1alpha1, standard topology domains, 2026-09.
 */
const TOPOLOGY_DOMAINS = ['region', 'zone', 'datacenter', 'block', 'rack', 'host', 'numa'] as const;
export type TopologyDomain = (typeof TOPOLOGY_DOMAINS)[number];

/** Where the pods of a graph go. For Grove only. */
export interface GraphTopology {
  /** Name of the cluster's topology object: a ClusterTopologyBinding from release 1.4 on, before that a ClusterTopology. */
  readonly cluster: string;
  /**
   * The domain in which all pods of the graph have to be. What a pool says for itself may be narrower.
   * @default - only pools are packed
   */
  readonly packDomain?: TopologyDomain;
}

/** Whether a domain is wider than another: an error for a pool within a graph. */
export function isWider(domain: TopologyDomain, other: TopologyDomain): boolean {
  return TOPOLOGY_DOMAINS.indexOf(domain) < TOPOLOGY_DOMAINS.indexOf(other);
}

/** Where the topology of a node is read from: its own label, or all levels of the cluster's topology object, for Grove only. */
export type TopologySource =
  | { readonly nodeLabel: string; readonly clusterTopology?: never }
  | { readonly clusterTopology: string; readonly nodeLabel?: never };

/** What happens to a transfer out of its domain: it never takes place, or others come first, by a weight from 0 to 1. */
export type TransferEnforcement =
  | { readonly enforcement?: 'required'; readonly weight?: never }
  | { readonly enforcement: 'preferred'; readonly weight: number };

/**
 * Keeps the transfer of KV cache between prefill and decode workers within a domain of the network, for example a rack. In release 1.3
 * and newer; it cannot change once the graph is made.
 *
 * ```ts
 * kvTransfer: { nodeLabel: 'topology.kubernetes.io/zone', domain: 'zone' }
 * kvTransfer: { clusterTopology: 'racks', domain: 'rack', enforcement: 'preferred', weight: 0.8 }
 * ```
 *
 * Source: ai-dynamo/dynamo deploy/operator/api/v1beta1/common.go, KvTransferPolicy, 2026-10; ai-dynamo/dynamo#9768, #10041.
 */
export type KvTransferPolicy = TopologySource & TransferEnforcement & { readonly domain: TopologyDomain };
