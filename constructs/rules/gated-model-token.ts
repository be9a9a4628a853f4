import { Severity } from '../findings';
import type { Rule } from './rule';

export const gatedModelToken: Rule = {
  code: 'DYN106',
  title: 'a gated model comes with a token or from a claim that holds it',
  severity: Severity.ERROR,
  rationale:
    'The hub answers an anonymous download of a gated model with 401. The download Job fails after its retries, and pods wait for weights that never come.',
  fix: "give the model cache a token: new ModelCache(scope, id, { model, token: SecretKey.of('hf-token-secret', 'HF_TOKEN') }), or use an existing claim",
  source: 'huggingface.co documentation on gated models; ai-dynamo/dynamo issue 286',
  *checkGraph({ path, model }) {
    if (model.gated && !model.accessible) {
      yield { path, message: `'${model.repository}' is gated, but nothing that downloads it has a token` };
    }
  },
};
