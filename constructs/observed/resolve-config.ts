import { parse } from 'yaml';
import { renderedValues } from '../engines';
import { isMapping } from './access';
import type { CommandLine } from './command-line';
import type { ObservedMount, ObservedVolume } from './component';
import type { ObservedEngineConfig } from './engine-facts';

/** Finds a ConfigMap's entry in the graph's namespace; `undefined` when there is no such ConfigMap or key among the documents. */
export type ConfigLookup = (configMap: string, key: string) => string | undefined;

export type NamespacedConfigLookup = (
  namespace: string | undefined,
  configMap: string,
  key: string,
) => string | undefined;

/**
 * The engine configuration file that `--extra-engine-args` names, found through the container's mounts; `undefined` when the
 * flag is absent or its path is on no ConfigMap volume (for example inside the image).
 */
export function resolveEngineConfig(
  line: CommandLine,
  mounts: readonly ObservedMount[],
  volumes: readonly ObservedVolume[],
  lookup: ConfigLookup,
): ObservedEngineConfig | undefined {
  const file = line.value('--extra-engine-args');
  if (file === undefined) {
    return undefined;
  }
  const mounted = mountedFile(file, mounts, volumes);
  if (mounted === undefined) {
    return undefined;
  }
  const { configMap, key } = mounted;
  const content = lookup(configMap, key);
  const name = `${configMap}/${key}`;
  if (content === undefined) {
    return { name, state: 'missing', values: {} };
  }
  const values = parseYaml(content);
  return isMapping(values) ? { name, state: 'read', values } : { name, state: 'invalid', values: {} };
}

/** The ConfigMap entry that a path inside the container is; `undefined` when it is on no ConfigMap volume. */
export function mountedFile(
  file: string,
  mounts: readonly ObservedMount[],
  volumes: readonly ObservedVolume[],
): { readonly configMap: string; readonly key: string } | undefined {
  const mount = mounts
    .filter((candidate) => file.startsWith(`${candidate.mountPath.replace(/\/$/, '')}/`))
    .sort((a, b) => b.mountPath.length - a.mountPath.length)[0];
  const configMap = volumes.find((volume) => volume.name === mount?.volume)?.configMap;
  return mount === undefined || configMap === undefined
    ? undefined
    : { configMap, key: file.slice(mount.mountPath.replace(/\/$/, '').length + 1) };
}

/** TensorRT-LLM reads its configuration with PyYAML, a YAML 1.1 reader. */
function parseYaml(content: string): unknown {
  try {
    return renderedValues(content) ?? parse(content, { version: '1.1', maxAliasCount: 100, logLevel: 'silent' });
  } catch {
    return undefined;
  }
}
