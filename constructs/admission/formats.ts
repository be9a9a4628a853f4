import { isDate, isDateTime, parseFormatDuration } from './go-time';
import { parseRequestUri } from './go-url';
import { parseCidr, parseIp } from './ip-address';
import { isDns1123Label, isDns1123Subdomain } from './names';
import type { Schema } from './schema';

const HEX4 = '[0-9a-f]{4}';
const SIGN = String.raw`a-zA-Z0-9\p{S}\p{L}`;
const HOSTNAME = new RegExp(
  String.raw`^([${SIGN}](-?[${SIGN}]{0,62})?|([${SIGN}]([${SIGN}-]{0,61}[${SIGN}])?\.)+[a-zA-Z\p{L}]{2,63})$`,
  'u',
);
const CARD =
  /^(4\d{12}(\d{3})?|5[1-5]\d{14}|6(011|5\d\d)\d{12}|3[47]\d{13}|3(0[0-5]|[68]\d)\d{11}|(2131|1800|35\d{3})\d{11})$/;
const ATOM = String.raw`[\w!#$%&'*+/=?^{|}~\x60-]|[^\x00-\x7F]`;
const EMAIL_ADDRESS = `(?:(?:${ATOM})+(?:\\.(?:${ATOM})+)*|"(?:[^"\\\\]|\\\\.)*")@(?:${ATOM})+(?:\\.(?:${ATOM})+)*`;
const EMAIL = new RegExp(`^\\s*(?:${EMAIL_ADDRESS}|[^<>@]*<${EMAIL_ADDRESS}>)\\s*$`);
const RGB = String.raw`\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*`;

/**
 * The string formats that CRD schemas enforce; any other format is only a comment (apiextensions.k8s.io/v1, Kubernetes 1.34 and
 * later). Dashes in a name do not count. Comments in an `email`
 * (RFC 5322) are not taken apart.
 */
const FORMATS = {
  bsonobjectid: (text) => /^[0-9a-fA-F]{24}$/.test(text),
  uri: (text) => parseRequestUri(text) !== undefined,
  email: (text) => EMAIL.test(text),
  hostname: (text) => text.length <= 255 && HOSTNAME.test(text) && text.split('.').every((label) => label.length <= 63),
  ipv4: (text) => text.includes('.') && parseIp(text, true) !== undefined,
  ipv6: (text) => text.includes(':') && parseIp(text) !== undefined,
  cidr: (text) => parseCidr(text, true) !== undefined,
  mac: isMac,
  uuid: (text) => isUuid(text, HEX4, HEX4),
  uuid3: (text) => isUuid(text, '3[0-9a-f]{3}', HEX4),
  uuid4: (text) => isUuid(text, '4[0-9a-f]{3}', '[89ab][0-9a-f]{3}'),
  uuid5: (text) => isUuid(text, '5[0-9a-f]{3}', '[89ab][0-9a-f]{3}'),
  isbn: (text) => isIsbn10(text) || isIsbn13(text),
  isbn10: isIsbn10,
  isbn13: isIsbn13,
  creditcard: (text) => CARD.test(text.replace(/\D/g, '')) && luhn(text.replace(/\D/g, '')),
  ssn: (text) => /^\d{3}[- ]\d{2}[- ]\d{4}$/.test(text),
  hexcolor: (text) => /^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/.test(text),
  rgbcolor: (text) => new RegExp(`^rgb\\(${RGB},${RGB},${RGB}\\)$`).test(text),
  byte: (text) => /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/.test(text),
  password: () => true,
  date: isDate,
  duration: (text) => parseFormatDuration(text) !== undefined,
  datetime: isDateTime,
  k8sshortname: isDns1123Label,
  k8slongname: isDns1123Subdomain,
} as const satisfies Record<string, (text: string) => boolean>;

/** A format that is enforced. */
export type StringFormat = keyof typeof FORMATS;

/** The format a schema enforces for strings, if any: formats of numbers and unknown ones are none. */
export function enforcedFormat(schema: Schema): StringFormat | undefined {
  if (schema.format === undefined || (schema.type !== undefined && schema.type !== 'string') || schema.intOrString) {
    return undefined;
  }
  const name = schema.format.replaceAll('-', '');
  return isStringFormat(name) ? name : undefined;
}

/** True if the text is of the format. */
export function isOfFormat(format: StringFormat, text: string): boolean {
  return FORMATS[format](text);
}

function isStringFormat(name: string): name is StringFormat {
  return Object.hasOwn(FORMATS, name);
}

function isUuid(text: string, third: string, fourth: string): boolean {
  return new RegExp(`^[0-9a-f]{8}-?${HEX4}-?${third}-?${fourth}-?[0-9a-f]{12}$`, 'i').test(text);
}

/** 6, 8 or 20 bytes: as pairs with `:` or `-` between them, as groups of four with dots, or with nothing between them. */
function isMac(text: string): boolean {
  const byPairs = /^[0-9a-fA-F]{2}(?:([:-])[0-9a-fA-F]{2}(?:\1[0-9a-fA-F]{2})*)$/.test(text);
  const byFours = /^[0-9a-fA-F]{4}(?:\.[0-9a-fA-F]{4})+$/.test(text);
  return (
    (byPairs || byFours || /^[0-9a-fA-F]+$/.test(text)) && [12, 16, 40].includes(text.replace(/[:.-]/g, '').length)
  );
}

function isIsbn10(text: string): boolean {
  const digits = text.replace(/[\s-]+/g, '');
  if (!/^\d{9}[\dX]$/.test(digits)) return false;
  const sum = [...digits].reduce(
    (total, digit, index) => total + (10 - index) * (digit === 'X' ? 10 : Number(digit)),
    0,
  );
  return sum % 11 === 0;
}

function isIsbn13(text: string): boolean {
  const digits = text.replace(/[\s-]+/g, '');
  if (!/^\d{13}$/.test(digits)) return false;
  return [...digits].reduce((total, digit, index) => total + (index % 2 === 0 ? 1 : 3) * Number(digit), 0) % 10 === 0;
}

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
