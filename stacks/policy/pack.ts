import { PolicyPack } from '@pulumi/policy';
import { statorPolicies } from '.';

/**
 * What `pulumi preview --policy-pack stacks/policy/pack` runs. That folder has a package.json, which would make every import of the folder
 * mean its program, and so nothing else is in it.
 */
new PolicyPack('stator', {
  policies: statorPolicies(),
  displayName: 'Stator',
  description: 'Security rules for inference on Kubernetes, and for the AWS resources of GPU clusters.',
});
