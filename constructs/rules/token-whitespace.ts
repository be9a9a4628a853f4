import { Severity } from '../findings';
import { childPath, documentName, documentPath, type ManifestDocument } from '../manifests';
import { textMap } from '../observed';
import type { Rule } from './rule';
import { namesSecret } from './secret-variable';

export const tokenWhitespace: Rule = {
  code: 'DYN206',
  title: 'a token in a Secret has no white space around it',
  severity: Severity.ERROR,
  rationale:
    'A token goes into an HTTP header as it stands. With a line break at its end (echo without -n, a block text in YAML) the client refuses the header, or the server the token: downloads fail with 401 although the token is right.',
  fix: 'make the Secret without the line break: kubectl create secret generic hf-token-secret --from-literal=HF_TOKEN="$HF_TOKEN"',
  source: 'ai-runway/airunway#28',
  *checkDocuments(observation) {
    for (const document of observation.ofKind('Secret')) {
      for (const { field, key, value } of entriesOf(document)) {
        // Certificates and keys of SSH end with a line break.
        if (namesSecret(key) && value.trim() !== '' && value !== value.trim() && !/\n\S/.test(value)) {
          yield {
            path: documentPath(document, childPath(field, key)),
            message: `'${key}' of Secret '${documentName(document)}' ${/\n$/.test(value) ? 'ends with a line break' : 'has white space around it'}`,
          };
        }
      }
    }
  },
};

function entriesOf({ value }: ManifestDocument) {
  return [
    ...Object.entries(textMap(value['stringData'])).map(([key, text]) => ({ field: 'stringData', key, value: text })),
    ...Object.entries(textMap(value['data'])).map(([key, text]) => ({ field: 'data', key, value: decode(text) })),
  ];
}

/** Base64 as text; empty when it is none. */
function decode(value: string): string {
  const compact = value.replace(/\s/g, '');
  return compact.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(compact) ? atob(compact) : '';
}
