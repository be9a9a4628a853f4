import { Severity } from '../findings';
import type { Rule } from './rule';

const FIX = 'add an AggregatedPool, or a PrefillPool and a DecodePool';

export const graphParts: Rule = {
  code: 'DYN107',
  title: 'a graph has a frontend and at least one pool',
  severity: Severity.ERROR,
  rationale:
    'Without a pool there is no model to serve, and the operator refuses a graph without components. Without a frontend, an endpoint picker or a router nothing takes requests: the GPUs are reserved, the workers wait.',
  fix: 'add a Frontend and a pool to the graph',
  source: 'ai-dynamo/dynamo deploy/operator/internal/webhook/validation/dynamographdeployment.go',
  *checkGraph({ name, path, frontends, routers, pools }) {
    if (frontends.length === 0 && routers.length === 0) {
      yield {
        path,
        message: `the graph '${name}' has no frontend; it needs at least one`,
        fix: 'add a Frontend, or an EndpointPicker behind a Gateway',
      };
    }
    if (pools.length === 0) {
      yield {
        path,
        message: `the graph '${name}' has no pool; it needs at least one`,
        fix: FIX,
      };
    } else if (pools.every(({ role }) => role === 'encode')) {
      yield { path, message: `no pool of the graph '${name}' takes in what its encode pool makes`, fix: FIX };
    }
  },
};
