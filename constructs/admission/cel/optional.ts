import {
  type CelFunc,
  type CelMap,
  CelScalar,
  type CelValue,
  celFunc,
  celMethod,
  isCelList,
  isCelMap,
  isCelUint,
} from '@bufbuild/cel';
import { OPAQUE, OpaqueType } from './opaque';

const { BOOL, DYN } = CelScalar;

const OPTIONAL = new OpaqueType<{ readonly value?: CelValue }>('optional_type', ({ value }) =>
  value === undefined ? [] : [value],
);

/** `optional.none()` */
export function optionalNone(): CelMap {
  return OPTIONAL.wrap({});
}

/** `optional.of(value)` */
export function optionalOf(value: CelValue): CelMap {
  return OPTIONAL.wrap({ value });
}

/** Optional values. What `a.?b` and `a[?b]` stand for is here too, under the names that optional-syntax.ts gives them. */
export const OPTIONAL_FUNCTIONS: readonly CelFunc[] = [
  celFunc('optional.none', [], OPAQUE, () => optionalNone()),
  celFunc('optional.of', [DYN], OPAQUE, (value) => optionalOf(value)),
  celFunc('optional.ofNonZeroValue', [DYN], OPAQUE, (value) => (isZero(value) ? optionalNone() : optionalOf(value))),
  celMethod('hasValue', OPAQUE, [], BOOL, function () {
    return OPTIONAL.unwrap(this).value !== undefined;
  }),
  celMethod('value', OPAQUE, [], DYN, function () {
    const { value } = OPTIONAL.unwrap(this);
    if (value === undefined) throw new Error('optional.none() dereference');
    return value;
  }),
  celMethod('or', OPAQUE, [OPAQUE], OPAQUE, function (other) {
    OPTIONAL.unwrap(other);
    return OPTIONAL.unwrap(this).value === undefined ? other : this;
  }),
  celMethod('orValue', OPAQUE, [DYN], DYN, function (other) {
    return OPTIONAL.unwrap(this).value ?? other;
  }),
  celMethod('optionalGet', DYN, [DYN], OPAQUE, function (key) {
    return optionalGet(this, key);
  }),
];

/** The field, entry or item at `key`, if there is one; inside an optional, of what it holds. */
function optionalGet(container: CelValue, key: CelValue): CelMap {
  const optional = OPTIONAL.tryUnwrap(container);
  if (optional !== undefined) return optional.value === undefined ? optionalNone() : optionalGet(optional.value, key);
  const value = itemAt(container, key);
  return value === undefined ? optionalNone() : optionalOf(value);
}

function itemAt(container: CelValue, key: CelValue): CelValue | undefined {
  if (isCelMap(container)) return isMapKey(key) ? container.get(key) : undefined;
  return isCelList(container) && typeof key === 'bigint' ? container.get(Number(key)) : undefined;
}

function isMapKey(key: CelValue): key is string | bigint | boolean {
  return typeof key === 'string' || typeof key === 'bigint' || typeof key === 'boolean';
}

function isZero(value: CelValue): boolean {
  if (isCelList(value) || isCelMap(value)) return value.size === 0;
  if (isCelUint(value)) return value.value === 0n;
  return value === null || value === false || value === '' || value === 0n || value === 0;
}
