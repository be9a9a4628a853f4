import { stringify } from 'yaml';
import type { PlannerConfig } from './config';

/** Block style, sorted, quoted so that PyYAML (a YAML 1.1 reader) reads back the same values. */
export function plannerConfigText(config: PlannerConfig): string {
  return stringify(config, { version: '1.1', sortMapEntries: true, lineWidth: 0 });
}
