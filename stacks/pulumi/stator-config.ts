import { allConfig } from '@pulumi/pulumi/runtime';

/** Stands before the name of every setting of Stator. */
export const STATOR = 'stator:';

/** What is said of settings that cannot be used, before the list of what is wrong. */
export const UNUSABLE_CONFIG = 'the configuration of the stack cannot be used';

/** The settings of the stack that are Stator's, by their names without the prefix. What was set by path stands there as JSON. */
export function statorConfig(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(allConfig()).flatMap(([key, value]) =>
      key.startsWith(STATOR) ? [[key.slice(STATOR.length), value] as const] : [],
    ),
  );
}
