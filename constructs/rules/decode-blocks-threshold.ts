import { Severity } from '../findings';
import { DynamoVersion } from '../releases';
import { routerMode } from './routing';
import type { Rule } from './rule';
import { numberOf, setting } from './workers';

const FLAG = '--active-decode-blocks-threshold';

export const decodeBlocksThreshold: Rule = {
  code: 'DYN051',
  title: 'requests are refused by decode load only where the router measures it',
  severity: Severity.ERROR,
  rationale:
    'The threshold compares the decode blocks in use with those a worker has. From release 1.3 on only the KV router collects these figures: in any other mode the threshold is read and does nothing, and an overloaded graph takes on every request. A value outside of 0 to 1 stops the frontend at start.',
  fix: 'start the frontend with --router-mode kv, or limit load by --active-prefill-tokens-threshold',
  source: 'ai-dynamo/dynamo docs/fault-tolerance/request-rejection.md, 1.6.1 router_args',
  *checkDocuments({ graphs }, { releaseOf }) {
    for (const graph of graphs) {
      for (const frontend of graph.components.filter(({ role }) => role === 'frontend')) {
        const found = setting(frontend, [FLAG], ['DYN_ACTIVE_DECODE_BLOCKS_THRESHOLD']);
        const value = numberOf(found);
        if (found === undefined || value === undefined) {
          // `None` switches the check off.
          continue;
        }
        const mode = routerMode(frontend).value;
        if (value < 0 || value > 1) {
          yield {
            path: found.path,
            message: `${found.name} of '${frontend.name}' is ${value}; it is a share from 0 to 1`,
            fix: 'give a share such as 0.85',
          };
        } else if (mode !== 'kv' && mode !== 'unknown' && releaseOf(graph).atLeast(DynamoVersion.V1_3)) {
          yield {
            path: found.path,
            message: `${found.name} of '${frontend.name}' does nothing with router mode ${mode}: decode load is measured in kv mode only`,
          };
        }
      }
    }
  },
};
