import { podViolations, type SemanticViolation, semanticViolations } from '../../../constructs/admission/semantics';

/** What is said of a pod with one container: `<path>: <message>`. */
export function pod(spec: object = {}, labels: Readonly<Record<string, string>> = {}): readonly string[] {
  return lines(podViolations({ containers: [{ name: 'main', image: 'image' }], ...spec }, '', { labels }));
}

/** What is said of a container, besides the pod around it. */
export function container(fields: object, spec: object = {}): readonly string[] {
  return pod({ ...spec, containers: [{ name: 'main', image: 'image', ...fields }] });
}

/** What is said of an object. */
export function object(apiVersion: string, kind: string, fields: object, metadata: object = {}): readonly string[] {
  const document = { apiVersion, kind, metadata: { name: 'x', ...metadata }, ...fields };
  return lines(semanticViolations(JSON.parse(JSON.stringify(document))));
}

/** A template of pods with the label `app: a`. */
export function template(spec: object = {}): object {
  return { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'main', image: 'image' }], ...spec } };
}

function lines(violations: readonly SemanticViolation[]): readonly string[] {
  return violations.map(({ path, message }) => `${path}: ${message}`);
}
