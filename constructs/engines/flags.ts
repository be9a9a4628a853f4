import { InvalidValueError } from '../findings';

/** A value that a flag can carry. */
export type FlagValue =
  | string
  | number
  | boolean
  | readonly FlagValue[]
  | { readonly [key: string]: FlagValue | undefined };

/** Flags by name, in camelCase or as the engine spells them; `null` leaves a flag out that would be there otherwise. */
export type FlagLayer = Readonly<Record<string, FlagValue | null | undefined>>;

/** Flags of which each may also be `null`: what Stator computes is left out then. */
export type Overridable<T> = { readonly [K in keyof T]?: T[K] | null };

/** What Stator computes for the flags of an engine. */
export type ComputedFlags<T> = { readonly [K in keyof Omit<T, 'extra'>]?: T[K] | undefined };

/**
 * Flags as tokens: `--max-num-seqs`, `512`. A later layer wins over an earlier one, flag by flag. The name and each value are tokens
 * of their own and always literal, since the operator reads parallel sizes only in that form. Source: ai-dynamo/dynamo
 * deploy/operator/internal/dynamo/backend_vllm.go.
 */
export function renderFlags(...layers: readonly FlagLayer[]): readonly string[] {
  const merged = new Map<string, FlagValue | null | undefined>();
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer)) {
      merged.set(kebab(key), value);
    }
  }
  return [...merged].flatMap(([name, value]) => tokens(name, value));
}

function tokens(name: string, value: FlagValue | null | undefined): readonly string[] {
  if (value === null || value === undefined) {
    return [];
  }
  if (typeof value === 'boolean') {
    return [value ? `--${name}` : `--no-${name}`];
  }
  return [`--${name}`, ...(isList(value) ? value : [value]).map((each) => token(name, each))];
}

function token(name: string, value: FlagValue): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new InvalidValueError(`--${name}`, String(value), 'a number that the engine can read');
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function isList(value: FlagValue): value is readonly FlagValue[] {
  return Array.isArray(value);
}

function kebab(key: string): string {
  return key.replace(/^--/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
