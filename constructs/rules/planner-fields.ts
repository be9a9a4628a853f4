import { Severity } from '../findings';
import { unreadableFields } from '../planner';
import { asViolation, readPlanners } from './planners';
import type { Rule } from './rule';

export const plannerFields: Rule = {
  code: 'DYN150',
  title: 'the planner knows its settings, and they are of the right kind',
  severity: Severity.ERROR,
  rationale:
    'The planner ignores a setting that it does not know, without a word: a misspelt budget or one that came with a later release counts as left out, and the default of 8 GPUs holds. A value of another kind or out of range stops it at start.',
  fix: 'correct the name or the value',
  source: 'ai-dynamo 1.2.1 to 1.6.1 dynamo/planner/config/planner_config.py',
  *checkDocuments(observation, context) {
    for (const planner of readPlanners(observation, context)) {
      for (const conflict of unreadableFields(planner.config.values, context.releaseOf(planner.graph))) {
        yield asViolation(planner, conflict);
      }
    }
  },
};
