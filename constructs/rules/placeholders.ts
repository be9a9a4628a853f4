import { Severity } from '../findings';
import { childPath, documentName, documentPath, type ManifestDocument } from '../manifests';
import { kindOf, text, textMap } from '../observed';
import { imageTag } from './image-version';
import { isPlaceholderName, isPlaceholderText } from './placeholder-text';
import type { Rule, Violation } from './rule';
import { namesSecret } from './secret-variable';
import { fieldPath, type Place, places } from './walk';

/** Fields that hold the name of something in the cluster. */
const NAME_FIELDS: ReadonlySet<string> = new Set([
  'claimName',
  'envFromSecret',
  'namespace',
  'pvcName',
  'resourceClaimTemplateName',
  'secretName',
  'storageClass',
  'storageClassName',
]);

export const placeholders: Rule = {
  code: 'DYN044',
  title: 'no value is left for the user to fill in',
  severity: Severity.ERROR,
  rationale:
    'Recipes leave storage class, registry, namespace, token and claim template to the user, as text such as <your-registry> or your-storage-class-name. The API server takes most of them: volumes stay unbound, images cannot be pulled, and pods wait without an error in the graph.',
  fix: 'replace the text by the value for your cluster',
  source: 'ai-dynamo/dynamo recipes (model-cache.yaml and deploy.yaml of each family)',
  *checkDocuments({ documents }) {
    for (const document of documents) {
      for (const place of places(document)) {
        yield* names(place);
        yield* images(place);
        yield* variables(place);
      }
      if (kindOf(document) === 'Secret') {
        yield* secretValues(document);
      }
    }
  },
};

function* names(place: Place): Generator<Violation> {
  for (const [key, value] of Object.entries(place.value)) {
    if (NAME_FIELDS.has(key) && typeof value === 'string' && isPlaceholderName(value)) {
      yield { path: fieldPath(place, key), message: `${key} is still the placeholder '${value}'` };
    }
  }
}

function* images(place: Place): Generator<Violation> {
  const image = text(place.value['image'])?.trim();
  if (image !== undefined && isPlaceholderImage(image)) {
    yield {
      path: fieldPath(place, 'image'),
      message: `the image '${image}' is still a placeholder`,
      fix: 'name the registry, image and tag that your cluster is to pull',
    };
  }
}

function* variables(place: Place): Generator<Violation> {
  const name = text(place.value['name']);
  const value = text(place.value['value']);
  if (/^envs?$/.test(place.field) && name !== undefined && value !== undefined) {
    // A token in brackets is never the token.
    if (isPlaceholderText(value) || (namesSecret(name) && isPlaceholderName(value))) {
      yield { path: fieldPath(place, 'value'), message: `the variable '${name}' still has the placeholder '${value}'` };
    }
  }
}

function* secretValues(document: ManifestDocument): Generator<Violation> {
  const { data, stringData } = document.value;
  const entries = [
    ...Object.entries(textMap(stringData)).map(([key, value]) => ({ field: 'stringData', key, value })),
    ...Object.entries(textMap(data)).map(([key, value]) => ({ field: 'data', key, value: decode(value) })),
  ];
  for (const { field, key, value } of entries) {
    if (isPlaceholderName(value)) {
      yield {
        path: documentPath(document, childPath(field, key)),
        message: `the key '${key}' of Secret '${documentName(document)}' still has a placeholder as its value`,
        fix: 'create the Secret with the real value outside of the manifests: kubectl create secret generic',
      };
    }
  }
}

function isPlaceholderImage(image: string): boolean {
  const folders = image.replace(/@.*$/, '').split('/').slice(0, -1);
  return (
    /<[^<>]+>/.test(image) ||
    folders.some((folder) => /^(?:your|my)[-_](?:registry|repo|repository|org|project)(?:[.:]|$)/i.test(folder)) ||
    /^(?:your|my)[-_](?:tag|version|release)$/i.test(imageTag(image) ?? '')
  );
}

/** Base64 as text; empty when it is none. */
function decode(value: string): string {
  const compact = value.replace(/\s/g, '');
  return compact.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(compact) ? atob(compact) : '';
}
