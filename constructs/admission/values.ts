import {
  childPath,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonArray,
  type JsonObject,
  jsonType,
} from '../manifests';
import { childrenOf } from './children';
import { repeated, sameJson } from './equality';
import { enforcedFormat, isOfFormat } from './formats';
import { checkNumber } from './numbers';
import { matchesPattern } from './patterns';
import type { Schema } from './schema';
import { type Report, schemaViolation, show, type Violation } from './violation';

/*
 * The value part of a structural schema, written out rather than left to a JSON schema library: the API server deviates from
 * JSON schema in what matters here (int-or-string, nullable, formats of its own, 64-bit integers, RE2, null passing all
 * keywords but type and enum), and needs no compilation, which for the largest CRDs would cost more than all the checking.
 */

/** Reports everything in a value that its schema does not allow. */
export function checkValue(value: Json, schema: Schema, path: string, report: Report): void {
  checkType(value, schema, path, report);
  if (value !== null) {
    checkAlternatives(value, schema, path, report);
    if (typeof value === 'string') checkString(value, schema, path, report);
    if (typeof value === 'number') checkNumber(value, schema, path, report);
    if (isJsonArray(value)) checkList(value, schema, path, report);
  }
  checkEnum(value, schema, path, report);
  if (isJsonObject(value)) checkObject(value, schema, path, report);
  for (const child of childrenOf(value, schema, path)) checkValue(child.value, child.schema, child.path, report);
}

function checkType(value: Json, schema: Schema, path: string, report: Report): void {
  const allowed = schema.intOrString ? ['integer', 'string'] : schema.type === undefined ? [] : [schema.type];
  if (allowed.length === 0 || (value === null && schema.nullable)) return;
  const type = jsonType(value);
  if (allowed.includes(type) || (type === 'integer' && allowed.includes('number'))) return;
  const wanted = allowed.join(' or ');
  const fix = quotable(value, allowed) ? `write "${value}" in quotes` : `give a value of type ${wanted}`;
  report(schemaViolation(path, `must be of type ${wanted}, found ${type}${scalar(value)}`, fix, true));
}

/** True for what YAML read as something else than the text that was meant. */
function quotable(value: Json, allowed: readonly string[]): boolean {
  return allowed.includes('string') && (typeof value === 'number' || typeof value === 'boolean');
}

function scalar(value: Json): string {
  return value === null || typeof value === 'object' ? '' : ` ${show(value)}`;
}

function checkEnum(value: Json, schema: Schema, path: string, report: Report): void {
  const allowed = schema.enumValues;
  if (allowed.length === 0 || (value !== null && allowed.some((candidate) => sameJson(candidate, value)))) return;
  const supported = allowed.map(show).join(', ');
  report(
    schemaViolation(
      path,
      `unsupported value ${show(value)}; supported values: ${supported}`,
      `use one of ${supported}`,
      true,
    ),
  );
}

function checkString(value: string, schema: Schema, path: string, report: Report): void {
  const runes = [...value].length;
  const [min, max, { pattern }] = [schema.limit('minLength'), schema.limit('maxLength'), schema];
  if (max !== undefined && runes > max) {
    report(schemaViolation(path, `too long: may not be more than ${max} characters, has ${runes}`, 'shorten it', true));
  } else if (min !== undefined && runes < min) {
    report(schemaViolation(path, `should be at least ${min} chars long, has ${runes}`, 'give a longer value'));
  } else if (pattern !== undefined && pattern !== '' && !matchesPattern(pattern, value)) {
    report(schemaViolation(path, `${show(value)} should match '${pattern}'`, 'write it in the form of the pattern'));
  }
  const format = enforcedFormat(schema);
  if (format !== undefined && !isOfFormat(format, value)) {
    report(
      schemaViolation(
        path,
        `must be of type ${schema.format}, found ${show(value)}`,
        `write it as ${schema.format}`,
        true,
      ),
    );
  }
}

function checkList(value: JsonArray, schema: Schema, path: string, report: Report): void {
  const [min, max] = [schema.limit('minItems'), schema.limit('maxItems')];
  if (min !== undefined && value.length < min) {
    report(schemaViolation(path, `should have at least ${min} items, has ${value.length}`, 'add the missing items'));
  }
  if (max !== undefined && value.length > max) {
    report(
      schemaViolation(path, `too many: must have at most ${max} items, has ${value.length}`, 'remove items', true),
    );
  }
  if (schema.flag('uniqueItems') && repeated(value).length > 0) {
    report(schemaViolation(path, "shouldn't contain duplicates", 'remove the repeated items'));
  }
}

function checkObject(value: JsonObject, schema: Schema, path: string, report: Report): void {
  const size = Object.keys(value).length;
  const [min, max] = [schema.limit('minProperties'), schema.limit('maxProperties')];
  if (min !== undefined && size < min) {
    report(schemaViolation(path, `should have at least ${min} properties, has ${size}`, 'add the missing fields'));
  }
  if (max !== undefined && size > max) {
    report(schemaViolation(path, `too many: must have at most ${max} properties, has ${size}`, 'remove fields', true));
  }
  const refused =
    schema.additionalProperties === false ? Object.keys(value).filter((key) => schema.field(key) === undefined) : [];
  for (const key of refused)
    report(schemaViolation(path, `the field "${key}" is not allowed here`, 'remove the field'));
  for (const name of schema.required) {
    if (Object.hasOwn(value, name)) continue;
    report(schemaViolation(childPath(path, name), 'required value', `add '${name}'`, true));
  }
}

function checkAlternatives(value: Json, schema: Schema, path: string, report: Report): void {
  const any = attempts(value, schema.alternatives('anyOf'), path);
  if (any.length > 0 && !any.some(isEmpty)) {
    report(schemaViolation(path, 'must validate at least one schema (anyOf)', fixOf(fewest(any))));
    fewest(any).forEach(report);
  }
  const one = attempts(value, schema.alternatives('oneOf'), path);
  const valid = one.filter(isEmpty).length;
  if (one.length > 0 && valid !== 1) {
    const found = valid === 0 ? 'found none valid' : `found ${valid} valid alternatives`;
    const fix = valid === 0 ? fixOf(fewest(one)) : 'give only what one of the alternatives asks for';
    report(schemaViolation(path, `must validate one and only one schema (oneOf); ${found}`, fix));
    if (valid === 0) fewest(one).forEach(report);
  }
  for (const violations of attempts(value, schema.alternatives('allOf'), path)) violations.forEach(report);
  const { not } = schema;
  if (not !== undefined && attempts(value, [not], path).every(isEmpty)) {
    report(
      schemaViolation(
        path,
        'must not validate the schema (not)',
        'change the value so that the schema under not fails',
      ),
    );
  }
}

/** What each of the schemas has against the value. */
function attempts(value: Json, schemas: readonly Schema[], path: string): readonly (readonly Violation[])[] {
  return schemas.map((schema) => {
    const violations: Violation[] = [];
    checkValue(value, schema, path, (violation) => violations.push(violation));
    return violations;
  });
}

function isEmpty(violations: readonly Violation[]): boolean {
  return violations.length === 0;
}

/** The alternative that comes nearest to holding. */
function fewest(attempted: readonly (readonly Violation[])[]): readonly Violation[] {
  return [...attempted].sort((left, right) => left.length - right.length)[0] ?? [];
}

function fixOf(violations: readonly Violation[]): string {
  return violations[0]?.fix ?? 'meet one of the alternatives';
}
