import { isMapped, maskedIp, parseCidr, parseIp } from '../ip-address';
import { isDns1123Label, isDns1123Subdomain, labelValueProblem, qualifiedNameProblem } from '../names';

/** The form that a text must have, and how to say it. */
export interface Form {
  readonly words: string;
  readonly test: (text: string) => boolean;
}

export const DNS_LABEL: Form = {
  words: "a DNS label: lower case letters, digits and '-', at most 63, a letter or digit at both ends",
  test: isDns1123Label,
};
export const DNS_SUBDOMAIN: Form = {
  words:
    "a DNS name: lower case letters, digits, '-' and '.', at most 253, a letter or digit at both ends of each part",
  test: isDns1123Subdomain,
};
export const DNS_SEARCH: Form = {
  words: "a DNS name, where '_' is a letter too",
  test: (text) =>
    text.length <= 253 && /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/.test(text),
};
export const PATH_SEGMENT: Form = {
  words: "a name without '/' and '%', other than '.' and '..'",
  test: (text) => text !== '.' && text !== '..' && !/[/%]/.test(text),
};
export const LABEL_KEY: Form = {
  words: "a label key: letters, digits, '-', '_' and '.', at most 63, with a DNS name and '/' in front if wanted",
  test: (text) => qualifiedNameProblem(text) === undefined,
};
export const LABEL_VALUE: Form = {
  words: "a label value: letters, digits, '-', '_' and '.', at most 63, a letter or digit at both ends",
  test: (text) => labelValueProblem(text) === undefined,
};
export const PORT_NAME: Form = {
  words: "a port name: lower case letters, digits and single '-', at most 15, at least one letter",
  test: (text) => text.length <= 15 && /^[-a-z0-9]+$/.test(text) && /[a-z]/.test(text) && !/^-|--|-$/.test(text),
};
export const ENV_NAME: Form = {
  words: "a variable name: printable ASCII characters other than '='",
  test: (text) => /^[ -<>-~]+$/.test(text),
};
export const CONFIG_KEY: Form = {
  words: "a key: letters, digits, '-', '_' and '.', at most 253, not '.' and not '..' at its start",
  test: (text) => text.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(text) && text !== '.' && !text.startsWith('..'),
};
export const HTTP_HEADER: Form = {
  words: "a header name: letters, digits and '-'",
  test: (text) => /^[-A-Za-z0-9]+$/.test(text),
};
export const NO_BACKSTEPS: Form = {
  words: "a path without '..'",
  test: (text) => !text.split('/').includes('..'),
};
export const RELATIVE_PATH: Form = {
  words: "a relative path without '..'",
  test: (text) => !text.startsWith('/') && NO_BACKSTEPS.test(text),
};
export const FILE_PATH: Form = {
  words: "a relative path that does not start with '..' and has no step '..'",
  test: (text) => RELATIVE_PATH.test(text) && !text.startsWith('..'),
};
export const SYSCTL: Form = {
  words: "a sysctl: lower case letters, digits, '-' and '_' in parts with '.' or '/' between them",
  test: (text) =>
    text.length <= 253 && /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/.test(text),
};
export const PERCENT: Form = { words: "a percentage such as '25%'", test: (text) => /^[0-9]+%$/.test(text) };
/** Kubernetes before 1.36 also takes leading zeros, addresses of IPv4 written as IPv6, and bits behind the prefix. */
export const IP_ADDRESS: Form = {
  words: 'an IP address without leading zeros, not one of IPv4 written as IPv6',
  test: (text) => {
    const address = parseIp(text);
    return address !== undefined && !isMapped(address);
  },
};
export const CIDR: Form = {
  words: 'a network such as 10.0.0.0/8, with nothing behind its prefix',
  test: (text) => {
    const network = parseCidr(text);
    return network !== undefined && !isMapped(network.address) && maskedIp(network).bits === network.address.bits;
  },
};
/** A domain, a slash and a path. */
export const DOMAIN_PATH: Form = {
  words: 'a domain and a path such as example.com/controller',
  test: (text) => {
    const [domain = '', ...path] = text.split('/');
    return isDns1123Subdomain(domain) && /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(path.join('/'));
  },
};
