import { parseAllDocuments } from 'yaml';
import type { ManifestDocument } from '../manifests';
import { isMapping, mapping, nameOf, namespaceOf } from '../observed';
import { Topic } from './comparison';
import { canonical, FactSheet, type Facts, toJson } from './fact';

/** Everything that an object beside the graphs says. Files in ConfigMaps are read, so that they are compared key by key. */
export function objectFacts({ value, ...document }: ManifestDocument): Facts {
  const facts = new FactSheet();
  const { apiVersion, kind, metadata, status, ...rest } = value;
  const whole = { ...document, value };
  facts.put('apiVersion', apiVersion, Topic.IDENTITY);
  facts.put('metadata.name', nameOf(whole), Topic.IDENTITY);
  facts.put('metadata.namespace', namespaceOf(whole), Topic.IDENTITY);
  facts.spread('metadata.labels', mapping(metadata)?.['labels'], Topic.METADATA);
  facts.spread('metadata.annotations', mapping(metadata)?.['annotations'], Topic.METADATA);
  for (const [field, content] of Object.entries(rest)) {
    if (kind === 'ConfigMap' && field === 'data') {
      fileFacts(mapping(content) ?? {}, facts);
    } else if (kind === 'Secret' && (field === 'data' || field === 'stringData')) {
      for (const [key, secret] of Object.entries(mapping(content) ?? {})) {
        facts.put(`${field}[${key}]`, '(hidden)', Topic.OTHER, canonical(toJson(secret) ?? null));
      }
    } else {
      facts.spread(field, content, Topic.OTHER);
    }
  }
  return facts.all;
}

function fileFacts(data: Readonly<Record<string, unknown>>, facts: FactSheet): void {
  for (const [file, content] of Object.entries(data)) {
    const parsed = typeof content === 'string' ? parseFile(content) : undefined;
    if (parsed === undefined) {
      facts.put(`data[${file}]`, content, Topic.ENGINE);
    } else {
      facts.spread(`data[${file}]`, parsed, Topic.ENGINE);
    }
  }
}

/** A file that is one YAML or JSON mapping. Anything else is compared as text. */
function parseFile(content: string): unknown {
  try {
    const [document, ...more] = parseAllDocuments(content, { version: '1.1', logLevel: 'silent' });
    const single = document !== undefined && more.length === 0 && document.errors.length === 0;
    const value: unknown = single ? document.toJS({ maxAliasCount: 100 }) : undefined;
    return isMapping(value) && Object.keys(value).length > 0 ? value : undefined;
  } catch {
    return undefined;
  }
}
