import { Integer, Boolean as Switch, String as Text } from '@sinclair/typebox';
import type { Chart } from 'cdk8s';
import { EndpointPicker, InferenceGateway, type InferenceGraph, InferenceRoute, type Release } from '../../constructs';
import type { RecipeDifference } from '../blueprint';
import { type BareGraphSettings, bareGraph } from '../shared-graph';
import { LLAMA } from './disaggregated-h100';

/** The entry of these graphs, in the place of a frontend. */
export const gatewayParameters = (hostname = '') => ({
  pickers: Integer({
    default: 1,
    minimum: 1,
    maximum: 100,
    description: 'Number of endpoint picker pods; several take release 1.5',
  }),
  gateway: Text({
    default: 'inference-gateway',
    minLength: 1,
    maxLength: 253,
    description: 'Gateway that is there, of a class that knows InferencePools',
  }),
  gatewayNamespace: Text({
    default: '',
    maxLength: 63,
    description: 'Namespace of the Gateway; empty is that of the graph',
  }),
  hostname: Text({
    default: hostname,
    maxLength: 253,
    description: 'Host name of the requests that belong to the graph; empty takes any',
  }),
  modelHeader: Switch({
    default: false,
    description: 'Take requests with the header X-Gateway-Model-Name only: for several models behind one host name',
  }),
});

interface GatewaySettings extends BareGraphSettings {
  readonly pickers: number;
  readonly gateway: string;
  readonly gatewayNamespace: string;
  readonly hostname: string;
  readonly modelHeader: boolean;
}

/** The graph with an endpoint picker and the route to it; the pools are still to come. */
export function llamaBehindGateway(chart: Chart, settings: GatewaySettings, release: Release): InferenceGraph<'vllm'> {
  const graph = bareGraph(chart, settings, release, LLAMA);
  const picker = new EndpointPicker(graph, 'epp', { replicas: settings.pickers });
  new InferenceRoute(picker, 'route', {
    gateway: InferenceGateway.existing({
      name: settings.gateway,
      ...(settings.gatewayNamespace === '' ? {} : { namespace: settings.gatewayNamespace }),
    }),
    hostnames: settings.hostname === '' ? [] : [settings.hostname],
    modelHeader: settings.modelHeader,
  });
  return graph;
}

/** Where both graphs differ from their recipes. */
export const DIFFERENCES: readonly RecipeDifference[] = [
  {
    at: 'epp.env.DYN_ROUTER_USE_KV_EVENTS',
    reason: 'the default is written down, so that a new default changes nothing',
  },
  {
    at: '*.flags.--kv-events-config*',
    reason: 'the picker follows the KV events of all workers, from 1.4 on those of decode workers too',
  },
];
