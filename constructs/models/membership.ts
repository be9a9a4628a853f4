import { InvalidValueError } from '../findings';

/** Throws unless `value` is a value of the const object `set`: the check at run time of what the type says. */
export function requireMember(prop: string, value: string, set: Readonly<Record<string, string>>): void {
  const members = Object.values(set);
  if (!members.includes(value)) {
    throw new InvalidValueError(prop, value, `one of ${members.map((member) => `'${member}'`).join(', ')}`);
  }
}

/** Throws unless `value` is a text with something in it. */
export function requireText(prop: string, value: string): void {
  if (typeof value !== 'string' || value.trim() === '') {
    throw new InvalidValueError(prop, value, 'a text that is not empty');
  }
}
