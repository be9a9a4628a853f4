import { Severity } from '../findings';
import { documentPath, type ManifestDocument } from '../manifests';
import { at, mappings, nameOf, scalarText } from '../observed';
import {
  type InjectedContainer,
  isPodSecurityLevel,
  type PodSecurityLevel,
  type PodSecurityViolation,
  podSecurityViolations,
  strictestLevel,
  weakest,
} from '../pod-security';
import { type DocumentPod, podsOf } from './pods';
import type { Rule, Violation } from './rule';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

export const podSecurityLevel: Rule = {
  code: 'DYN115',
  title: 'pods pass the Pod Security level that their namespace enforces',
  severity: Severity.ERROR,
  rationale:
    'The API server takes a graph whatever its namespace enforces, and then refuses the pods that do not pass. Operators try again for ever, the graph stays pending, and nothing but an event says why. Containers that the operator and Grove add to workers over several nodes have no security context and so do not pass restricted.',
  fix: 'label the namespace with a level that all its pods pass, or change the pods',
  source:
    'kubernetes.io Pod Security Standards; ai-dynamo/dynamo deploy/operator/internal/dynamo/backend_vllm.go; ai-dynamo/grove operator/internal/controller/podclique/components/pod/initcontainer.go',
  *checkDocuments(observation, context) {
    const enforcing = observation
      .ofKind('Namespace')
      .map((document) => ({ document, label: scalarText(at(document.value, 'metadata', 'labels', ENFORCE)) }))
      .filter(({ label }) => label !== undefined);
    const pods = enforcing.length === 0 ? [] : podsOf(observation, context);
    for (const { document, label } of enforcing) {
      if (isPodSecurityLevel(label)) {
        yield* refusedPods(
          { name: nameOf(document), level: label },
          pods.filter(({ namespace }) => namespace === nameOf(document)),
        );
      } else {
        yield unknownLevel(document, label);
      }
    }
  },
};

interface EnforcingNamespace {
  readonly name: string;
  readonly level: PodSecurityLevel;
}

function unknownLevel(document: ManifestDocument, label: string | undefined): Violation {
  return {
    path: documentPath(document, `metadata.labels[${ENFORCE}]`),
    message: `namespace '${nameOf(document)}' enforces '${label}', which is none of privileged, baseline and restricted`,
    fix: 'name one of the three levels',
  };
}

function* refusedPods(namespace: EnforcingNamespace, pods: readonly DocumentPod[]): Generator<Violation> {
  const enough = weakest(pods.map((pod) => strictestLevel(completed(pod), pod.annotations)));
  for (const pod of pods) {
    const found = podSecurityViolations(completed(pod), namespace.level, pod.annotations);
    for (const container of pod.injected) {
      const broken = found.filter(({ path }) => isInside(path, container));
      if (broken.length > 0) {
        yield {
          path: pod.path,
          message: `${refusal(pod, namespace, broken)} (${container.origin})`,
          fix: `${relabel(namespace, enough)}; what operators add cannot be changed`,
        };
      }
    }
    const own = found.filter(({ path }) => !pod.injected.some((container) => isInside(path, container)));
    for (const broken of byControl(own)) {
      yield {
        path: pod.fieldPath(broken[0]?.path ?? ''),
        message: refusal(pod, namespace, broken),
        fix: `set ${broken.length === 1 ? 'the field' : 'the fields'} as allowed, or ${relabel(namespace, enough)}`,
      };
    }
  }
}

/** The pod with everything in it. */
export function completed({ spec, injected }: DocumentPod): object {
  const lists = (['initContainers', 'containers'] as const).map((list) => {
    const added = injected.filter((container) => container.list === list).map(({ name }) => ({ name }));
    return [list, [...mappings(spec[list]), ...added]];
  });
  return { ...spec, ...Object.fromEntries(lists) };
}

function isInside(path: string, { list, name }: InjectedContainer): boolean {
  return path.startsWith(`${list}[${name}]`);
}

/** Violations of one control belong together. */
export function byControl(violations: readonly PodSecurityViolation[]): readonly (readonly PodSecurityViolation[])[] {
  const controls = [...new Set(violations.map(({ control }) => control))];
  return controls.map((control) => violations.filter((violation) => violation.control === control));
}

function refusal(
  pod: DocumentPod,
  { name, level }: EnforcingNamespace,
  broken: readonly PodSecurityViolation[],
): string {
  const controls = [...new Set(broken.map(({ control }) => control))].join(' and ');
  const fields = broken.map(({ path, found, allowed }) => `${path} is ${found}, allowed is ${allowed}`);
  return `pods of ${pod.owner} do not pass ${controls} of level ${level}, which namespace '${name}' enforces: ${fields.join('; ')}`;
}

function relabel({ name }: EnforcingNamespace, level: PodSecurityLevel): string {
  return `label namespace '${name}' with ${ENFORCE}: ${level} (enforce of InferenceNamespace)`;
}
