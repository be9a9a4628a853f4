/** What carries KV cache between nodes. */
export const FabricKind = {
  /** Multi-node NVLink: the NVLink domain of a rack. */
  MNNVL: 'mnnvl',
  INFINIBAND: 'infiniband',
  /** Elastic Fabric Adapter of AWS. */
  EFA: 'efa',
  /** RDMA over converged Ethernet. */
  ROCE: 'roce',
  /** Plain sockets: no GPU-to-GPU path between nodes. */
  TCP: 'tcp',
} as const;
export type FabricKind = (typeof FabricKind)[keyof typeof FabricKind];
