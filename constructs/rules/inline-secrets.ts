import { Severity } from '../findings';
import { documentName, documentPath, isDeferredText, type ManifestDocument } from '../manifests';
import { kindOf, mapping, text } from '../observed';
import type { Rule, Violation } from './rule';
import { maybeSecretValue, namesSecret } from './secret-variable';
import { fieldPath, places } from './walk';

export const inlineSecrets: Rule = {
  code: 'DYN102',
  title: 'no secret stands in a manifest',
  severity: Severity.ERROR,
  rationale:
    'Who may read a manifest, its repository, or the graph in the cluster can read every literal in it, and the operator copies it into every pod. What was committed once has to be revoked.',
  fix: 'put the value into a Secret and refer to it: valueFrom.secretKeyRef (EnvValue.secret in code), or envFrom',
  source: 'ai-dynamo/dynamo docs/kubernetes/security.md',
  *checkDocuments({ documents }, { complete }) {
    for (const document of documents) {
      yield* variables(document);
      if (complete && kindOf(document) === 'Secret') {
        yield* content(document);
      }
    }
  },
};

function* variables(document: ManifestDocument): Generator<Violation> {
  for (const place of places(document)) {
    const name = text(place.value['name']);
    const value = text(place.value['value']);
    if (/^envs?$/.test(place.field) && name !== undefined && value !== undefined) {
      if (namesSecret(name) && maybeSecretValue(name, value)) {
        // The value itself must not reach a log.
        yield {
          path: fieldPath(place, 'value'),
          message: `the variable '${name}' has its value written into the manifest`,
        };
      }
    }
  }
}

/** The code of an app is read by more people than a Secret in the cluster, and so is what it writes. */
function* content(document: ManifestDocument): Generator<Violation> {
  const { data, stringData } = document.value;
  const keys = [data, stringData].flatMap((entries) =>
    Object.entries(mapping(entries) ?? {}).flatMap(([key, value]) => (isDeferred(value) ? [] : [key])),
  );
  if (keys.length > 0) {
    yield {
      path: documentPath(document),
      message: `Secret '${documentName(document)}' is made with its content (${keys.join(', ')}), which the synthesised file then holds`,
      fix: 'create the Secret outside of the app (kubectl, External Secrets, sealed secrets) and refer to it by name: SecretKey.of',
    };
  }
}

/** A value that only a deployer knows stands in no file. */
function isDeferred(value: unknown): boolean {
  return typeof value === 'string' && isDeferredText(value);
}
