/**
 * Stator's security rules as policies of Pulumi, for stacks that Stator did not write.
 *
 * ```ts
 * new PolicyPack('acme', { policies: statorPolicies({ podSecurity: PodSecurityLevel.RESTRICTED }) });
 * ```
 *
 * @packageDocumentation
 */
import type { Policies } from '@pulumi/policy';
import type { PodSecurityLevel } from '../../constructs/pod-security';
import { Release } from '../../constructs/releases';
import { clusterEndpoint } from './aws/cluster-endpoint';
import { encryption } from './aws/encryption';
import { instanceMetadata } from './aws/instance-metadata';
import { nodeRole } from './aws/node-role';
import { openSecurityGroup } from './aws/open-security-group';
import { resourcePolicy } from './aws/resource-policy';
import { kubernetesPolicy } from './kubernetes/kubernetes-policy';
import { networkPolicy } from './kubernetes/network-policy';
import { DEFAULT_LEVELS, podSecurity } from './kubernetes/pod-security';
import { rulePolicy, SECURITY_RULES } from './kubernetes/rule-policy';
import { serviceAccountToken } from './kubernetes/service-account-token';

export { PodSecurityLevel } from '../../constructs/pod-security';

export interface StatorPoliciesOptions {
  /**
   * Pod Security level that all pods have to pass. Configuration of the pack takes precedence.
   * @default PodSecurityLevel.BASELINE
   */
  readonly podSecurity?: PodSecurityLevel;
  /**
   * Levels of single namespaces, by their names. Configuration of the pack takes precedence.
   * @default { 'kube-system': PodSecurityLevel.PRIVILEGED }, where the agents of nodes run
   */
  readonly namespaces?: Readonly<Record<string, PodSecurityLevel>>;
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
 * @throws InvalidValueError for a level that there is not, and for a code in `rules` that no rule over manifests has
 */
export function statorPolicies(options: StatorPoliciesOptions = {}): Policies {
  const { release = Release.latest, rules = [] } = options;
  const levels = {
    level: options.podSecurity ?? DEFAULT_LEVELS.level,
    namespaces: options.namespaces ?? DEFAULT_LEVELS.namespaces,
  };
  const codes = new Set([...SECURITY_RULES, ...rules]);
  return [
    ...[...[...codes].map(rulePolicy), podSecurity(levels), networkPolicy, serviceAccountToken].map((policy) =>
      kubernetesPolicy(policy, release),
    ),
    ...[clusterEndpoint, instanceMetadata, encryption, openSecurityGroup].map(resourcePolicy),
    nodeRole,
  ];
}
