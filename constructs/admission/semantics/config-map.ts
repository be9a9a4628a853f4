import { checkDataKey, checkDataSize, decodedLength } from './data-entries';
import type { Field } from './field';
import { byteLength } from './template-metadata';

/** Reports what is wrong with a ConfigMap. */
export function checkConfigMap(object: Field): void {
  const [data, binaryData] = [object.get('data'), object.get('binaryData')];
  const binaryKeys = new Set(binaryData.entries.map(([key]) => key));
  for (const [key, value] of data.entries) {
    checkDataKey(key, value);
    if (binaryKeys.has(key)) value.refuseKey(key, 'a key that binaryData does not have');
  }
  for (const [key, value] of binaryData.entries) checkDataKey(key, value);
  const sizes = [
    ...data.entries.map(([, value]) => byteLength(value.text)),
    ...binaryData.entries.map(([, value]) => decodedLength(value.text)),
  ];
  checkDataSize(data.given ? data : binaryData, sizes);
}
