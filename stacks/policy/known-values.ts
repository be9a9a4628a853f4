import { UnknownValueError } from '@pulumi/policy';
import type { Json } from '../../constructs/manifests';

/**
 * What stands in for values that only an update will know, by field (`encrypted`), field inside its parent (`seccompProfile.type`) or
 * item of a list (`publicAccessCidrs[]`); the longer name counts. A field that is not named here is left out, an item too.
 */
export type Assumptions = Readonly<Record<string, Json>>;

/**
 * Properties of a resource as plain data. `@pulumi/policy` throws on reading a value that is not known yet, which would end the policy
 * for the whole stack, so each is read by itself.
 *
 * @param assumptions values with which a policy is kept: what may still turn out well is not reported
 */
export function knownValues(props: unknown, assumptions: Assumptions = {}): Readonly<Record<string, Json>> {
  return typeof props === 'object' && props !== null ? mappingOf(props, '', assumptions) : {};
}

const UNKNOWN = Symbol('not known yet');

function known(value: unknown, field: string, assumptions: Assumptions): Json | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return Array.from({ length: value.length }, (_, index) => read(value, String(index))).flatMap((item) => {
      const settled = item === UNKNOWN ? assumed(assumptions, `${field}[]`) : known(item, field, assumptions);
      return settled === undefined ? [] : [settled];
    });
  }
  return typeof value === 'object' ? mappingOf(value, field, assumptions) : undefined;
}

function mappingOf(target: object, field: string, assumptions: Assumptions): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.keys(target).flatMap((key) => {
      const value = read(target, key);
      const settled = value === UNKNOWN ? assumed(assumptions, `${field}.${key}`, key) : known(value, key, assumptions);
      return settled === undefined ? [] : [[key, settled] as const];
    }),
  );
}

function assumed(assumptions: Assumptions, ...names: readonly string[]): Json | undefined {
  const name = names.find((candidate) => Object.hasOwn(assumptions, candidate));
  return name === undefined ? undefined : assumptions[name];
}

function read(target: object, key: string): unknown {
  try {
    return Reflect.get(target, key);
  } catch (error) {
    if (isUnknown(error)) {
      return UNKNOWN;
    }
    throw error;
  }
}

/** By name: a pack of one's own may have another copy of `@pulumi/policy` than Stator. */
function isUnknown(error: unknown): boolean {
  return error instanceof Error && error.constructor.name === UnknownValueError.name;
}
