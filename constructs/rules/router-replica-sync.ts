import { Severity } from '../findings';
import type { ObservedComponent } from '../observed';
import { routerMode } from './routing';
import type { Rule } from './rule';
import { isTrue } from './workers';

const SYNC = '--router-replica-sync';
const TRACK = '--router-track-active-blocks';

export const routerReplicaSync: Rule = {
  code: 'DYN064',
  title: 'KV routers tell each other what they have sent',
  severity: Severity.WARNING,
  rationale:
    'Each replica of a frontend in KV mode counts the blocks of the requests that it sent itself. Without replica sync it knows nothing of those that the others sent: several pick the same worker as the idlest, and load is uneven although every router balances.',
  fix: `add ${SYNC} to the args of the frontend`,
  source: 'ai-dynamo/dynamo docs/components/router/router-operations.md',
  *checkDocuments({ graphs }) {
    for (const frontend of graphs.flatMap(({ components }) => components).filter(({ role }) => role === 'frontend')) {
      const { value, because } = routerMode(frontend);
      if (frontend.replicas > 1 && value === 'kv' && isOn(frontend, TRACK, true) && !isOn(frontend, SYNC, false)) {
        yield {
          path: frontend.path,
          message: `'${frontend.name}' has ${frontend.replicas} replicas that route by KV cache (${because}), each by the load of its own requests alone`,
        };
      }
    }
  },
};

/** An option with a `--no-` form and a variable; where only the cluster knows its value, it may be what is needed. */
function isOn({ commandLine, env }: ObservedComponent, flag: string, fallback: boolean): boolean {
  const found = commandLine.find(flag, flag.replace('--', '--no-'));
  if (found !== undefined) {
    return found.name === flag;
  }
  const variable = env.get(`DYN_${flag.slice(2).toUpperCase().replaceAll('-', '_')}`);
  return variable === undefined ? fallback : variable.value === undefined || isTrue(variable.value);
}
