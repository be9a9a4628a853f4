import { type CelInput, type CelValue, isCelList, isCelMap, isCelType, isCelUint } from '@bufbuild/cel';
import type { ReflectMessage } from '@bufbuild/protobuf/reflect';
import type { Duration, Timestamp } from '@bufbuild/protobuf/wkt';
import { durationOf, NANO } from './durations';
import { NoSuchOverloadError } from './opaque';

/** The order of two values of one type: negative, 0 or positive. Numbers of different types compare by value. */
export function compareValues(left: CelValue, right: CelValue): number {
  const [a, b] = [ordinal(left), ordinal(right)];
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'string' || typeof b === 'string') throw new NoSuchOverloadError('values of one type');
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Equality of scalars, lists and maps, as `==` has it. */
export function sameValue(left: CelValue, right: CelValue): boolean {
  if (isCelList(left)) {
    if (!isCelList(right) || left.size !== right.size) return false;
    const others = [...right];
    return [...left].every((item, index) => sameValue(item, others[index] ?? null));
  }
  if (isCelMap(left)) {
    if (!isCelMap(right) || left.size !== right.size) return false;
    return [...left].every(([key, item]) => {
      const other = right.get(key);
      return other !== undefined && sameValue(item, other);
    });
  }
  const [a, b] = [scalarKey(left), scalarKey(right)];
  // biome-ignore lint/suspicious/noDoubleEquals: an int and a double of the same value are equal in CEL
  return typeof a === 'string' || typeof b === 'string' ? a === b : a == b;
}

/** The sum of numbers or durations; 0 for an empty list. */
export function sumValues(items: readonly CelValue[]): CelInput {
  if (items.every((item) => typeof item === 'number') && items.length > 0)
    return items.reduce((sum, item) => sum + item, 0);
  if (items.every((item) => typeof item === 'bigint')) return items.reduce((sum, item) => sum + item, 0n);
  const nanos = items.map(ordinal).reduce((sum: bigint, item) => {
    if (typeof item !== 'bigint') throw new NoSuchOverloadError('numbers or durations');
    return sum + item;
  }, 0n);
  return durationOf(nanos);
}

/** What a value is ordered by: a number, or a text. */
function ordinal(value: CelValue): number | bigint | string {
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return Number(value);
  if (isCelUint(value)) return value.value;
  if (value instanceof Uint8Array) return Array.from(value, (byte) => String.fromCharCode(byte)).join('');
  if (value !== null && typeof value === 'object' && isMessage(value)) return nanosecondsOf(value.message);
  throw new NoSuchOverloadError('comparable values');
}

function scalarKey(value: CelValue): number | bigint | string {
  if (value === null) return 'null';
  if (isCelType(value)) return `type ${value.name}`;
  return typeof value === 'string' ? `text ${value}` : ordinal(value);
}

function isMessage(value: CelValue & object): value is ReflectMessage {
  return 'message' in value;
}

function nanosecondsOf(message: ReflectMessage['message']): bigint {
  if (!isTime(message)) throw new NoSuchOverloadError('comparable values');
  return message.seconds * NANO + BigInt(message.nanos);
}

function isTime(message: ReflectMessage['message']): message is Timestamp | Duration {
  return message.$typeName === 'google.protobuf.Timestamp' || message.$typeName === 'google.protobuf.Duration';
}

/** By code point, as Go compares bytes. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const [a, b] = [[...left], [...right]];
  const index = a.findIndex((sign, place) => sign !== b[place]);
  if (index === -1) return a.length - b.length;
  return (a[index]?.codePointAt(0) ?? 0) - (b[index]?.codePointAt(0) ?? -1);
}
