import { at, type Mapping } from '../../../constructs/observed';
import type { ResourcePolicy } from './resource-policy';

/** Source: AWS Security Hub EC2.8 and EC2.170; `httpTokens` is `optional` unless given. A default of the account shows in no stack. */
export const instanceMetadata: ResourcePolicy = {
  name: 'ec2-imdsv2',
  title: 'machines give out metadata to sessions only (IMDSv2)',
  rationale:
    'With IMDSv1 one forged request of any server on the machine reads the credentials of its role. IMDSv2 asks for a token first, which such a request cannot fetch.',
  fix: "set metadataOptions.httpTokens to 'required'",
  severity: 'high',
  enforcementLevel: 'mandatory',
  assumptions: { httpTokens: 'required', launchTemplate: {}, metadataOptions: { httpTokens: 'required' } },
  checks: {
    'aws:ec2/instance:Instance': function* (props) {
      if (props['metadataOptions'] !== undefined || props['launchTemplate'] === undefined) {
        yield* withoutTokens(props);
      }
    },
    'aws:ec2/launchTemplate:LaunchTemplate': withoutTokens,
  },
};

function* withoutTokens({ metadataOptions }: Mapping): Generator<string> {
  const tokens = at(metadataOptions, 'httpTokens');
  if (tokens !== 'required' && at(metadataOptions, 'httpEndpoint') !== 'disabled') {
    yield `metadataOptions.httpTokens is ${typeof tokens === 'string' ? `'${tokens}'` : 'not set'}, allowed is 'required'`;
  }
}
