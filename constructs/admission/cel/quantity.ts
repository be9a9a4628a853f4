/** A Kubernetes quantity (`500m`, `80Gi`, `1e3`), exact to a billionth. */
export interface Quantity {
  /** Billionths of the unit. */
  readonly nano: bigint;
  /** True if it was written without decimals below one, so that it converts to an integer. */
  readonly integral: boolean;
}

const NANO = 10n ** 9n;
const DECIMAL_EXPONENT: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY_EXPONENT: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
/** Exponents beyond this would only cost memory: they are 0 or more than anything else either way. */
const MAX_EXPONENT = 1000;

/** Reads a quantity as `resource.ParseQuantity` does; undefined for what is none. Fractions of a billionth are rounded up. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = /^([-+]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/.exec(text);
  if (text === '' || match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match;
  const digits = BigInt(`${whole}${fraction}` || '0');
  const binary = BINARY_EXPONENT[suffix];
  const exponent = binary === undefined ? decimalExponent(suffix) : 0;
  if (exponent === undefined) return undefined;
  const unscaled = binary === undefined ? digits : digits << BigInt(binary);
  const scale = exponent - fraction.length;
  const nano = shift(unscaled, scale + 9);
  return { nano: sign === '-' ? -nano : nano, integral: binary === undefined ? scale >= 0 : fraction === '' };
}

/** -1, 0 or 1. */
export function compareQuantities(left: Quantity, right: Quantity): -1 | 0 | 1 {
  return left.nano === right.nano ? 0 : left.nano < right.nano ? -1 : 1;
}

export function addQuantities(left: Quantity, right: Quantity): Quantity {
  return { nano: left.nano + right.nano, integral: left.integral && right.integral };
}

export function negateQuantity(quantity: Quantity): Quantity {
  return { nano: -quantity.nano, integral: quantity.integral };
}

export function quantityOf(whole: bigint): Quantity {
  return { nano: whole * NANO, integral: true };
}

/** The whole number a quantity stands for, if it was written as one and fits 64 bits. */
export function wholeQuantity({ nano, integral }: Quantity): bigint | undefined {
  const whole = nano / NANO;
  return integral && whole >= -(2n ** 63n) && whole < 2n ** 63n ? whole : undefined;
}

function decimalExponent(suffix: string): number | undefined {
  const known = DECIMAL_EXPONENT[suffix];
  if (known !== undefined) return known;
  if (!/^[eE][-+]?[0-9]+$/.test(suffix)) return undefined;
  const exponent = Number(suffix.slice(1));
  return Math.abs(exponent) <= MAX_EXPONENT ? exponent : Math.sign(exponent) * MAX_EXPONENT;
}

/** Times ten to the power of `exponent`, rounded away from zero. */
function shift(value: bigint, exponent: number): bigint {
  if (exponent >= 0) return value * 10n ** BigInt(exponent);
  const divisor = 10n ** BigInt(-exponent);
  return (value + divisor - 1n) / divisor;
}
