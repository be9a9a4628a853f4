import { Severity } from '../findings';
import { at, type Mapping, mapping, type ObservedGraph } from '../observed';
import type { Rule, Violation } from './rule';

export const kvTransferPolicy: Rule = {
  code: 'DYN018',
  title: 'a policy for KV transfer has one source of topology, a domain, and a weight only where it prefers',
  severity: Severity.ERROR,
  rationale:
    'The operator refuses a policy with both a node label and a cluster topology, with neither, without a domain, and with a weight beside the enforcement required. A cluster topology belongs to Grove. Without a prefill and a decode component there is no transfer that the policy could hold for.',
  fix: 'give one of labelKey and clusterTopologyName, a domain, and preferredWeight from 0 to 1 with enforcement preferred only',
  source: 'ai-dynamo/dynamo deploy/operator/api/v1beta1/common.go (KvTransferPolicy)',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      const policy = mapping(at(graph.document.value, 'spec', 'experimental', 'kvTransferPolicy'));
      if (policy !== undefined) {
        const path = `${graph.path}: spec.experimental.kvTransferPolicy`;
        yield* [...checkSource(graph, policy), ...checkWeight(policy), ...checkUse(graph)].map((violation) => ({
          path,
          ...violation,
        }));
      }
    }
  },
};

type Finding = Omit<Violation, 'path'>;

function* checkSource(graph: ObservedGraph, policy: Mapping): Generator<Finding> {
  const sources = ['labelKey', 'clusterTopologyName'].filter((field) => (policy[field] ?? '') !== '');
  if (sources.length !== 1) {
    const found = sources.length === 0 ? 'neither' : 'both';
    yield {
      message: `the policy has ${found} of labelKey and clusterTopologyName`,
      fix: 'give exactly one of them',
    };
  }
  if (sources.includes('clusterTopologyName') && graph.annotations['nvidia.com/enable-grove'] === 'false') {
    yield {
      message: 'the policy names a cluster topology, and the graph turns Grove off',
      fix: 'give labelKey instead',
    };
  }
  if ((policy['domain'] ?? '') === '') {
    yield { message: 'the policy has no domain', fix: 'set domain, for example to rack' };
  }
}

function* checkWeight({ enforcement = 'required', preferredWeight: weight }: Mapping): Generator<Finding> {
  if (enforcement !== 'required' && enforcement !== 'preferred') {
    yield { message: `enforcement is '${enforcement}', and has to be required or preferred` };
  } else if (enforcement === 'required' && weight !== undefined) {
    yield {
      message: 'preferredWeight is given, and enforcement is required',
      fix: 'leave preferredWeight out, or set enforcement to preferred',
    };
  } else if (enforcement === 'preferred' && weight === undefined) {
    yield { message: 'enforcement is preferred without preferredWeight', fix: 'set preferredWeight from 0 to 1' };
  } else if (weight !== undefined && !(typeof weight === 'number' && weight >= 0 && weight <= 1)) {
    yield { message: `preferredWeight is ${weight}, and has to be from 0 to 1` };
  }
}

function* checkUse({ components, name }: ObservedGraph): Generator<Finding> {
  const roles = components.map(({ role }) => role);
  if (!(roles.includes('prefill') && roles.includes('decode'))) {
    yield {
      severity: Severity.WARNING,
      message: `'${name}' has no prefill and decode components, between which KV cache would travel`,
      fix: 'leave the policy out',
    };
  }
}
