import { Size } from 'cdk8s';
import { parseQuantity } from '../../constructs/observed';

/** An amount of memory in whole KiB. */
export function quantitySize(value: unknown): Size | undefined {
  const bytes = parseQuantity(value);
  return bytes !== undefined && bytes > 0 && bytes % 1024 === 0 ? Size.kibibytes(bytes / 1024) : undefined;
}
