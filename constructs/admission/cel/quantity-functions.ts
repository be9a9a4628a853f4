import { type CelFunc, CelScalar, type CelValue, celFunc, celMethod } from '@bufbuild/cel';
import { OPAQUE, OpaqueType } from './opaque';
import {
  addQuantities,
  compareQuantities,
  negateQuantity,
  parseQuantity,
  type Quantity,
  quantityOf,
  wholeQuantity,
} from './quantity';
import { compareSemvers, parseSemver, type Semver } from './semver';

const { BOOL, DOUBLE, INT, STRING } = CelScalar;

const QUANTITY = new OpaqueType<Quantity>('kubernetes.Quantity', ({ nano }) => nano);
const SEMVER = new OpaqueType<Semver>('kubernetes.Semver', ({ core, preRelease }) => [...core, ...preRelease]);

/** Quantities and versions: the two types that compare with `isGreaterThan`, `isLessThan` and `compareTo`. */
export const QUANTITY_FUNCTIONS: readonly CelFunc[] = [
  celFunc('quantity', [STRING], OPAQUE, (text) => QUANTITY.wrap(requireQuantity(text))),
  celFunc('isQuantity', [STRING], BOOL, (text) => parseQuantity(text) !== undefined),
  celFunc('sign', [OPAQUE], INT, (value) => BigInt(compareQuantities(QUANTITY.unwrap(value), quantityOf(0n)))),
  celMethod('isInteger', OPAQUE, [], BOOL, function () {
    return wholeQuantity(QUANTITY.unwrap(this)) !== undefined;
  }),
  celMethod('asInteger', OPAQUE, [], INT, function () {
    const whole = wholeQuantity(QUANTITY.unwrap(this));
    if (whole === undefined) throw new Error('cannot convert value to integer');
    return whole;
  }),
  celMethod('asApproximateFloat', OPAQUE, [], DOUBLE, function () {
    return Number(QUANTITY.unwrap(this).nano) / 1e9;
  }),
  celMethod('add', OPAQUE, [OPAQUE], OPAQUE, function (other) {
    return QUANTITY.wrap(addQuantities(QUANTITY.unwrap(this), QUANTITY.unwrap(other)));
  }),
  celMethod('add', OPAQUE, [INT], OPAQUE, function (other) {
    return QUANTITY.wrap(addQuantities(QUANTITY.unwrap(this), quantityOf(other)));
  }),
  celMethod('sub', OPAQUE, [OPAQUE], OPAQUE, function (other) {
    return QUANTITY.wrap(addQuantities(QUANTITY.unwrap(this), negateQuantity(QUANTITY.unwrap(other))));
  }),
  celMethod('sub', OPAQUE, [INT], OPAQUE, function (other) {
    return QUANTITY.wrap(addQuantities(QUANTITY.unwrap(this), quantityOf(-other)));
  }),
  celFunc('semver', [STRING], OPAQUE, (text) => SEMVER.wrap(requireSemver(text, false))),
  celFunc('semver', [STRING, BOOL], OPAQUE, (text, normalize) => SEMVER.wrap(requireSemver(text, normalize))),
  celFunc('isSemver', [STRING], BOOL, (text) => parseSemver(text) !== undefined),
  celFunc('isSemver', [STRING, BOOL], BOOL, (text, normalize) => parseSemver(text, normalize) !== undefined),
  celMethod('major', OPAQUE, [], INT, function () {
    return SEMVER.unwrap(this).core[0];
  }),
  celMethod('minor', OPAQUE, [], INT, function () {
    return SEMVER.unwrap(this).core[1];
  }),
  celMethod('patch', OPAQUE, [], INT, function () {
    return SEMVER.unwrap(this).core[2];
  }),
  celMethod('isGreaterThan', OPAQUE, [OPAQUE], BOOL, function (other) {
    return compare(this, other) === 1;
  }),
  celMethod('isLessThan', OPAQUE, [OPAQUE], BOOL, function (other) {
    return compare(this, other) === -1;
  }),
  celMethod('compareTo', OPAQUE, [OPAQUE], INT, function (other) {
    return BigInt(compare(this, other));
  }),
];

function compare(left: CelValue, right: CelValue): -1 | 0 | 1 {
  const version = SEMVER.tryUnwrap(left);
  if (version !== undefined) return compareSemvers(version, SEMVER.unwrap(right));
  return compareQuantities(QUANTITY.unwrap(left), QUANTITY.unwrap(right));
}

function requireQuantity(text: string): Quantity {
  const quantity = parseQuantity(text);
  if (quantity === undefined) throw new Error(`'${text}' is no quantity`);
  return quantity;
}

function requireSemver(text: string, normalize: boolean): Semver {
  const version = parseSemver(text, normalize);
  if (version === undefined) throw new Error(`'${text}' is no semantic version`);
  return version;
}
