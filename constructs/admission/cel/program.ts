import { type CelEnv, type CelInput, CelScalar, type CelValue, celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import { CONVERSIONS } from './conversions';
import { usesOf } from './expression';
import { FORMAT_FUNCTIONS } from './format-functions';
import { LIST_FUNCTIONS } from './list-functions';
import { NET_FUNCTIONS } from './net-functions';
import { OPTIONAL_FUNCTIONS } from './optional';
import { rewriteOptionalSyntax } from './optional-syntax';
import { QUANTITY_FUNCTIONS } from './quantity-functions';
import { RE2, TEXT_FUNCTIONS } from './text-functions';

/** The result of an expression. */
export type Outcome =
  | { readonly value: CelValue }
  /** It fails on this document, as it would in the API server: no such key, index out of bounds, no quantity. */
  | { readonly failure: string }
  /** It uses something that is not provided here, so there is no telling. */
  | { readonly unsupported: string };

/** A compiled expression. */
export interface Program {
  /** True if it mentions `oldSelf`. */
  readonly usesOldSelf: boolean;
  run(self: CelInput, oldSelf?: CelInput): Outcome;
}

const { DYN } = CelScalar;

/** The environment of CRD rules in Kubernetes 1.36: the standard library and the extensions of Kubernetes. */
let environment: CelEnv | undefined;

function getEnvironment(): CelEnv {
  environment ??= celEnv({
    funcs: [
      ...TEXT_FUNCTIONS,
      ...CONVERSIONS,
      ...LIST_FUNCTIONS,
      ...QUANTITY_FUNCTIONS,
      ...NET_FUNCTIONS,
      ...FORMAT_FUNCTIONS,
      ...OPTIONAL_FUNCTIONS,
    ],
    variables: { self: DYN, oldSelf: DYN },
    re2: RE2,
  });
  return environment;
}

const programs = new Map<string, Program | { readonly unsupported: string }>();

/** Compiles an expression, once; says why if it cannot be. */
export function compile(expression: string): Program | { readonly unsupported: string } {
  const known = programs.get(expression);
  if (known !== undefined) return known;
  const compiled = compileAnew(expression);
  programs.set(expression, compiled);
  return compiled;
}

function compileAnew(expression: string): Program | { readonly unsupported: string } {
  const env = getEnvironment();
  try {
    const parsed = parse(rewriteOptionalSyntax(expression));
    const uses = usesOf(parsed.expr, (name) => env.funcs.find(name) !== undefined);
    if (uses.unknown.length > 0) return { unsupported: `it uses ${uses.unknown.join(', ')}` };
    const evaluate = plan(env, parsed);
    return {
      usesOldSelf: uses.variables.has('oldSelf'),
      run: (self, oldSelf) => outcomeOf(evaluate({ self, ...(oldSelf !== undefined && { oldSelf }) })),
    };
  } catch (error) {
    return { unsupported: firstLine(error) };
  }
}

function outcomeOf(result: ReturnType<ReturnType<typeof plan>>): Outcome {
  if (!isCelError(result)) return { value: result };
  return isGap(result) ? { unsupported: firstLine(result) } : { failure: failureText(result) };
}

/**
 * True if the library itself gave up. A function without an overload for what it was given is no such case: the API server checked
 * the types of every rule when the CRD was installed, so it is a value that may be an integer or a string, and was the wrong one.
 */
function isGap(error: Error): boolean {
  const causes = Array.isArray(error.cause) ? error.cause : [error.cause];
  return (
    error instanceof RangeError ||
    /^(unbound function|unsupported)/i.test(error.message) ||
    causes.some((cause) => cause instanceof Error && isGap(cause))
  );
}

/** The words of the API server for the most common failure. */
function failureText(error: Error): string {
  return firstLine(error).replace(/^field not found: /, 'no such key: ');
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? text;
}
