import { InvalidValueError } from '../findings';

/** Throws unless `value` is a value of the const object `set`: the check at run time of what the type says. */
export function requireMember(prop: string, value: string, set: Readonly<Record<string, string>>): void {
  const members = Object.values(set);
  if (!members.includes(value)) {
    throw new InvalidValueError(prop, value, `one of ${members.map((member) => `'${member}'`).join(', ')}`);
  }
}
