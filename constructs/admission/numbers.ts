import { jsonType } from '../manifests';
import type { Schema } from './schema';
import { AdmissionCode, type Report } from './violation';

/** Reports what is wrong with a number: its range, its divisor, and the range of its format. */
export function checkNumber(value: number, schema: Schema, path: string, report: Report): void {
  const violation = (message: string, fix: string): void => report({ code: AdmissionCode.SCHEMA, path, message, fix });
  const { type, format } = schema;
  if (type === 'integer' && format === 'int32' && (value < -(2 ** 31) || value >= 2 ** 31)) {
    violation(
      `must be of type integer with format int32, found ${value}`,
      `give a number from ${-(2 ** 31)} to ${2 ** 31 - 1}`,
    );
  }
  if (type === 'number' && format === 'float' && Math.abs(value) > MAX_FLOAT32) {
    violation(`must be of type number with format float, found ${value}`, 'give a number of at most 3.4e38');
  }
  const max = limitFor(value, schema.limit('maximum'));
  const below = schema.flag('exclusiveMaximum');
  if (max !== undefined && (below ? value >= max : value > max)) {
    const bound = below ? `less than ${max}` : `less than or equal to ${max}`;
    violation(`should be ${bound}, found ${value}`, `give a number ${bound}`);
  }
  const min = limitFor(value, schema.limit('minimum'));
  const above = schema.flag('exclusiveMinimum');
  if (min !== undefined && (above ? value <= min : value < min)) {
    const bound = above ? `greater than ${min}` : `greater than or equal to ${min}`;
    violation(`should be ${bound}, found ${value}`, `give a number ${bound}`);
  }
  const declared = schema.limit('multipleOf');
  const factor = limitFor(value, declared);
  if (factor !== undefined && !isMultiple(value, factor)) {
    const taken = factor === declared ? '' : ` (taken as ${factor} for a whole number)`;
    violation(`should be a multiple of ${declared}${taken}, found ${value}`, `give a multiple of ${declared}`);
  }
}

const MAX_FLOAT32 = 3.4028234663852886e38;

/** For a whole number the API server takes the limit as a whole number too: 2 is no less than a minimum of 2.5. */
function limitFor(value: number, limit: number | undefined): number | undefined {
  return limit !== undefined && jsonType(value) === 'integer' ? Math.trunc(limit) : limit;
}

/** Fractions are compared with some slack, since 0.3 / 0.1 is not 3 in binary. */
function isMultiple(value: number, factor: number): boolean {
  if (factor <= 0) return false;
  const quotient = factor < 1 ? (1 / factor) * value : value / factor;
  if (Math.abs(quotient) > Number.MAX_SAFE_INTEGER) return false;
  const distance = Math.abs(quotient - Math.round(quotient));
  return distance === 0 || distance / (2 * Math.abs(quotient)) < 1e-9;
}
