import type { DynamoVersion } from './dynamo-version';

/** What a release changed in the platform, beyond the facts of the release table. */
export interface PlatformNote {
  readonly since: DynamoVersion;
  /** What is so from then on. */
  readonly what: string;
  /** What it asks of whoever runs the platform. */
  readonly advice: string;
  readonly source: string;
}

const LEDGER = 'ai-dynamo/dynamo deprecations ledger, 2026-09';

/** By release, oldest first. */
export const PLATFORM_NOTES: readonly PlatformNote[] = [
  {
    since: '1.3',
    what: 'images have CUDA 13 only',
    advice: 'drivers of nodes have to be of branch 580 or newer before pods start',
    source: LEDGER,
  },
  {
    since: '1.3',
    what: 'the GPU memory service claims devices through resource.k8s.io/v1',
    advice: 'graphs with it need Kubernetes 1.34, and name the containers that take part',
    source: LEDGER,
  },
  {
    since: '1.4',
    what: 'subjects of events name the endpoint',
    advice:
      'frontends and workers of older releases do not hear those of newer ones: move all components of a graph at once',
    source: LEDGER,
  },
  {
    since: '1.4',
    what: 'the chart installs no NATS unless told to',
    advice: 'set global.nats.install where graphs use it, or run your own and set dynamo-operator.natsAddr',
    source: LEDGER,
  },
  {
    since: '1.4',
    what: 'namespace-restricted operators are deprecated',
    advice: 'set dynamo-operator.upgradeCRD to false in this mode, and plan for one operator for the cluster',
    source: LEDGER,
  },
  {
    since: '1.4',
    what: 'Grove names cluster topologies with the kind ClusterTopologyBinding',
    advice: 'make one where graphs have topology constraints',
    source: LEDGER,
  },
  {
    since: '1.5',
    what: 'objects are stored as v1beta1, and v1alpha1 has no admission of its own',
    advice: 'the rules of v1beta1 apply to graphs in v1alpha1, too',
    source: LEDGER,
  },
  {
    since: '1.5',
    what: 'the type of a component and the annotation nvidia.com/workload-provider cannot be changed any more',
    advice: 'change them before, or delete the graph and make it again',
    source: LEDGER,
  },
  {
    since: '1.5',
    what: 'the endpoint picker is part of the frontend image and takes variables; the one written in Go is gone',
    advice: 'take eppConfig out together with the move of its image',
    source: LEDGER,
  },
  {
    since: '1.5',
    what: 'snapshots are made by an operator of their own',
    advice: 'install it before the move, and replace DynamoCheckpoints by PodSnapshots',
    source: LEDGER,
  },
  {
    since: '1.6',
    what: '41 breaking changes were announced',
    advice: 'read the release notes: the full list could not be had here',
    source: 'ai-dynamo/dynamo release notes 1.6.0, 2026-10',
  },
];
