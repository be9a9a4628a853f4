import {
  type CelFunc,
  type CelList,
  CelScalar,
  type CelValue,
  celFunc,
  celList,
  celMethod,
  isCelList,
  listType,
} from '@bufbuild/cel';
import { NoSuchOverloadError } from './opaque';
import { compareValues, sameValue, sumValues } from './value-order';

const { BOOL, DYN, INT } = CelScalar;
const LIST = listType(DYN);
const MAX_RANGE = 1_000_000n;

/** Functions of lists: those of Kubernetes, and the `lists` and `sets` extensions of CEL. `sortBy` is not among them. */
export const LIST_FUNCTIONS: readonly CelFunc[] = [
  celMethod('isSorted', LIST, [], BOOL, function () {
    const items = [...this];
    return items.every((item, index) => index === 0 || compareValues(items[index - 1] ?? null, item) <= 0);
  }),
  celMethod('sum', LIST, [], DYN, function () {
    return sumValues([...this]);
  }),
  celMethod('min', LIST, [], DYN, function () {
    return extreme('min', this, -1);
  }),
  celMethod('max', LIST, [], DYN, function () {
    return extreme('max', this, 1);
  }),
  celMethod('indexOf', LIST, [DYN], INT, function (wanted) {
    return BigInt([...this].findIndex((item) => sameValue(item, wanted)));
  }),
  celMethod('lastIndexOf', LIST, [DYN], INT, function (wanted) {
    return BigInt([...this].findLastIndex((item) => sameValue(item, wanted)));
  }),
  celMethod('slice', LIST, [INT, INT], LIST, function (start, end) {
    if (start < 0n || end > BigInt(this.size) || start > end) throw new Error(`cannot slice(${start}, ${end})`);
    return [...this].slice(Number(start), Number(end));
  }),
  celMethod('reverse', LIST, [], LIST, function () {
    return [...this].reverse();
  }),
  celMethod('sort', LIST, [], LIST, function () {
    return [...this].sort(compareValues);
  }),
  celMethod('distinct', LIST, [], LIST, function () {
    return distinct([...this]);
  }),
  celMethod('flatten', LIST, [], LIST, function () {
    return flatten(this, 1n);
  }),
  celMethod('flatten', LIST, [INT], LIST, function (depth) {
    if (depth < 0n) throw new Error('level must be non-negative');
    return flatten(this, depth);
  }),
  celFunc('lists.range', [INT], LIST, (count) => {
    if (count > MAX_RANGE) throw new Error('range too large');
    return Array.from({ length: Math.max(0, Number(count)) }, (_, index) => BigInt(index));
  }),
  celFunc('sets.contains', [LIST, LIST], BOOL, (list, part) => contains(list, part)),
  celFunc('sets.equivalent', [LIST, LIST], BOOL, (left, right) => contains(left, right) && contains(right, left)),
  celFunc('sets.intersects', [LIST, LIST], BOOL, (left, right) =>
    [...left].some((item) => contains(right, celList([item]))),
  ),
];

function extreme(name: string, list: CelList, sign: -1 | 1): CelValue {
  const [first, ...others] = [...list];
  if (first === undefined) throw new Error(`${name} called on empty list`);
  return others.reduce((best, item) => (compareValues(item, best) * sign > 0 ? item : best), first);
}

function distinct(items: readonly CelValue[]): CelValue[] {
  return items.filter((item, index) => items.findIndex((other) => sameValue(other, item)) === index);
}

function flatten(list: CelList, depth: bigint): CelValue[] {
  return [...list].flatMap((item) => (isCelList(item) && depth > 0n ? flatten(item, depth - 1n) : [item]));
}

function contains(list: CelList, part: CelList): boolean {
  if (!isCelList(list)) throw new NoSuchOverloadError('list');
  const items = [...list];
  return [...part].every((wanted) => items.some((item) => sameValue(item, wanted)));
}
