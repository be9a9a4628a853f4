/**
 * Stator's security rules as policies of Pulumi, for stacks that Stator did not write.
 *
 * ```ts
 * new PolicyPack('acme', { policies: statorPolicies() }, { 'pod-security': { level: 'restricted' } });
 * ```
 *
 * @packageDocumentation
 */
import type { Policies } from '@pulumi/policy';
import { Release } from '../../constructs/releases';
import { clusterEndpoint } from './aws/cluster-endpoint';
import { encryption } from './aws/encryption';
import { instanceMetadata } from './aws/instance-metadata';
import { nodeRole } from './aws/node-role';
import { openSecurityGroup } from './aws/open-security-group';
import { resourcePolicy } from './aws/resource-policy';
import { clusterAdmin } from './kubernetes/cluster-admin';
import { kubernetesPolicy } from './kubernetes/kubernetes-policy';
import { networkPolicy } from './kubernetes/network-policy';
import { podSecurity } from './kubernetes/pod-security';
import { rulePolicy, SECURITY_RULES } from './kubernetes/rule-policy';
import { serviceAccountToken } from './kubernetes/service-account-token';

export interface StatorPoliciesOptions {
  /**
   * Release of the Dynamo platform: what its operator adds to pods counts, too.
   * @default Release.latest
   */
  readonly release?: Release;
  /**
   * Codes of rules that are to be policies besides those about security, for example `DYN008`. See `docs/rules.md`.
   * @default []
   */
  readonly rules?: readonly string[];
}

/**
 * The policies, for a pack of one's own. Each has the level that Stator gives it until the pack's configuration says otherwise.
 *
 * @throws InvalidValueError when `rules` has a code that no rule over manifests has
 */
export function statorPolicies(options: StatorPoliciesOptions = {}): Policies {
  const { release = Release.latest, rules = [] } = options;
  return [
    ...[...new Set([...SECURITY_RULES, ...rules])].map(rulePolicy),
    podSecurity,
    clusterAdmin,
    networkPolicy,
    serviceAccountToken,
  ]
    .map<Policies[number]>((policy) => kubernetesPolicy(policy, release))
    .concat(
      [clusterEndpoint, instanceMetadata, encryption, openSecurityGroup].map((policy) => resourcePolicy(policy)),
      nodeRole,
    );
}
