import { InvalidValueError } from './finding';

/**
 * Throws unless a name is a DNS label (RFC 1123): lower-case letters, digits and hyphens, at most `maxLength` characters.
 *
 * @param prop name of the property, for the message
 */
export function requireDnsLabel(prop: string, name: string, maxLength = 63): void {
  if (!/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(name) || name.length > maxLength) {
    throw new InvalidValueError(
      prop,
      name,
      `a DNS label: lower-case letters, digits and hyphens, at most ${maxLength} characters`,
    );
  }
}
