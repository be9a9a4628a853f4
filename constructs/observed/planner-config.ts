import { parse } from 'yaml';
import { isMapping, type Mapping } from './access';
import type { CommandLine } from './command-line';
import type { ObservedMount, ObservedVolume } from './component';
import { type ConfigLookup, mountedFile } from './resolve-config';

/** The configuration of a planner, as `--config` gives or names it. */
export interface ObservedPlannerConfig {
  /** ConfigMap and key, or `--config` for one that stands in the command line. */
  readonly name: string;
  /** `missing`: the ConfigMap or key is not among the documents; `unknown`: it is in the image or on a volume. */
  readonly state: 'read' | 'missing' | 'invalid' | 'unknown';
  /** Empty unless read. */
  readonly values: Mapping;
}

/** The planner's own reader: a file, by its suffix JSON or YAML, or else JSON. `undefined` where no planner runs. */
export function readPlannerConfig(
  line: CommandLine,
  mounts: readonly ObservedMount[],
  volumes: readonly ObservedVolume[],
  lookup: ConfigLookup,
): ObservedPlannerConfig | undefined {
  if (line.module !== 'dynamo.planner') {
    return undefined;
  }
  const given = line.value('--config');
  if (given === undefined) {
    return { name: '--config', state: 'missing', values: {} };
  }
  if (/^\s*\{/.test(given)) {
    return asConfig('--config', given);
  }
  const file = mountedFile(given, mounts, volumes);
  if (file === undefined) {
    return { name: given, state: 'unknown', values: {} };
  }
  const name = `${file.configMap}/${file.key}`;
  const content = lookup(file.configMap, file.key);
  return content === undefined ? { name, state: 'missing', values: {} } : asConfig(name, content);
}

/** PyYAML, a YAML 1.1 reader, takes JSON too. */
function asConfig(name: string, content: string): ObservedPlannerConfig {
  try {
    const values: unknown = parse(content, { version: '1.1', maxAliasCount: 100, logLevel: 'error' });
    return isMapping(values) ? { name, state: 'read', values } : { name, state: 'invalid', values: {} };
  } catch {
    return { name, state: 'invalid', values: {} };
  }
}
