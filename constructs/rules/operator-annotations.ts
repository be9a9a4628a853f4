import { nearest, Severity } from '../findings';
import { at, textMap } from '../observed';
import type { Rule, Violation } from './rule';

const POWER_LIMIT = 'dynamo.nvidia.com/gpu-power-limit';
/** Annotations with a closed list of values. Source: ai-dynamo/dynamo deploy/operator/internal/consts. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  'nvidia.com/enable-grove': ['true', 'false'],
  'nvidia.com/enable-disaggregatedset': ['true', 'false'],
  'nvidia.com/enable-metrics': ['true', 'false'],
  'nvidia.com/grove-update-strategy': ['RollingRecreate', 'OnDelete'],
  'nvidia.com/vllm-distributed-executor-backend': ['mp', 'ray'],
  'nvidia.com/dynamo-discovery-backend': ['kubernetes', 'etcd'],
  'nvidia.com/dynamo-kube-discovery-mode': ['pod', 'container'],
  'nvidia.com/deployment-strategy': ['RollingUpdate', 'Recreate'],
};

export const operatorAnnotations: Rule = {
  code: 'DYN211',
  title: 'annotations that the operator reads have values that it knows',
  severity: Severity.ERROR,
  rationale:
    'The operator compares these annotations with a few words and takes anything else for its default, without a word: a graph meant to run on Deployments is started by Grove, or one meant for Ray by mp. A power limit that is no number is refused.',
  fix: 'use one of the values that the operator knows, in its spelling',
  source: 'ai-dynamo/dynamo docs/kubernetes/api-reference.md (annotations)',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      yield* wrongValues(graph.annotations, `${graph.path}: metadata.annotations`);
      for (const component of graph.components) {
        const own = {
          ...textMap(component.written['annotations']),
          ...textMap(at(component.written, 'podTemplate', 'metadata', 'annotations')),
        };
        yield* wrongValues(own, `${component.path}.annotations`);
        if (own[POWER_LIMIT] !== undefined && component.podClaims.length > 0) {
          yield {
            path: `${component.path}.annotations[${POWER_LIMIT}]`,
            message: `'${component.name}' has ${POWER_LIMIT} and resource claims, which the operator refuses together`,
            fix: `leave ${POWER_LIMIT} out`,
          };
        }
      }
    }
  },
};

function* wrongValues(annotations: Readonly<Record<string, string>>, path: string): Generator<Violation> {
  for (const [key, value] of Object.entries(annotations)) {
    const choices = Object.hasOwn(CHOICES, key) ? CHOICES[key] : undefined;
    // It looks at booleans and back ends without regard to case.
    if (choices !== undefined && !choices.includes(value) && !choices.includes(value.toLowerCase())) {
      const meant = nearest(value, choices);
      yield {
        path: `${path}[${key}]`,
        message: `${key} is '${value}', which is none of ${choices.join(', ')}`,
        ...(meant === undefined ? {} : { fix: `did you mean '${meant}'?` }),
      };
    }
    if (key === POWER_LIMIT && !/^[1-9]\d*$/.test(value)) {
      yield {
        path: `${path}[${key}]`,
        message: `${key} is '${value}', allowed is a whole number of watts of at least 1`,
        fix: 'write the watts of one GPU as a whole number',
      };
    }
  }
}
