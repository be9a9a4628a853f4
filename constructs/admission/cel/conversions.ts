import { type CelFunc, CelScalar, celFunc, celMethod, celUint, listType, objectType } from '@bufbuild/cel';
import { DurationSchema } from '@bufbuild/protobuf/wkt';
import { parseGoDuration } from '../go-time';
import { durationOf } from './durations';

const { DOUBLE, INT, STRING, UINT } = CelScalar;
const FLOAT = /^[-+]?((\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?|inf(inity)?|nan)$/i;
const DURATION = objectType(DurationSchema);

/** Conversions that take their place in the library because it is more lenient with text than Go is. */
export const CONVERSIONS: readonly CelFunc[] = [
  celFunc('int', [STRING], INT, (text) => {
    const value = /^[-+]?\d+$/.test(text) ? BigInt(text.replace(/^\+/, '')) : undefined;
    if (value === undefined || value !== BigInt.asIntN(64, value)) throw new ConversionError('int');
    return value;
  }),
  celFunc('uint', [STRING], UINT, (text) => {
    const value = /^\d+$/.test(text) ? BigInt(text) : undefined;
    if (value === undefined || value !== BigInt.asUintN(64, value)) throw new ConversionError('uint');
    return celUint(value);
  }),
  celFunc('double', [STRING], DOUBLE, (text) => {
    if (!FLOAT.test(text)) throw new ConversionError('double');
    if (/nan/i.test(text)) return Number.NaN;
    return Number(text.replace(/inf(inity)?/i, 'Infinity'));
  }),
  celFunc('duration', [STRING], DURATION, (text) => {
    const nanoseconds = parseGoDuration(text);
    if (nanoseconds === undefined) throw new ConversionError('google.protobuf.Duration');
    return durationOf(nanoseconds);
  }),
  celMethod('split', STRING, [STRING], listType(STRING), function (separator) {
    return separator === '' ? [...this] : this.split(separator);
  }),
];

class ConversionError extends Error {
  public constructor(type: string) {
    super(`type conversion error from 'string' to '${type}'`);
    this.name = 'ConversionError';
  }
}
