import { Severity } from '../findings';
import { documentName, documentPath, type ManifestDocument } from '../manifests';
import { isMapping, kindOf, nameOf, namespaceOf, text } from '../observed';
import type { Rule } from './rule';

export const uniqueDocuments: Rule = {
  code: 'DYN042',
  title: 'every object occurs once',
  severity: Severity.ERROR,
  rationale:
    'Two documents of the same kind, namespace and name are one object in the cluster: the one that is applied last wins, and the other deployment runs with its content. Upstream recipes share names such as llm-config and prefill-config, so two of them in one namespace overwrite each other.',
  fix: 'give each object a name of its own, or put the deployments into namespaces of their own',
  source: 'ai-dynamo/dynamo recipes/gpt-oss-120b/trtllm/agg/deploy.yaml',
  *checkDocuments({ documents }) {
    const first = new Map<string, ManifestDocument>();
    for (const document of documents) {
      const key = keyOf(document);
      const earlier = key === undefined ? undefined : first.get(key);
      if (key !== undefined && earlier === undefined) {
        first.set(key, document);
      } else if (earlier !== undefined) {
        const same = canonical(earlier.value) === canonical(document.value);
        const namespace = namespaceOf(document);
        yield {
          path: documentPath(document),
          severity: same ? Severity.WARNING : Severity.ERROR,
          message: `${kindOf(document)} '${documentName(document)}'${
            namespace === undefined ? '' : ` in namespace '${namespace}'`
          } stands in ${placeOf(earlier)} too, with ${same ? 'the same' : 'other'} content${
            same ? '' : '; the one that is applied last wins'
          }`,
          ...(same ? { fix: 'keep one of them' } : {}),
        };
      }
    }
  },
};

/** Group, kind, namespace and name; `undefined` for an object that has its name made by the API server. */
function keyOf(document: ManifestDocument): string | undefined {
  const name = nameOf(document);
  const apiVersion = text(document.value['apiVersion']) ?? '';
  if (name === '') {
    return undefined;
  }
  const group = apiVersion.includes('/') ? apiVersion.replace(/\/.*$/, '') : '';
  return JSON.stringify([group, kindOf(document), namespaceOf(document) ?? '', name]);
}

function placeOf({ source, index }: ManifestDocument): string {
  return index === undefined ? source : `${source}#${index}`;
}

/** The content as text, whatever the order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, child: unknown) =>
    isMapping(child) ? Object.fromEntries(Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1))) : child,
  );
}
