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

/**
 * Throws unless a name can be that of a component: letters, digits and hyphens, as in a DNS label, but capitals are kept. Names of
 * Kubernetes objects are made of it in lower case. Source: ai-dynamo/dynamo deploy/operator/api/v1beta1.
 *
 * @param prop name of the property, for the message
 */
export function requireComponentName(prop: string, name: string): void {
  if (!/^[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?$/.test(name) || name.length > 63) {
    throw new InvalidValueError(prop, name, 'a name of letters, digits and inner hyphens, at most 63 characters');
  }
}

/**
 * Throws unless a name is a DNS subdomain (RFC 1123), as claims, Secrets and storage classes have: labels separated by dots.
 *
 * @param prop name of the property, for the message
 */
export function requireDnsSubdomain(prop: string, name: string): void {
  if (!/^[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?$/.test(name) || name.includes('..') || name.length > 253) {
    throw new InvalidValueError(
      prop,
      name,
      'a DNS subdomain: lower-case letters, digits, hyphens and dots, at most 253 characters',
    );
  }
}
