import type { BadDocument } from './bad-document';
import { aggregatedAlpha, autoscaled, autoscaler, disaggregated, packed } from './graphs';

/** Scaling, restarts, updates and placement. */
export const LIFECYCLE: readonly BadDocument[] = [
  {
    id: 'restart-order-in-parallel',
    title: 'an order for a restart that goes in parallel',
    trap: { check: 11 },
    finding: 'DYN011',
    severity: 'error',
    manifest: disaggregated(
      {},
      { spec: { restart: { id: '1', strategy: { type: 'Parallel', order: ['prefill', 'decode', 'frontend'] } } } },
    ),
  },
  {
    id: 'restart-order-leaves-a-component-out',
    title: 'a restart order that leaves the frontend out',
    trap: { source: 'ai-dynamo/dynamo deploy/operator/internal/webhook/validation/dynamographdeployment.go' },
    finding: 'DYN011',
    severity: 'error',
    manifest: disaggregated({}, { spec: { restart: { id: '1', strategy: { order: ['prefill', 'decode'] } } } }),
  },
  {
    id: 'replicas-beside-a-scaling-adapter',
    title: 'a number of replicas for a pool that an autoscaler sizes',
    trap: { check: 13 },
    finding: 'DYN013',
    severity: 'warning',
    manifest: autoscaled({ worker: { replicas: 2 } }),
  },
  {
    id: 'two-autoscalers-for-one-pool',
    title: 'two autoscalers that pull at one pool',
    trap: { check: 14 },
    finding: 'DYN014',
    severity: 'error',
    manifest: autoscaled(
      {},
      { documents: [autoscaler('worker-load', 'worker'), autoscaler('worker-latency', 'worker')] },
    ),
  },
  {
    id: 'autoscaler-without-an-adapter',
    title: 'an autoscaler for a pool that has no scaling adapter',
    trap: { source: 'ai-dynamo/dynamo docs/kubernetes/autoscaling.md' },
    finding: 'DYN014',
    severity: 'error',
    manifest: autoscaled({ worker: { own: {} } }),
  },
  {
    id: 'topology-of-a-component-alone',
    title: 'a component packed into a rack of a topology that the graph does not name',
    trap: { check: 16 },
    finding: 'DYN016',
    severity: 'error',
    manifest: packed({}, { spec: {} }),
  },
  {
    id: 'component-wider-than-its-graph',
    title: 'a component spread over a zone in a graph that is packed into a rack',
    trap: { source: 'ai-dynamo/dynamo docs/kubernetes/topology-aware-scheduling.md' },
    finding: 'DYN016',
    severity: 'error',
    manifest: packed({ worker: { own: { topologyConstraint: { packDomain: 'zone' } } } }),
  },
  {
    id: 'update-that-may-change-no-pod',
    title: 'a rolling update that may neither add a pod nor take one away',
    trap: { check: 60 },
    finding: 'DYN060',
    severity: 'error',
    manifest: aggregatedAlpha({
      worker: {
        own: {
          annotations: {
            'nvidia.com/deployment-rolling-update-max-surge': '0',
            'nvidia.com/deployment-rolling-update-max-unavailable': '0',
          },
        },
      },
    }).replace('"name": "r1"', '"name": "r1", "annotations": { "nvidia.com/enable-grove": "false" }'),
  },
];
