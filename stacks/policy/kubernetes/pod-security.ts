import type { PolicyConfigSchema } from '@pulumi/policy';
import { InvalidValueError } from '../../../constructs/findings';
import { type Mapping, mapping, type Observation } from '../../../constructs/observed';
import { isPodSecurityLevel, PodSecurityLevel, podSecurityViolations, weakest } from '../../../constructs/pod-security';
import type { Violation } from '../../../constructs/rules';
import { byControl, completed } from '../../../constructs/rules/pod-security-level';
import type { DocumentPod } from '../../../constructs/rules/pods';
import { fabricNeeds } from './fabric-needs';
import type { KubernetesPolicy } from './kubernetes-policy';
import { DEFAULT_NAMESPACE, podsOfStack } from './pods-of-stack';
import { UNKNOWN_NAMESPACE } from './stack-documents';

const LEVELS = Object.values(PodSecurityLevel);

/** What pods have to pass. */
export interface PodSecurityLevels {
  /** Everywhere but in `namespaces`. */
  readonly level: PodSecurityLevel;
  /** Levels of single namespaces, by their names. */
  readonly namespaces: Readonly<Record<string, PodSecurityLevel>>;
}

/** Agents of the node, such as device plugins, run in kube-system and cannot do with less. */
export const DEFAULT_LEVELS: PodSecurityLevels = {
  level: PodSecurityLevel.BASELINE,
  namespaces: { 'kube-system': PodSecurityLevel.PRIVILEGED },
};

/**
 * Pods of every kind pass a Pod Security level, whether or not their namespace enforces one. Pods with an RDMA adapter may have the rights
 * that the adapter needs, and no others, where a Namespace of the stack says that it enforces `privileged`.
 *
 * @param given levels where the configuration of the pack has none
 * @throws InvalidValueError for a level that there is not
 */
export function podSecurity(given: PodSecurityLevels): KubernetesPolicy {
  const defaults = readLevels({ ...given });
  return {
    name: 'pod-security',
    title: 'pods pass the Pod Security level of the organisation',
    rationale:
      'Who breaks out of a privileged container, or of one that shares namespaces or folders with its node, has the node with all its GPUs, models and credentials.',
    fix: 'take the field out of the pod, or set it as allowed',
    severity: 'critical',
    enforcementLevel: 'mandatory',
    configSchema: configSchema(defaults),
    check: function* (observation, context, config) {
      const levels = readLevels({ ...defaults, ...config });
      for (const pod of podsOfStack(observation, context)) {
        yield* refusals(pod, observation, levels);
      }
    },
  };
}

function configSchema(defaults: PodSecurityLevels): PolicyConfigSchema {
  return {
    properties: {
      level: {
        type: 'string',
        enum: LEVELS,
        default: defaults.level,
        description: 'Pod Security level that all pods of a stack have to pass.',
      },
      namespaces: {
        type: 'object',
        additionalProperties: { type: 'string', enum: LEVELS },
        default: defaults.namespaces,
        description: 'Levels of single namespaces, by their names.',
      },
    },
  };
}

function* refusals(pod: DocumentPod, observation: Observation, levels: PodSecurityLevels): Generator<Violation> {
  const level = levelFor(pod, levels);
  const excused = fabricNeeds(pod, observation);
  const found = podSecurityViolations(completed(pod), level, pod.annotations).filter((each) => !excused(each));
  for (const broken of byControl(found)) {
    const [first] = broken;
    const fields = broken.map(({ path, found: value, allowed }) => `${path} is ${value}, allowed is ${allowed}`);
    yield {
      path: pod.fieldPath(first?.path ?? ''),
      message: `pods of ${pod.owner} do not pass ${first?.control} of level ${level}: ${fields.join('; ')}`,
    };
  }
}

/** Of a namespace that is not known yet, the best is assumed. */
function levelFor(
  { namespace = DEFAULT_NAMESPACE }: DocumentPod,
  { level, namespaces }: PodSecurityLevels,
): PodSecurityLevel {
  if (namespace === UNKNOWN_NAMESPACE) {
    return weakest([level, ...Object.values(namespaces)]);
  }
  return Object.hasOwn(namespaces, namespace) ? (namespaces[namespace] ?? level) : level;
}

function readLevels({ level, namespaces }: Mapping): PodSecurityLevels {
  return {
    level: readLevel('level', level),
    namespaces: Object.fromEntries(
      Object.entries(mapping(namespaces) ?? {}).map(([name, each]) => [name, readLevel(`namespaces.${name}`, each)]),
    ),
  };
}

function readLevel(prop: string, value: unknown): PodSecurityLevel {
  const level = typeof value === 'string' ? value : undefined;
  if (!isPodSecurityLevel(level)) {
    throw new InvalidValueError(prop, value, 'privileged, baseline or restricted');
  }
  return level;
}
