import { parseQuantity } from '../cel/quantity';
import { requiredOneOf } from './checks';
import type { Field } from './field';
import { LABEL_KEY } from './forms';

/** Fields of a pod that variables can be read from. */
export const ENV_FIELDS: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  // An old name of spec.nodeName.
  'spec.host',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

/** Fields of a pod that files can be made of. */
const FILE_FIELDS: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.labels',
  'metadata.annotations',
  'metadata.uid',
];

const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'].flatMap((name) => [`limits.${name}`, `requests.${name}`]);
const BYTE_DIVISORS = [
  '1',
  ...['k', 'M', 'G', 'T', 'P', 'E'].flatMap((unit) => [`1${unit}`, `1${unit === 'k' ? 'K' : unit}i`]),
];

/** Reports a reference to a field of the pod that is not to be had here. */
export function checkFieldRef(reference: Field, fields: readonly string[]): void {
  const version = reference.get('apiVersion').text;
  const field = reference.get('fieldPath');
  const subscript = /^(.+?)\['(.*)'\]$/s.exec(field.text);
  if (version !== '' && version !== 'v1') {
    reference.get('apiVersion').refuse('v1');
  } else if (subscript === null) {
    requiredOneOf(field, fields);
  } else {
    const [, path = '', key = ''] = subscript;
    const form = path === 'metadata.annotations' ? key.toLowerCase() : key;
    const known = path === 'metadata.annotations' || path === 'metadata.labels';
    if (!known) field.refuse("metadata.labels['<key>'] or metadata.annotations['<key>']");
    else if (!LABEL_KEY.test(form)) field.refuse(`${LABEL_KEY.words}, between the brackets`);
  }
}

/** Reports a reference to a resource of a container that is none, or a divisor that cannot be. */
export function checkResourceFieldRef(reference: Field, needsContainer: boolean): void {
  const resource = reference.get('resource');
  if (needsContainer && reference.get('containerName').text === '') {
    reference.get('containerName').refuse('the name of a container');
  } else if (!/^(limits|requests)\.hugepages-/.test(resource.text)) {
    requiredOneOf(resource, RESOURCES);
  }
  const divisor = reference.get('divisor');
  const quantity = parseQuantity(String(divisor.value ?? '0'));
  if (quantity === undefined || quantity.nano === 0n) return;
  const allowed = /\.cpu$/.test(resource.text) ? ['1m', '1'] : isBytes(resource.text) ? BYTE_DIVISORS : undefined;
  const same = (text: string): boolean =>
    parseQuantity(text)?.nano === quantity.nano && (text === '1' || notation(text) === notation(divisor.text));
  if (allowed !== undefined && !allowed.some(same)) divisor.refuse(`one of ${allowed.join(', ')}`);
}

/** The API server compares how a quantity is written too: 1024 is no 1Ki. */
function notation(quantity: string): 'binary' | 'exponent' | 'decimal' {
  return quantity.endsWith('i') ? 'binary' : /[eE]/.test(quantity.slice(0, -1)) ? 'exponent' : 'decimal';
}

function isBytes(resource: string): boolean {
  return /^(limits|requests)\.(memory$|ephemeral-storage$|hugepages-)/.test(resource);
}

/** Reports what is wrong with a file that is made of a field or a resource of the pod. */
export function checkDownwardFile(file: Field): void {
  const [field, resource] = [file.get('fieldRef'), file.get('resourceFieldRef')];
  if (field.given) {
    checkFieldRef(field, FILE_FIELDS);
    if (resource.given) resource.forbid('beside fieldRef');
  } else if (resource.given) {
    checkResourceFieldRef(resource, true);
  } else {
    file.refuse('a source: one of fieldRef, resourceFieldRef');
  }
}
