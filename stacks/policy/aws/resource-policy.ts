import type { ResourceValidationPolicy } from '@pulumi/policy';
import type { Mapping } from '../../../constructs/observed';
import { type Assumptions, knownValues } from '../known-values';
import { type PolicyText, policyHead } from '../policy-text';

/** What is wrong with the properties of a resource: lower case, no final full stop. */
type ResourceCheck = (props: Mapping) => Iterable<string>;

/** A policy over single resources of AWS. */
export interface ResourcePolicy extends PolicyText {
  /** Checks by type token. */
  readonly checks: Readonly<Record<string, ResourceCheck>>;
  /** What is taken for values that only an update will know. */
  readonly assumptions: Assumptions;
}

/** The policy as Pulumi runs it: before each resource is made, in a preview and in an update. */
export function resourcePolicy(policy: ResourcePolicy): ResourceValidationPolicy {
  return {
    ...policyHead(policy),
    validateResource: ({ type, props }, report) => {
      const check = Object.hasOwn(policy.checks, type) ? policy.checks[type] : undefined;
      for (const message of check?.(knownValues(props, policy.assumptions)) ?? []) {
        report(`${message}. Fix: ${policy.fix}`);
      }
    },
  };
}
