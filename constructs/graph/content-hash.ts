import { createHash } from 'node:crypto';

/** Eight hexadecimal digits that change with a text: for names of objects that must roll, or cannot be changed. */
export function contentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
