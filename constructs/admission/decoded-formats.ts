import type { Json, JsonObject } from '../manifests';
import { parseQuantity } from './cel/quantity';
import { isOfFormat } from './formats';
import { isRfc3339 } from './go-time';

/** Why a value of the right type cannot be read all the same. */
interface FormatProblem {
  readonly message: string;
  readonly fix: string;
}

/** As the CRDs of controller-gen have it. */
const CRD_QUANTITY =
  /^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$/;
const MIN_INT32 = -(2 ** 31);
const MAX_INT32 = 2 ** 31 - 1;

/**
 * What is wrong with a text or number that has a format; undefined if nothing.
 *
 * @param builtIn true for a field of a Go type, false for one of a CRD
 */
export function formatProblem(value: Json, schema: JsonObject, builtIn: boolean): FormatProblem | undefined {
  const { format } = schema;
  if (typeof value === 'number') {
    const of32Bits = format === 'int32' || (schema['x-kubernetes-int-or-string'] === true && builtIn);
    return of32Bits && (value < MIN_INT32 || value > MAX_INT32)
      ? { message: 'must be a whole number of 32 bits', fix: `give a number from ${MIN_INT32} to ${MAX_INT32}` }
      : undefined;
  }
  if (typeof value !== 'string') return undefined;
  switch (format) {
    case 'quantity': {
      const valid = builtIn ? parseQuantity(value.trim()) !== undefined : CRD_QUANTITY.test(value);
      return valid ? undefined : { message: 'must be a quantity', fix: "write it like '500m', '4' or '80Gi'" };
    }
    case 'date-time':
      return isRfc3339(value) ? undefined : { message: 'must be a time', fix: 'write it as 2006-01-02T15:04:05Z' };
    case 'byte':
      return isBase64(value)
        ? undefined
        : {
            message: 'must be base64',
            fix: "encode it; plain text goes under 'stringData' of a Secret, 'data' of a ConfigMap",
          };
    default:
      return undefined;
  }
}

/** Line breaks do not count. */
function isBase64(text: string): boolean {
  const plain = text.replace(/[\r\n]/g, '');
  return plain === '' || isOfFormat('byte', plain);
}
