import { Severity } from '../findings';
import { gib } from './gib';
import type { Rule } from './rule';

export const cacheSize: Rule = {
  code: 'DYN114',
  title: 'the model cache has room for the checkpoint',
  severity: Severity.ERROR,
  rationale:
    'On storage that enforces sizes the download stops when the claim is full, and pods wait for weights that never become complete.',
  fix: 'leave the size out, or make it larger than the checkpoint',
  source: 'ai-dynamo/dynamo recipes (model-cache.yaml of each family)',
  *checkGraph({ path, model, cache }) {
    const { checkpointBytes } = model;
    if (cache?.sizeBytes !== undefined && checkpointBytes !== undefined && cache.sizeBytes < checkpointBytes) {
      yield {
        path,
        message: `the claim '${cache.claim}' has ${gib(cache.sizeBytes)}, but ${model.repository} takes ${gib(checkpointBytes)}`,
      };
    }
  },
};
