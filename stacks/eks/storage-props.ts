import type * as pulumi from '@pulumi/pulumi';
import type { EksCluster } from './cluster';
import type { Network } from './network';

/** What every kind of storage has to know. */
export interface StorageProps {
  readonly cluster: EksCluster;
  readonly region: string;
  readonly network: Network;
  /** Zone of a store that stands in one. It is no Local Zone. */
  readonly zone: string;
  /** Group of all nodes with EFA. */
  readonly efaSecurityGroupId: pulumi.Input<string>;
  /** Node groups that drivers run on. */
  readonly nodes: readonly pulumi.Resource[];
}
