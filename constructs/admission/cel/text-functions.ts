import { type CelFunc, CelScalar, celMethod, listType } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import type { RE2JS } from 're2js';
import { compilePattern } from '../patterns';

const { INT, STRING } = CelScalar;

/** The `strings` extension of CEL, and the functions of Kubernetes that search with a pattern. */
export const TEXT_FUNCTIONS: readonly CelFunc[] = [
  ...strings,
  celMethod('find', STRING, [STRING], STRING, function (pattern) {
    return findAll(this, pattern, 1n)[0] ?? '';
  }),
  celMethod('findAll', STRING, [STRING], listType(STRING), function (pattern) {
    return findAll(this, pattern, -1n);
  }),
  celMethod('findAll', STRING, [STRING, INT], listType(STRING), function (pattern, most) {
    return findAll(this, pattern, most);
  }),
];

/** RE2 for `matches`, in the form the CEL library takes it. */
export const RE2 = {
  compile: (pattern: string): { test(text: string): boolean } => {
    const compiled = requirePattern(pattern);
    return { test: (text) => compiled.matcher(text).find() };
  },
};

function findAll(text: string, pattern: string, most: bigint): string[] {
  const matcher = requirePattern(pattern).matcher(text);
  const found: string[] = [];
  while ((most < 0n || BigInt(found.length) < most) && matcher.find()) found.push(matcher.group() ?? '');
  return found;
}

function requirePattern(pattern: string): RE2JS {
  const compiled = compilePattern(pattern);
  if (compiled === undefined) throw new Error(`illegal regex: ${pattern}`);
  return compiled;
}
