import { isMapping } from '../constructs/observed';

/** A piece of TypeScript that is no plain data, with what it imports from `stator` (or from `cdk8s`). */
export class Snippet {
  public constructor(
    public readonly text: string,
    public readonly imports: readonly string[] = [],
  ) {}
}

/** A call, for example `NodeGroup.h100Sxm({ ... })`. */
export class Call {
  public constructor(
    public readonly callee: string,
    public readonly args: readonly Code[],
    public readonly imports: readonly string[],
  ) {}
}

/** What stands in a program where a value does. */
export type Code = string | number | boolean | null | Snippet | Call | readonly Code[] | CodeObject;

/** An object literal. Keys are printed in their order. */
export interface CodeObject {
  readonly [key: string]: Code;
}

export function isCodeObject(code: Code | undefined): code is CodeObject {
  return isMapping(code) && !(code instanceof Snippet) && !(code instanceof Call);
}

export function isCodeList(code: Code | undefined): code is readonly Code[] {
  return Array.isArray(code);
}

/** A manifest's value as code; what JSON cannot hold is left out. */
export function toCode(value: unknown): Code {
  if (value instanceof Snippet || value instanceof Call) {
    return value;
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number' && Number.isFinite(value)) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(toCode);
  }
  if (isMapping(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toCode(entry)]));
  }
  return null;
}

/** Keeps the entries that have a value. */
export function given(entries: Readonly<Record<string, Code | undefined>>): CodeObject {
  const result: Record<string, Code> = {};
  for (const [key, value] of Object.entries(entries)) {
    if (value !== undefined && !(isCodeObject(value) && Object.keys(value).length === 0)) {
      result[key] = value;
    }
  }
  return result;
}
