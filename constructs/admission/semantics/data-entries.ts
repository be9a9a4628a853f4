import type { Field } from './field';
import { CONFIG_KEY } from './forms';

const MAX_BYTES = 1024 * 1024;

/** Reports a key that a ConfigMap or Secret cannot have. */
export function checkDataKey(key: string, value: Field): void {
  if (!CONFIG_KEY.test(key)) value.refuseKey(key, CONFIG_KEY.words);
}

/** Reports more than a ConfigMap or Secret can hold; the values are not shown. */
export function checkDataSize(data: Field, sizes: readonly number[]): void {
  const bytes = sizes.reduce((total, each) => total + each, 0);
  if (bytes > MAX_BYTES) {
    data.refuseAs(
      `${bytes} bytes`,
      `at most ${MAX_BYTES} bytes in all`,
      'put large files on a volume or into an image',
    );
  }
}

/** Bytes that a base64 text stands for. */
export function decodedLength(base64: string): number {
  return Math.floor((base64.replace(/[\s=]/g, '').length * 3) / 4);
}
