import { PolicyPack } from '@pulumi/policy';
import { statorPolicies } from '.';

/**
 * What `pulumi preview --policy-pack stacks/policy/pack` runs. It stands neither in that folder, whose package.json would make every
 * import of the folder mean this program, nor beside it under its name, since Node would then take `pack.ts` for the folder `pack`.
 */
new PolicyPack('stator', {
  policies: statorPolicies(),
  displayName: 'Stator',
  description: 'Security rules for inference on Kubernetes, and for the AWS resources of GPU clusters.',
});
