import { Kind, type Static, type TObject, type TProperties, type TSchema } from '@sinclair/typebox';
import { Check } from '@sinclair/typebox/value';
import { InvalidValueError } from '../constructs';
import { nearest } from '../constructs/findings';
import type { Blueprint } from './blueprint';

/** A parameter in words, for lists and messages. */
export interface ParameterDescription {
  readonly name: string;
  readonly description: string;
  readonly default: unknown;
  /** What is allowed, for example `a whole number from 1 to 100`. */
  readonly allowed: string;
}

export function describeParameters(blueprint: Blueprint): readonly ParameterDescription[] {
  return Object.entries(blueprint.parameters.properties).map(([name, schema]) => ({
    name,
    description: schema.description ?? '',
    default: schema.default,
    allowed: allowedBy(schema),
  }));
}

/** Thrown when parameters do not fit their blueprint: one message for each, all together. */
export class InvalidParametersError extends Error {
  public constructor(public readonly problems: readonly InvalidValueError[]) {
    super(problems.map((problem) => problem.message).join('\n'));
    this.name = 'InvalidParametersError';
  }
}

/**
 * The parameters with defaults filled in and checked. Texts are read as the type that the parameter has, as the command line gives
 * them.
 *
 * @param what the schema describes, for messages
 * @throws InvalidParametersError for unknown names and for values of the wrong type or out of range
 */
export function settleParameters<P extends TProperties>(
  schema: TObject<P>,
  given: Readonly<Record<string, unknown>>,
  what = { one: 'a parameter of the blueprint', all: 'the parameters' },
): Static<TObject<P>> {
  const properties: Readonly<Record<string, TSchema>> = schema.properties;
  const names = Object.keys(properties);
  const problems: InvalidValueError[] = [];
  const settled: Record<string, unknown> = {};
  for (const name of Object.keys(given).filter((key) => !names.includes(key))) {
    const near = nearest(name, names);
    const hint = near === undefined ? `${what.all} are ${names.join(', ')}` : `did you mean '${near}'?`;
    problems.push(new InvalidValueError(name, given[name], what.one, hint));
  }
  for (const [name, property] of Object.entries(properties)) {
    const value = Object.hasOwn(given, name) ? fromText(property, given[name]) : property.default;
    if (!Check(property, value)) {
      problems.push(new InvalidValueError(name, given[name], allowedBy(property)));
    }
    settled[name] = value;
  }
  if (problems.length > 0 || !Check(schema, settled)) {
    throw new InvalidParametersError(problems);
  }
  return settled;
}

/** A number or boolean given as text; anything else, and text that is neither, stays as it is. */
function fromText(schema: TSchema, value: unknown): unknown {
  if (typeof value !== 'string') {
    return value;
  }
  switch (schema['type']) {
    case 'integer':
    case 'number':
      return /^[+-]?\d+(?:\.\d+)?$/.test(value.trim()) ? Number(value) : value;
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : value;
    default:
      return value;
  }
}

function allowedBy(schema: TSchema): string {
  const { minimum, maximum, multipleOf, maxLength, pattern } = schema;
  if (schema[Kind] === 'Union' && Array.isArray(schema['anyOf'])) {
    return `one of ${schema['anyOf'].map((choice: TSchema) => `'${choice['const']}'`).join(', ')}`;
  }
  switch (schema['type']) {
    case 'integer': {
      const step = multipleOf === undefined ? '' : `, a multiple of ${multipleOf}`;
      return `a whole number from ${minimum} to ${maximum}${step}`;
    }
    case 'number':
      return `a number from ${minimum} to ${maximum}`;
    case 'boolean':
      return "'true' or 'false'";
    default:
      return `a text of at most ${maxLength} characters${pattern === undefined ? '' : ` like ${pattern}`}`;
  }
}
