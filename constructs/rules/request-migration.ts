import { Severity } from '../findings';
import type { Rule } from './rule';

export const requestMigration: Rule = {
  code: 'DYN050',
  title: 'requests move on when their worker goes away',
  severity: Severity.WARNING,
  rationale:
    'With a migration limit of 0 a request whose worker disappears ends with an error. That happens in every rolling update, on a lost spot node, and whenever a pod is evicted.',
  fix: 'leave migrationLimit at its default, or set it to 1 or more',
  source: 'ai-dynamo/dynamo docs/fault-tolerance/request-migration.md',
  // Manifests are not looked at: there 0 is the default of the engine, and who writes it down has decided for it.
  *checkGraph({ frontends }) {
    for (const { name, path, migrationLimit } of frontends) {
      if (migrationLimit === 0) {
        yield { path, message: `'${name}' gives a request up when its worker goes away (migrationLimit is 0)` };
      }
    }
  },
};
