import type { PlatformDescription } from '../../constructs/description';
import { readManifests } from '../../constructs/manifests';
import { Observation } from '../../constructs/observed';
import { Release } from '../../constructs/releases';
import type { Rule, Violation } from '../../constructs/rules';

/** What a rule says about manifests written as YAML; the release is the latest unless given. */
export function violations(
  rule: Rule,
  yaml: string,
  options: {
    readonly release?: Release;
    readonly complete?: boolean;
    readonly platform?: PlatformDescription;
  } = {},
): readonly Violation[] {
  const { documents, findings } = readManifests({ name: 'test.yaml', content: yaml });
  if (findings.length > 0) {
    throw new Error(`the test's YAML is bad: ${findings[0]?.message}`);
  }
  const release = options.release ?? Release.latest;
  const context = {
    releaseOf: () => release,
    complete: options.complete ?? false,
    ...(options.platform === undefined ? {} : { platform: options.platform }),
  };
  return [...(rule.checkDocuments?.(Observation.of(documents), context) ?? [])];
}

/** A v1beta1 graph around components given as YAML list items (indented by four spaces). */
export function graphYaml(
  components: string,
  options: { readonly name?: string; readonly spec?: string } = {},
): string {
  return [
    'apiVersion: nvidia.com/v1beta1',
    'kind: DynamoGraphDeployment',
    'metadata:',
    `  name: ${options.name ?? 'r1'}`,
    'spec:',
    ...(options.spec === undefined ? [] : [options.spec]),
    '  components:',
    components,
  ].join('\n');
}
