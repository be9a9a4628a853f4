import type { PolicyConfigSchema, StackValidationPolicy } from '@pulumi/policy';
import { type Mapping, mapping, type Observation } from '../../../constructs/observed';
import type { Release } from '../../../constructs/releases';
import type { DocumentContext, Violation } from '../../../constructs/rules';
import { type PolicyText, policyHead } from '../policy-text';
import { StackDocuments } from './stack-documents';

/** A policy over the Kubernetes objects of a stack. */
export interface KubernetesPolicy extends PolicyText {
  readonly configSchema?: PolicyConfigSchema;
  /** @param config what the organisation has set for this policy */
  readonly check: (observation: Observation, context: DocumentContext, config: Mapping) => Iterable<Violation>;
}

/**
 * The policy as Pulumi runs it: at the end of a preview, and again at the end of an update. It needs all objects at once, since what
 * holds for one follows from others: its namespace, its graph, its accounts.
 *
 * @param release by which the pods of graphs are told
 */
export function kubernetesPolicy(policy: KubernetesPolicy, release: Release): StackValidationPolicy {
  return {
    ...policyHead(policy),
    ...(policy.configSchema === undefined ? {} : { configSchema: policy.configSchema }),
    validateStack: ({ resources, getConfig }, report) => {
      const documents = StackDocuments.of(resources);
      const context = { releaseOf: () => release, complete: false };
      for (const violation of policy.check(documents.observation, context, mapping(getConfig()) ?? {})) {
        const { urn, path } = documents.place(violation.path);
        const { message, fix = policy.fix } = violation;
        report(documents.masked(`${path}: ${message}. Fix: ${fix}`), urn);
      }
    },
  };
}
