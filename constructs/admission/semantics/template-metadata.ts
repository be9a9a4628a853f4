import { labels } from './checks';
import type { Field } from './field';
import { LABEL_KEY } from './forms';

const MAX_ANNOTATION_BYTES = 256 * 1024;

/** Reports what is wrong with the labels and annotations of what an object makes: pods, claims, Jobs. */
export function checkTemplateMetadata(metadata: Field): void {
  labels(metadata.get('labels'));
  const annotations = metadata.get('annotations');
  let bytes = 0;
  for (const [key, value] of annotations.entries) {
    if (!LABEL_KEY.test(key.toLowerCase())) value.refuseKey(key, LABEL_KEY.words);
    bytes += byteLength(key) + byteLength(value.text);
  }
  if (bytes > MAX_ANNOTATION_BYTES) annotations.refuse(`at most ${MAX_ANNOTATION_BYTES} bytes in all`, 'shorten them');
}

/** Length of a text in UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
