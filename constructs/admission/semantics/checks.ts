import type { Field } from './field';
import { type Form, LABEL_KEY, LABEL_VALUE, PERCENT, PORT_NAME } from './forms';

/** Largest number of 32 bits: user and group IDs, deadlines. */
export const MAX_INT32 = 2 ** 31 - 1;

/** Reports a text that is absent or empty; true if it is there. */
export function required(field: Field, what = 'a value'): boolean {
  if (field.text === '' && isTextOrNothing(field)) field.refuse(what);
  return field.text !== '';
}

/** Reports a list without items; true if it has some. */
export function requiredItems(field: Field, what: string): boolean {
  const { length } = field.items;
  if (length === 0 && (!field.given || field.isList)) field.refuse(what);
  return length > 0;
}

/** Reports a text of another form, also the empty one; an absent text passes. */
export function formed(field: Field, form: Form): void {
  if (typeof field.value === 'string' && !form.test(field.text)) field.refuse(form.words);
}

/** As `formed`, but the empty text passes: it means the default. */
export function formedIfAny(field: Field, form: Form): void {
  if (field.text !== '') formed(field, form);
}

/** Reports a text that is absent, empty or of another form. */
export function requiredForm(field: Field, form: Form): void {
  if ((field.text === '' || !form.test(field.text)) && isTextOrNothing(field)) field.refuse(form.words);
}

/** The schema reports anything else. */
function isTextOrNothing({ value }: Field): boolean {
  return value === undefined || typeof value === 'string';
}

/** Reports a text that is none of these, also the empty one; an absent text passes. */
export function oneOf(field: Field, allowed: readonly string[]): void {
  if (typeof field.value === 'string' && !allowed.includes(field.text)) field.refuse(oneOfWords(allowed));
}

/** As `oneOf`, but the empty text passes: it means the default. */
export function oneOfIfAny(field: Field, allowed: readonly string[]): void {
  if (field.text !== '') oneOf(field, allowed);
}

/** As `oneOf`, for a text that must be there. */
export function requiredOneOf(field: Field, allowed: readonly string[]): void {
  if (!allowed.includes(field.text) && isTextOrNothing(field)) field.refuse(oneOfWords(allowed));
}

function oneOfWords(allowed: readonly string[]): string {
  return allowed.length === 1 ? `${allowed[0]}` : `one of ${allowed.join(', ')}`;
}

/** Reports a number outside of a range; an absent one passes. */
export function inRange(field: Field, min: number, max = Number.POSITIVE_INFINITY): void {
  const { number } = field;
  if (number === undefined || (number >= min && number <= max)) return;
  field.refuse(max === Number.POSITIVE_INFINITY ? `a number of at least ${min}` : `a number from ${min} to ${max}`);
}

/** Reports permissions that are no three octal digits. */
export function fileMode(field: Field): void {
  const { number } = field;
  if (number !== undefined && (number < 0 || number > 0o777)) field.refuse('a mode from 0 to 0777 (511)');
}

/** Reports a port that is no number from 1 to 65535. */
export function portNumber(field: Field): void {
  const { number } = field;
  if (number !== undefined && (number < 1 || number > 65535)) field.refuse('a port from 1 to 65535');
}

/** Reports what is neither a port number nor a port name. An absent port is number 0. */
export function portNumberOrName(field: Field): void {
  if (typeof field.value === 'string') formed(field, PORT_NAME);
  else if (field.given) portNumber(field);
  else field.refuse('a port from 1 to 65535, or the name of a port');
}

/** Reports values that occur again, where the value is not empty. */
export function unique(fields: readonly Field[], what: string): void {
  const seen = new Set<string>();
  for (const field of fields) {
    if (field.text !== '' && seen.has(field.text)) field.refuse(`${what} that no other one has`);
    seen.add(field.text);
  }
}

/**
 * Reports a union without a member, or with more than one; gives the first member.
 *
 * @param what the union as a noun: `a handler`
 */
export function exactlyOne(field: Field, members: readonly string[], what: string): Field | undefined {
  const first = atMostOne(field, members);
  if (first === undefined && (!field.given || field.isObject)) field.refuse(`${what}: one of ${members.join(', ')}`);
  return first;
}

/** As `exactlyOne`, where a default steps in for none. */
export function atMostOne(field: Field, members: readonly string[]): Field | undefined {
  const [first, ...more] = members.filter((member) => field.has(member));
  for (const extra of more) field.get(extra).forbid(`beside ${first}`, `leave out ${first} or ${extra}`);
  return first === undefined ? undefined : field.get(first);
}

/** Reports keys and values that labels cannot have. */
export function labels(field: Field): void {
  for (const [key, value] of field.entries) {
    if (!LABEL_KEY.test(key)) value.refuseKey(key, LABEL_KEY.words);
    formed(value, LABEL_VALUE);
  }
}

/** Reports what is neither a whole number of at least 0 nor a percentage. */
export function countOrPercent(field: Field): void {
  if (typeof field.value === 'string') formed(field, PERCENT);
  else inRange(field, 0);
}

/** Reports more than 100%. */
export function atMostAll(field: Field): void {
  if (PERCENT.test(field.text) && Number(field.text.slice(0, -1)) > 100) field.refuse("at most '100%'");
}

/** The number in front of a percent sign, or the number itself. */
export function countOrPercentValue(field: Field): number {
  return typeof field.value === 'string' ? Number.parseInt(field.text, 10) || 0 : (field.number ?? 0);
}
