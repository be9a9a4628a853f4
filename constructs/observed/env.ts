import { mappings, text } from './access';
import type { ObservedEnv } from './component';

/** Environment entries with their literal values. */
export function readEnv(value: unknown, level: ObservedEnv['level'], path: string): readonly ObservedEnv[] {
  return mappings(value).map((entry) => {
    const literal = text(entry['value']);
    const name = text(entry['name']) ?? '';
    return { name, level, path: `${path}[${name}]`, ...(literal === undefined ? {} : { value: literal }) };
  });
}
