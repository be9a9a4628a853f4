import { stringify } from 'yaml';

/**
 * Engine configurations by their text, and the other way round. A graph is rendered and checked several times on its way (name,
 * content, check, output), and most of that time would go into writing and reading this YAML.
 */
const textOf = new Map<string, string>();
const valuesOf = new Map<string, unknown>();
const MOST_KEPT = 256;

/** Block style, sorted, quoted so that PyYAML (a YAML 1.1 reader) reads back the same values. */
export function renderConfig(config: Readonly<Record<string, unknown>>): string {
  const key = JSON.stringify(config);
  const known = textOf.get(key);
  if (known !== undefined) {
    return known;
  }
  const text = stringify(config, { version: '1.1', sortMapEntries: true, lineWidth: 0 });
  if (textOf.size >= MOST_KEPT) {
    textOf.clear();
    valuesOf.clear();
  }
  textOf.set(key, text);
  valuesOf.set(text, JSON.parse(key));
  return text;
}

/** The values of a configuration file, if this very text was rendered here; a test holds that reading the text gives the same. */
export function renderedValues(text: string): unknown {
  return valuesOf.get(text);
}
