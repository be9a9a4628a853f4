import { compareQuantities, parseQuantity, type Quantity } from '../cel/quantity';
import { formedIfAny, required } from './checks';
import type { Field } from './field';
import { DNS_LABEL, LABEL_KEY } from './forms';

const STANDARD: readonly string[] = ['cpu', 'memory', 'ephemeral-storage'];
const NATIVE_DOMAIN = 'kubernetes.io/';
const HUGE_PAGES = 'hugepages-';
const MILLI = 1_000_000n;
const NANO = 1_000_000_000n;
const MAX_NANO = (2n ** 63n - 1n) * NANO;

/** Reports what is wrong with requests and limits. */
export function checkResources(resources: Field, nameOf: (name: Field, key: string) => void = checkResourceName): void {
  if (!resources.given) return;
  const limits = resources.get('limits');
  const requests = resources.get('requests');
  const allowed = new Map(limits.entries.map(([key, limit]) => [key, quantityOf(limit)]));
  for (const [key, limit] of limits.entries) {
    nameOf(limit, key);
    checkAmount(limit, key);
  }
  for (const [key, request] of requests.entries) {
    nameOf(request, key);
    checkAmount(request, key);
    checkAgainstLimit(request, key, allowed);
  }
  const names = [...limits.entries, ...requests.entries].map(([key]) => key);
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) {
    resources.refuse('huge pages beside cpu or memory', 'add a request for cpu or memory');
  }
}

/** Only cpu, memory and the like may be given to several pods at once. */
function checkAgainstLimit(request: Field, key: string, limits: ReadonlyMap<string, Quantity | undefined>): void {
  const limit = limits.get(key);
  const quantity = quantityOf(request);
  const shared = !isExtended(key) && !isHugePages(key);
  if (!limits.has(key)) {
    if (!shared) request.refuse('a request only beside an equal limit', `set the limit of ${key} to the same amount`);
  } else if (limit !== undefined && quantity !== undefined) {
    const order = compareQuantities(quantity, limit);
    if (!shared && order !== 0) request.refuse(`the same amount as the limit of ${key}`);
    else if (order > 0) request.refuse(`at most the limit of ${key}`, 'lower the request, or raise the limit');
  }
}

/** Reports a resource that a container cannot have. */
export function checkResourceName(field: Field, key: string): void {
  if (key.includes('/')) {
    const extended = !key.includes(NATIVE_DOMAIN);
    const quota = `requests.${key}`;
    if (!LABEL_KEY.test(key) || (extended && (key.startsWith('requests.') || !LABEL_KEY.test(quota)))) {
      field.refuseKey(key, 'a resource such as nvidia.com/gpu');
    }
  } else if (!STANDARD.includes(key) && (!isHugePages(key) || !LABEL_KEY.test(key))) {
    field.refuseKey(key, `one of ${STANDARD.join(', ')}, hugepages-<size>, or a resource with a domain`);
  }
}

/** Reports a resource that a whole pod cannot have. */
export function checkPodResourceName(field: Field, key: string): void {
  if (key !== 'cpu' && key !== 'memory' && !isHugePages(key)) {
    field.refuseKey(key, 'one of cpu, memory, hugepages-<size>', 'give it to a container');
  }
}

/** Reports an amount below 0, a part of a device, or huge pages that are no multiple of their size. */
export function checkAmount(field: Field, key: string): void {
  const quantity = quantityOf(field);
  if (quantity === undefined) return;
  if (quantity.nano < 0n) field.refuse('an amount of at least 0');
  if (isExtended(key) && quantity.nano % NANO !== 0n) field.refuse(`a whole number of ${key}`);
  if (isHugePages(key) && !isMultiple(quantity, key.slice(HUGE_PAGES.length))) {
    field.refuse(`a multiple of ${key.slice(HUGE_PAGES.length)}`);
  }
}

/** Reports a storage request that is missing or not above 0. */
export function checkStorageRequest(field: Field): void {
  const quantity = quantityOf(field);
  if (!field.given) field.refuse('a size such as 100Gi');
  else if (quantity !== undefined && quantity.nano <= 0n) field.refuse('a size above 0');
}

/** Reports a quantity below 0, or also 0. */
export function checkSign(field: Field, min: 'at least 0' | 'above 0'): void {
  const quantity = field.given ? quantityOf(field) : undefined;
  if (quantity === undefined) return;
  if (quantity.nano < 0n || (quantity.nano === 0n && min === 'above 0')) field.refuse(`a quantity ${min}`);
}

/** Reports what is wrong with the claims of a container. */
export function checkContainerClaims(claims: Field, podClaims: readonly string[]): void {
  const seen = new Set<string>();
  for (const claim of claims.items) {
    const [name, request] = [claim.get('name'), claim.get('request')];
    if (!required(name, 'the name of a resource claim of the pod')) continue;
    formedIfAny(request, DNS_LABEL);
    const key = request.text === '' ? name.text : `${name.text}/${request.text}`;
    const whole = seen.has(name.text);
    const parts = request.text === '' && [...seen].some((other) => other.startsWith(`${name.text}/`));
    if (whole || parts || seen.has(key)) claim.refuse('each claim once');
    seen.add(key);
    if (!podClaims.includes(name.text)) {
      name.refuse(
        `the name of a resource claim of the pod${podClaims.length === 0 ? ', which has none' : ` (${podClaims.join(', ')})`}`,
        `add '${name.text}' to resourceClaims of the pod, or name one that it has`,
      );
    }
  }
}

/** The quantity, rounded up to thousandths and cut at 63 bits as by the API server; undefined for what is none, 0 for nothing. */
export function quantityOf(field: Field): Quantity | undefined {
  const quantity = parseQuantity(String(field.value ?? '0'));
  if (quantity !== undefined && quantity.nano > MAX_NANO) return { ...quantity, nano: MAX_NANO };
  if (quantity === undefined || quantity.nano % MILLI === 0n) return quantity;
  const up = quantity.nano > 0n ? MILLI : -MILLI;
  return { nano: (quantity.nano / MILLI) * MILLI + up, integral: false };
}

/** Resources of devices: anything with a domain of its own. */
function isExtended(key: string): boolean {
  return key.includes('/') && !key.includes(NATIVE_DOMAIN);
}

export function isHugePages(key: string): boolean {
  return key.startsWith(HUGE_PAGES);
}

function isMultiple({ nano }: Quantity, size: string): boolean {
  const page = parseQuantity(size);
  return page !== undefined && page.nano > 0n && page.nano % NANO === 0n && nano % page.nano === 0n;
}
